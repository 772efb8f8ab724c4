"""The small parts: words beside every sign, targets that a thumb finds, codes that can be read."""

import flet as ft
import pytest

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES
from fieldwalk.theme import TARGET, Look
from fieldwalk.widgets.buttons import lamp_button, plain_button, round_button, text_button
from fieldwalk.widgets.chips import filter_chip, severity_chip, state_chip, sync_sign
from fieldwalk.widgets.fields import choice_row
from fieldwalk.widgets.frames import edges, pinned, said, top_bar
from fieldwalk.widgets.pictures import pictogram
from fieldwalk.widgets.qr import qr
from fieldwalk.widgets.states import refused
from tests.fakes.flet_client import everything_in

LOOK = Look()


def nothing() -> None:
    """A press that does nothing."""


def words(control: ft.Control) -> list[str]:
    return [str(found.value) for found in everything_in(control) if isinstance(found, ft.Text)]


@pytest.mark.parametrize("state", [*STATES, "a_state_of_tomorrow", None])
def test_a_state_is_a_word_and_a_sign(state: str | None) -> None:
    shown = state_chip(state, LOOK)
    assert len(words(shown)) == 1
    assert any(isinstance(part, ft.Icon) for part in everything_in(shown))


def test_severity_is_bars_and_a_word() -> None:
    filled = [
        part for part in everything_in(severity_chip(2, LOOK)) if isinstance(part, ft.Container) and part.width == 5
    ]
    assert [bar.bgcolor is not None for bar in filled] == [True, True, False]
    assert words(severity_chip(2, LOOK)) == ["Viktigt"]


def test_a_choice_tells_whether_it_is_chosen() -> None:
    for shown in (filter_chip("Mina", nothing, chosen=True), choice_row("Nu", nothing, chosen=True)):
        assert isinstance(shown, ft.Semantics)
        assert (shown.selected, shown.button) == (True, True)


@pytest.mark.parametrize(
    "control",
    [
        lamp_button("Klar", ft.Icons.CHECK_ROUNDED, nothing),
        plain_button("Paus", nothing),
        text_button("Flytta", nothing),
        round_button(ft.Icons.CLOSE_ROUNDED, "Stäng", nothing),
        filter_chip("Mina", nothing, chosen=False),
        sync_sign("safe", LOOK, nothing),
    ],
    ids=["lamp", "plain", "text", "round", "filter", "sync"],
)
def test_whatever_is_pressed_is_large_enough_for_a_thumb(control: ft.Control) -> None:
    heights = [part.height for part in everything_in(control) if getattr(part, "on_click", None)]
    assert heights
    assert min(heights) >= TARGET


def test_a_button_that_leads_nowhere_is_dark() -> None:
    button = lamp_button("Klar", ft.Icons.CHECK_ROUNDED, None)
    assert button.disabled


def test_an_icon_alone_has_a_name() -> None:
    icons = [part for part in everything_in(top_bar("Plats 8", LOOK, back=nothing)) if isinstance(part, ft.Icon)]
    assert [icon.semantics_label for icon in icons] == ["Tillbaka"]


def test_a_receipt_is_announced_and_can_be_undone() -> None:
    shown = said("Plats 7 sparad i telefonen", LOOK, nothing)
    assert isinstance(shown, ft.Semantics)
    assert shown.live_region
    assert words(shown) == ["Plats 7 sparad i telefonen", "Ångra"]


def test_a_refusal_says_what_and_what_next() -> None:
    assert words(refused("code_not_known", LOOK)) == [
        "Koden stämmer inte.",
        "Kontrollera siffrorna och försök igen.",
    ]
    assert "Försök igen" in words(refused("unreachable", LOOK, nothing))


@pytest.mark.parametrize("category", [*CATEGORIES, "a_category_of_tomorrow", None])
def test_a_pictogram_leaves_the_speaking_to_the_word(category: str | None) -> None:
    drawn = pictogram(category)
    assert isinstance(drawn, ft.Icon) or (isinstance(drawn, ft.Image) and drawn.exclude_from_semantics)


def test_a_qr_code_is_drawn_without_gaps_and_named() -> None:
    drawn = qr("https://walk.example/join/abc", "QR-kod")
    assert isinstance(drawn, ft.Image)
    assert drawn.semantics_label == "QR-kod"
    assert "stroke" not in str(drawn.src)


def test_what_is_pinned_at_the_start_lies_on_the_right_where_the_language_runs_so() -> None:
    sides = [pinned(ft.Text(""), Look(language=language), start=16, end=80) for language in ("sv", "ar")]
    assert [(side.left, side.right) for side in sides] == [(16, 80), (80, 16)]


def test_room_at_the_start_is_room_on_the_right_where_the_language_runs_so() -> None:
    rooms = [edges(Look(language=language), start=16, end=8, top=4) for language in ("sv", "ar")]
    assert [(room["left"], room["right"], room["top"]) for room in rooms] == [(16, 8, 4), (8, 16, 4)]
