"""What the server asks of a change beside its form: may this caller write this, and may the record become this."""

from __future__ import annotations

from collections.abc import Callable, Collection

from fieldwalk.domain.actions import check_step
from fieldwalk.domain.hanging import is_hung
from fieldwalk.domain.looking import RIGHT, SAYING, files_in
from fieldwalk.domain.records import RECORDS, REMOVED, Action, Issue, Organisation, Photo, Voice, Walk, make
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may, may_answer, may_class, may_write
from fieldwalk.domain.secrecy import CLASSED, DECIDED_BY, FIELDS, rank, secrecy_of
from fieldwalk.domain.voices import may_speak
from fieldwalk.domain.walks import check_publishable
from sync.protocol.changes import Change
from sync.protocol.merge import State
from sync.server.caller import Caller
from sync.server.store.replaced import replaced_by

AWAITS, DECLINED = "awaits_approval", "declined"
"""What becomes of a latecomer's captures, as refusals."""

_CLASSING = frozenset(FIELDS.values())
_EACH_ASKED = frozenset({Action.name, Organisation.name, Voice.name})
"""Records of which every one is asked: its step and its answer, whose organisation it is, whose voice."""
_ASKED = frozenset({REMOVED, "state", *_CLASSING, *SAYING})
"""Fields that are asked for what they say."""
_ANSWER = frozenset({"owner_id", "owner", "due", "answer", "answered_at"})
"""The fields of an action that give it an owner, a date and an answer."""


def walk_named(change: Change) -> str | None:
    """The walk that the change itself says it belongs to."""
    walk_id = change.fields.get("walk_id")
    return walk_id if isinstance(walk_id, str) else None


def asks_nothing(caller: Caller, record: str, fields: Collection[str]) -> bool:
    """Whether :func:`check_rights` and :func:`check_rules` pass whatever ``caller`` says in ``fields`` of a new record.

    Asked once for thousands of points that say the same fields. ``False`` says no more than that each must be asked.
    """
    return (
        record in RECORDS
        and record not in _EACH_ASKED
        and _ASKED.isdisjoint(fields)
        and may_write(caller.role, record)
        and caller.only_walk is None
        and not caller.is_late
        and caller.lost_at is None
    )


def check_rights(caller: Caller, change: Change, state: State, walk_id: str | None) -> None:
    """Raise :class:`Refused` ``not_allowed`` unless ``caller`` may write ``change`` into the walk ``walk_id``."""
    allowed = (
        (may_write(caller.role, change.record) or _only_classes(caller.role, change))
        and caller.only_walk in (None, walk_id)
        and _stays(change, walk_id)
        and _hangs(change, state)
        and _own_organisation(caller, change)
        and _may_answer(caller, change, state)
    )
    if not allowed:
        raise Refused("not_allowed", record=change.record)


def check_rules(
    caller: Caller,
    change: Change,
    before: State,
    after: State,
    alone: Callable[[], bool],
    are_others: Callable[[Collection[str]], bool],
) -> None:
    """Raise :class:`Refused` unless the record may become ``after``.

    That is an action's next step, a walk made public, a point told to more people or to fewer, a record taken away,
    a photo covered or approved. Who tells as nobody records nothing (``voice_names_you``).
    ``alone`` says whether nobody but the caller has written it: what is only theirs they may take back.
    ``are_others`` says whether some files are, or were, another photo's: nobody covers that one by their own.
    A value that a newer one has already beaten changes nothing, and is kept without a question.
    What a latecomer may write, and whoever has a phone that was lost, is refused as ``awaits_approval``: it is set
    aside until somebody says yes or no.
    """
    if change.record in CLASSED:
        _check_classed(caller, change, before, after, alone)
    if change.record == Voice.name and not may_speak(caller.role, caller.person_id):
        raise Refused("voice_names_you", record=change.record)
    if change.record == Photo.name and not _may_let_through(caller.role, change, are_others):
        raise Refused("not_allowed", record=change.record)
    if change.record == Action.name and _takes(change, after, "state"):
        _check_action(caller, before, after)
    if change.record == Walk.name and _takes(change, after, "state") and change.fields["state"] == "published":
        check_publishable(make(Walk, change.record_id, after.values))
    if caller.is_late or (caller.lost_at is not None and change.moment.time > caller.lost_at):
        raise Refused(AWAITS, record=change.record)


def _check_classed(caller: Caller, change: Change, before: State, after: State, alone: Callable[[], bool]) -> None:
    """A point's class, and its removal, are for those whom the tables name, and for who alone has written it."""
    takes_away = (after.removed and not before.removed) or _replaces(change, before, after)
    may_not_take_away = takes_away and not may(caller.role, f"remove.{change.record}")
    classes_anew = change.record == Issue.name and not _may_class(caller.role, change, before, after)
    if (may_not_take_away or classes_anew) and not alone():
        raise Refused("not_allowed", record=change.record)


def _may_class(role: str, change: Change, before: State, after: State) -> bool:
    """The class that a category brings along is raised by whoever describes the point."""
    if DECIDED_BY.isdisjoint(change.fields):
        return True
    was, becomes = secrecy_of(before.values), secrecy_of(after.values)
    by_category = rank(becomes) > rank(was) and _CLASSING.isdisjoint(change.fields)
    return by_category or may_class(role, was, becomes)


def _replaces(change: Change, before: State, after: State) -> bool:
    """Whether a photo gets other files, as when parts of it are covered, or a recording loses its sound: what was
    there is gone then."""
    return bool(replaced_by(change, before.values, after.values))


def _may_let_through(role: str, change: Change, are_others: Callable[[Collection[str]], bool]) -> bool:
    """Who may approves what they name; whoever covers a photo says so of the files that they bring with it."""
    said, files = [name for name in SAYING if name in change.fields], files_in(change.fields)
    if not said or may(role, RIGHT):
        return True
    covers = said == ["covered"] and files is not None and change.fields["covered"] == files
    return covers and not are_others(str(files).split())


def _only_classes(role: str, change: Change) -> bool:
    """Who may class a point may do that without being able to write anything else in it."""
    return change.record == Issue.name and change.fields.keys() <= _CLASSING and may(role, "secrecy.raise")


def _hangs(change: Change, state: State) -> bool:
    """What hangs on a point never moves to another one: that could have another class."""
    if not is_hung(change.record):
        return True
    before = state.values.get("issue_id")
    return before is None or change.fields.get("issue_id") in (None, before)


def _stays(change: Change, walk_id: str | None) -> bool:
    """A record never moves to another walk: those who hold the first could not be told."""
    return change.record == Walk.name or walk_named(change) in (None, walk_id)


def _own_organisation(caller: Caller, change: Change) -> bool:
    return change.record != Organisation.name or change.record_id == caller.organisation


def _may_answer(caller: Caller, change: Change, state: State) -> bool:
    """Who only carries an action out may name its owner and date again, but not change them."""
    if change.record != Action.name or may_answer(caller.role):
        return True
    return all(state.values.get(name) == value for name, value in change.fields.items() if name in _ANSWER)


def _takes(change: Change, after: State, field: str) -> bool:
    return field in change.fields and after.stamps.get(field) == change.stamp


def _check_action(caller: Caller, before: State, after: State) -> None:
    start, end, reason = before.values.get("state"), after.values["state"], after.values.get("reason")
    check_step(_word(start), _word(end) or "new", caller.role, _word(reason))


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None
