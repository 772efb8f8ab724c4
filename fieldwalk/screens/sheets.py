"""The two sheets that rise over any page: help, and what is safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.tracks import Fix
from fieldwalk.screens.curtain import CurtainButton
from fieldwalk.screens.guarding import held_row
from fieldwalk.screens.here import Here, use_following, use_here
from fieldwalk.screens.leading import use_leading
from fieldwalk.screens.versions import about, differing_row, draw_versions, use_choosing
from fieldwalk.services.drafts import Held
from fieldwalk.services.safety import Safety, Share
from fieldwalk.text.figures import length, share
from fieldwalk.text.moments import day_and_time
from fieldwalk.theme import SYNC, XS, Look, M, S
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.chips import sync_sign
from fieldwalk.widgets.emergency import emergency_pill, emergency_sheet
from fieldwalk.widgets.frames import CENTER, bottom_sheet, sheet, stack_of
from fieldwalk.widgets.frames import told as tell
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import centred, heading, text

C = ft.Colors
TURNED = ("walk", "issue", "photo", "voice", "action", "fixes")


@ft.component
def HelpPill() -> ft.Control:
    """112 and 114 14, with the sheet that they open."""
    here = use_here()
    is_open, set_open = ft.use_state(False)
    fix = here.fieldwalk.recorder.latest

    def close() -> None:
        set_open(False)

    def drawn() -> ft.Control:
        return emergency_sheet(here.look, where_words(fix, here.look), close)

    ft.use_dialog(bottom_sheet(drawn(), close) if is_open else None)
    return emergency_pill(here.look, lambda: set_open(True))


@ft.component
def SafeSign() -> ft.Control:
    """The sign of what is safe, with the sheet that it opens."""
    here = use_here()
    use_following(here.fieldwalk.exchange.subscribe)
    use_following(here.fieldwalk.store.subscribe)
    is_open, set_open = ft.use_state(False)
    chosen, set_chosen = ft.use_state("")
    choose = use_choosing(here)
    safety = here.fieldwalk.exchange.safety()
    twofolds = {f"{each.record_id} {each.field}": each for each in here.fieldwalk.versions.all()} if is_open else {}

    def close() -> None:
        set_open(False)
        set_chosen("")

    def back() -> None:
        set_chosen("")

    def choosing(key: str) -> Callable[[], None]:
        return lambda: set_chosen(key)

    leading, gone = use_leading(close)

    def waiting(held: Held) -> ft.Control:
        return held_row(here.look, held, leading(routes.issue(held.issue.walk_id or "", held.issue.id)))

    def drawn() -> ft.Control:
        if chosen in twofolds:
            return draw_versions(twofolds[chosen], here, choose, back)
        rows = [waiting(held) for held in here.fieldwalk.drafts.held()]
        rows += [differing_row(here.look, about(each, here), choosing(key)) for key, each in twofolds.items()]
        alone = here.fieldwalk.joining.me() is None
        return safe_sheet(safety, here.look, close, send_now(here), alone=alone, decide=rows)

    ft.use_dialog(bottom_sheet(drawn(), gone) if is_open else None)
    return ft.Row([CurtainButton(), sync_sign(safety.sign, here.look, lambda: set_open(True))], spacing=0, tight=True)


def send_now(here: Here) -> Callable[[], None]:
    """A press that tries the server at once."""
    return here.fieldwalk.exchange.wake


def where_words(fix: Fix | None, look: Look) -> str:
    """Where the phone is, for somebody who has to tell it on the telephone."""
    if fix is None:
        return look.say("help.nowhere")
    return look.say(
        "help.here",
        latitude=f"{fix.latitude:.5f}",
        longitude=f"{fix.longitude:.5f}",
        metres=length(fix.accuracy, look.language),
    )


def safe_sheet(
    safety: Safety,
    look: Look,
    close: Callable[[], None],
    send: Callable[[], None],
    *,
    alone: bool,
    decide: Sequence[ft.Control] = (),
) -> ft.Container:
    """What is on the server, counted, in plain words; what did not arrive, and why; and what is to be decided."""
    sign = SYNC[safety.sign]
    tone = look.tone(sign)
    ring = ft.Container(
        ft.Icon(sign.icon, size=44, color=tone.ink),
        width=88,
        height=88,
        border_radius=44,
        bgcolor=tone.ground,
        alignment=ft.Alignment.CENTER,
    )
    said = stack_of(
        ft.Row([heading(_title(safety, look), "headline", 1)], alignment=ft.MainAxisAlignment.CENTER),
        centred(_words(safety, look, alone=alone)),
    )
    rows = stack_of(
        *(_counted(look.say(f"safe.{what}"), part, look) for what, part in _shares(safety)),
        _row(look.say("safe.track"), safety.fixes, _part(safety.fixes, look), look),
        spacing=0,
    )
    send_button = [] if alone or safety.sign == "safe" else [plain_button(look.say("safe.send_now"), send)]
    return sheet(
        ft.Row([ring], alignment=ft.MainAxisAlignment.CENTER),
        said,
        *_trouble(safety, look, alone=alone),
        rows,
        *([stack_of(*decide)] if decide else []),
        centred(_last(safety, look), "small"),
        stack_of(*send_button, plain_button(look.say("go.close"), close), spacing=M),
    )


def _shares(safety: Safety) -> list[tuple[str, Share]]:
    return [
        ("photos", safety.photos),
        *([("voices", safety.voices)] if safety.voices[1] else []),
        ("issues", safety.issues),
        ("answers", safety.answers),
    ]


def _title(safety: Safety, look: Look) -> str:
    safe, everything = safety.photos
    if safety.sign == "safe" and not everything:
        return look.say("sync.safe")
    kind = "held" if _only_held(safety) else safety.sign
    return look.say(f"safe.title.{kind}", safe=safe, all=everything)


def _words(safety: Safety, look: Look, *, alone: bool) -> str:
    safe, everything = safety.photos
    waits = safety.photos_wait and safety.sign == "phone" and safety.reason is None
    kept = "ended" if safety.quarantined else "alone"
    why = kept if alone else "held" if _only_held(safety) else "wifi" if waits else safety.sign
    return look.say(f"safe.words.{why}", safe=safe, all=everything)


def _only_held(safety: Safety) -> bool:
    """Whether nothing is left on this phone but what waits for its writer."""
    return bool(safety.held) and not safety.waiting and safety.sign == "phone"


def _last(safety: Safety, look: Look) -> str:
    if safety.last_at is None:
        return look.say("safe.never", waiting=safety.waiting)
    return look.say("safe.last", time=day_and_time(safety.last_at, look.language), waiting=safety.waiting)


def _trouble(safety: Safety, look: Look, *, alone: bool) -> list[ft.Control]:
    """What was turned back, one line a kind of thing and reason; and what stands in the way of all of it."""
    turned: dict[tuple[str, str], int] = {}
    for item in safety.refused:
        key = (item.change.record if item.change.record in TURNED else "other", item.code)
        turned[key] = turned.get(key, 0) + 1
    told: list[ft.Control] = [
        stack_of(
            text(
                f"{look.say(f'safe.turned.{record}')} ({count})" if count > 1 else look.say(f"safe.turned.{record}"),
                "label",
            ),
            refused(code, look),
            spacing=XS,
        )
        for (record, code), count in turned.items()
    ]
    if safety.reason and safety.sign == "help":
        told.append(refused(safety.reason, look))
    if safety.reason == "right_ended" and safety.quarantined:
        told.append(tell(look.say("safe.quarantined", count=safety.quarantined)))
    if safety.ahead and not alone:
        told.append(tell(look.say("safe.clock_ahead" if safety.ahead > 0 else "safe.clock_behind")))
    if safety.withdrawn_at and not alone:
        when = day_and_time(safety.withdrawn_at, look.language)
        told.append(tell(look.say("safe.withdrawn", when=when)))
    return told


def _part(fixes: Share, look: Look) -> str:
    """How much of the track is safe: the pieces it is kept in mean nothing to anybody."""
    safe, everything = fixes
    return share(safe / everything if everything else 1, look.language)


def _counted(what: str, part: Share, look: Look) -> ft.Container:
    return _row(what, part, look.say("safe.of", safe=part[0], all=part[1]), look)


def _row(what: str, part: Share, words: str, look: Look) -> ft.Container:
    safe, everything = part
    level = safe >= everything
    icon = ft.Icons.CHECK_CIRCLE_ROUNDED if level else ft.Icons.SMARTPHONE_ROUNDED
    label = look.say("safe.row_safe" if level else "safe.row_phone")
    return ft.Container(
        ft.Row(
            [
                text(what, "body", expand=True),
                text(words, "label"),
                ft.Icon(icon, size=22, color=C.PRIMARY if level else C.TERTIARY, semantics_label=label),
            ],
            spacing=M,
            vertical_alignment=CENTER,
        ),
        height=48,
        border=ft.Border.only(bottom=ft.BorderSide(1, C.OUTLINE_VARIANT)),
        padding=ft.Padding.symmetric(horizontal=S),
    )
