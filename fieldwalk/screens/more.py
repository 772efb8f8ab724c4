"""Who I am, language and look, storage, what is safe, and what this is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from fieldwalk import __version__, routes
from fieldwalk.domain.roles import STAFF, may
from fieldwalk.screens.anonymous import anonymous_parts
from fieldwalk.screens.curtain import CurtainChoice
from fieldwalk.screens.here import go, use_following, use_here, use_loaded
from fieldwalk.screens.leave import Leave
from fieldwalk.screens.new_version import NewVersion
from fieldwalk.screens.rescue import Rescue
from fieldwalk.screens.server import ServerChoice
from fieldwalk.screens.sheets import SafeSign
from fieldwalk.screens.views import tab_view
from fieldwalk.services.joining import Membership
from fieldwalk.services.settings import THEMES
from fieldwalk.text import LANGUAGES
from fieldwalk.text.figures import size
from fieldwalk.text.moments import local, short_day
from fieldwalk.theme import XL, Look, M
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.fields import asked, choice_row
from fieldwalk.widgets.frames import body, card, column_width, root_bar, screen, stack_of, told
from fieldwalk.widgets.words import lines, quiet, text

PHOTOS = ("any", "wifi")
"""When photos travel."""
WIFI = PHOTOS[1]


@dataclass(frozen=True)
class Settled:
    """What is chosen on this phone."""

    language: str
    theme: str
    me: Membership | None
    role: str
    storage: tuple[int, int] | None = None
    kept: bool = False
    photos_on_wifi_only: bool = False
    network_told: bool = True
    forgets_at: int | None = None


@dataclass(frozen=True)
class Setters:
    """What chooses."""

    language: Callable[[str], None]
    theme: Callable[[str], None]
    photos: Callable[[str], None]


@dataclass(frozen=True)
class Parts:
    """The parts of the page that live by themselves."""

    sign: ft.Control
    anonymous: list[ft.Control]
    curtain: ft.Control
    rescue: ft.Control
    leave: ft.Control
    version: ft.Control
    server: ft.Control


@ft.component
def More() -> ft.View:
    """The last tab."""
    here = use_here()
    settings, joining, ports = here.fieldwalk.settings, here.fieldwalk.joining, here.fieldwalk.ports
    use_following(settings.subscribe)
    settled = Settled(
        settings.language,
        settings.theme,
        joining.me(),
        joining.role(),
        use_loaded(ports.storage.estimate),
        kept=here.fieldwalk.lasting.promised is True,
        photos_on_wifi_only=settings.photos_on_wifi_only,
        network_told=ports.connection.tells(),
        forgets_at=here.fieldwalk.lingering.forgets_at(),
    )

    def set_photos(when: str) -> None:
        settings.set_photos_on_wifi_only(when == WIFI)
        here.fieldwalk.exchange.wake()

    parts = Parts(SafeSign(), anonymous_parts(here), CurtainChoice(), Rescue(), Leave(), NewVersion(), ServerChoice())
    return tab_view(
        routes.MORE,
        draw_more(here.look, settled, Setters(settings.set_language, settings.set_theme, set_photos), parts),
        here,
    )


def draw_more(
    look: Look,
    settled: Settled,
    setters: Setters,
    parts: Parts,
) -> ft.Control:
    """Groups in the order of need."""
    groups = [
        parts.version,
        asked(look.say("more.me"), _me(look, settled, parts.leave), *parts.anonymous),
        asked(
            look.say("more.language"),
            _choices(lambda one: look.say(f"more.language.{one}"), LANGUAGES, settled.language, setters.language),
        ),
        asked(
            look.say("more.theme"),
            _choices(lambda one: look.say(f"more.theme.{one}"), THEMES, settled.theme, setters.theme),
        ),
        asked(
            look.say("more.photos"),
            quiet(look.say("more.photos_words")),
            _choices(
                lambda one: look.say(f"more.photos.{one}"),
                PHOTOS,
                WIFI if settled.photos_on_wifi_only else PHOTOS[0],
                setters.photos,
            ),
            *_silent(look, settled),
        ),
        parts.curtain,
        parts.server,
        asked(look.say("more.storage"), card(_storage(look, settled))),
        asked(look.say("more.rescue"), parts.rescue),
        asked(
            look.say("privacy.title"),
            plain_button(look.say("privacy.read"), go(routes.PRIVACY), ft.Icons.SHIELD_OUTLINED),
        ),
        asked(
            look.say("more.about"),
            card(
                lines(
                    text(look.say("more.about_words")),
                    quiet(look.say("more.version", version=__version__)),
                    spacing=8,
                )
            ),
        ),
    ]
    head = root_bar(look.say("more.title"), look.say("app.name"), parts.sign)
    return column_width(screen(head, body(*groups, spacing=XL)), look)


def _silent(look: Look, settled: Settled) -> list[ft.Control]:
    """Where the phone never says what network it is on, the wish can not be kept: it is told at once."""
    if settled.network_told or not settled.photos_on_wifi_only:
        return []
    return [told(look.say("more.photos_any_network"))]


def _me(look: Look, settled: Settled, leave: ft.Control) -> ft.Control:
    join = plain_button(look.say("more.join"), go(routes.JOIN), ft.Icons.QR_CODE_ROUNDED)
    sign_in = plain_button(look.say("sign_in.title"), go(routes.SIGN_IN), ft.Icons.LOGIN_ROUNDED, filled=False)
    devices = plain_button(look.say("devices.title"), go(routes.DEVICES), ft.Icons.DEVICES_ROUNDED, filled=False)
    if settled.me is None:
        words = lines(text(look.say("more.alone"), "label"), quiet(look.say("more.alone_words")), spacing=4)
        return card(stack_of(words, join, sign_in, spacing=M))
    name = settled.me.name or look.say(f"role.{settled.role}")
    below = look.row(look.say(f"role.{settled.role}"), settled.me.organisation_title)
    ways = _for_staff(look, settled.role) if settled.role in STAFF else [devices]
    told = [text(name, "label"), quiet(below)]
    if settled.forgets_at:
        told.append(quiet(look.say("more.forgets", when=short_day(local(settled.forgets_at).date(), look.language))))
    return card(stack_of(lines(*told, spacing=4), join, *ways, leave, spacing=M))


def _for_staff(look: Look, role: str) -> list[ft.Control]:
    """One's own account, which leads on to the devices; and everybody's, for who keeps them."""
    own = plain_button(look.say("own_account.title"), go(routes.OWN_ACCOUNT), ft.Icons.PERSON_ROUNDED, filled=False)
    all_ = plain_button(look.say("accounts.title"), go(routes.ACCOUNTS), ft.Icons.GROUP_ROUNDED, filled=False)
    lists = plain_button(look.say("templates.title"), go(routes.TEMPLATES), ft.Icons.CHECKLIST_ROUNDED, filled=False)
    more = [lists] if may(role, "write.template") else []
    return [own, *([all_] if may(role, "accounts") else []), *more]


def _choices(
    name: Callable[[str], str], values: tuple[str, ...], chosen: str, choose: Callable[[str], None]
) -> ft.Control:
    def choosing(value: str) -> Callable[[], None]:
        return lambda: choose(value)

    return stack_of(*(choice_row(name(value), choosing(value), chosen=value == chosen) for value in values))


def _storage(look: Look, settled: Settled) -> ft.Control:
    if settled.storage is None:
        return text(look.say("more.storage_unknown"))
    used, free = (size(octets, look.language) for octets in settled.storage)
    kept = look.say("more.storage_kept" if settled.kept else "more.storage_may_go")
    return lines(text(look.say("more.storage_words", used=used, free=free)), quiet(kept), spacing=4)
