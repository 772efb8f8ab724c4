"""The app's addresses. Every detail lies under its list, so that Back always leads there."""

from __future__ import annotations

HOME = "/"
WALKS = "/walks"
NEW_WALK = "/walks/new"
ACTIONS = "/actions"
MAP = "/map"
MORE = "/more"
JOIN = "/join"
SIGN_IN = "/sign-in"
DEVICES = f"{MORE}/devices"
PRIVACY = f"{MORE}/privacy"
TEMPLATES = f"{MORE}/templates"
OWN_ACCOUNT = f"{MORE}/account"
ACCOUNTS = f"{MORE}/accounts"
INVITE_ACCOUNT = f"{ACCOUNTS}/invite"

PHOTOS = "/photos"

TABS = (HOME, ACTIONS, MAP, MORE)
"""The four roots, in the order of the bar."""


def walk(walk_id: str) -> str:
    """A walk: its plan, the walk under way, or what came of it."""
    return f"{WALKS}/{walk_id}"


def edit_walk(walk_id: str) -> str:
    """The facts of a walk, to be changed."""
    return f"{walk(walk_id)}/edit"


def invite(walk_id: str) -> str:
    """The QR and the code that let others into a walk."""
    return f"{walk(walk_id)}/invite"


def walk_photos(walk_id: str) -> str:
    """The photos of a walk that nobody has looked through yet."""
    return f"{walk(walk_id)}/photos"


def issue(walk_id: str, issue_id: str) -> str:
    """One place of a walk."""
    return f"{walk(walk_id)}/places/{issue_id}"


def photo(walk_id: str, issue_id: str, photo_id: str) -> str:
    """One photo of a place, to cover what it should not show."""
    return f"{issue(walk_id, issue_id)}/photos/{photo_id}"


def action(issue_id: str) -> str:
    """One place as those who answer and repair see it."""
    return f"{ACTIONS}/{issue_id}"


def join(token: str) -> str:
    """The link of an invitation."""
    return f"{JOIN}/{token}"


def template(template_id: str) -> str:
    """One checklist, to be changed; ``new`` is one that is not there yet."""
    return f"{TEMPLATES}/{template_id}"


def own_account(step: str) -> str:
    """One step with one's own account: its password, its second factor, its recovery codes."""
    return f"{OWN_ACCOUNT}/{step}"


def account(link: str) -> str:
    """The link of an invitation to an account: its password is chosen there."""
    return f"/account/{link}"
