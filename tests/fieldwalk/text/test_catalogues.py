"""Every key in every language, with the same blanks; every word of the domain; nothing that no one uses."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES, EST_CATEGORIES, KINDS, LIGHTS, SEVERITIES, UNKNOWN_CATEGORY
from fieldwalk.domain.guard import KINDS as KINDS_FOUND
from fieldwalk.domain.records import WALK_STATES
from fieldwalk.domain.refusals import REFUSALS
from fieldwalk.domain.roles import ROLES
from fieldwalk.domain.secrecy import CLASSES
from fieldwalk.text import LANGUAGES, CataloguesMissing, catalogues, keys, language_of, plural, text

ROOT = Path(__file__).resolve().parents[3] / "fieldwalk"
OTHERS = LANGUAGES[1:]
DOMAIN_KEYS = {
    *(f"category.{name}" for name in (*CATEGORIES, *EST_CATEGORIES, UNKNOWN_CATEGORY)),
    *(f"kind.{name}" for name in KINDS),
    *(f"severity.{name}" for name in SEVERITIES),
    *(f"light.{name}" for name in LIGHTS),
    *(f"state.{name}" for name in STATES),
    *(f"walk_state.{name}" for name in WALK_STATES),
    *(f"role.{name}" for name in ROLES),
    *(f"secrecy.{name}" for name in CLASSES),
    *(f"guard.kind.{name}" for name in KINDS_FOUND),
    *(f"refusal.{code}" for code in REFUSALS),
    *(f"refusal.{code}.next" for code in REFUSALS),
}


def pattern(key: str, language: str) -> str:
    return text_or_plural(catalogues._catalogue(language), key)


def text_or_plural(catalogue: object, key: str) -> str:
    entries = catalogue._catalog  # type: ignore[attr-defined]
    if key in entries:
        return str(entries[key])
    if (key, 0) in entries:
        return " ".join(str(entries[key, form]) for form in (0, 1))
    return text_or_plural(catalogue._fallback, key)  # type: ignore[attr-defined]


def blanks(key: str, language: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern(key, language)) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_stands_in_each_language(language: str) -> None:
    assert keys(language) == keys("sv")


@pytest.mark.parametrize("language", OTHERS)
def test_the_blanks_of_a_text_are_the_same_in_each_language(language: str) -> None:
    assert {key: blanks(key, language) for key in keys("sv")} == {key: blanks(key, "sv") for key in keys("sv")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key in keys(language) if key and not pattern(key, language).strip()] == []


def test_every_word_of_the_domain_has_a_text() -> None:
    assert keys("sv") >= DOMAIN_KEYS


def test_a_text_is_filled() -> None:
    assert text("walk.marked", "sv", number=7) == "Plats 7 sparad i telefonen"


def test_one_and_many_differ() -> None:
    assert [plural("count.photos", count, "sv") for count in (0, 1, 2)] == ["0 bilder", "1 bild", "2 bilder"]


def test_a_key_that_nobody_wrote_is_an_error_and_never_shown() -> None:
    with pytest.raises(KeyError):
        text("walk.no_such_words", "sv")
    with pytest.raises(KeyError):
        plural("count.no_such_words", 2, "en")


def test_a_device_in_another_language_gets_the_first_one() -> None:
    assert [language_of(wanted) for wanted in ("en-GB", "sv_SE", "fi", None, "")] == [
        "en",
        "sv",
        "sv",
        "sv",
        "sv",
    ]


def test_numbers_are_runs_of_their_own_in_a_right_to_left_text() -> None:
    assert catalogues.isolated("31", "ar") == "\u206831\u2069"
    assert catalogues.isolated("31", "sv") == "31"


def test_texts_that_were_never_compiled_name_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues.resources, "files", lambda package: tmp_path)
    catalogues._catalogue.cache_clear()
    try:
        with pytest.raises(CataloguesMissing, match="make setup"):
            text("go.back", "sv")
    finally:
        catalogues._catalogue.cache_clear()


def literals(folder: Path) -> tuple[set[str], set[str]]:
    """The whole strings in the Python files under ``folder``, and the beginnings of the composed ones."""
    whole, beginnings = set(), set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, {start for start in beginnings if re.fullmatch(r"[a-z_]+\.([a-z_.]+)?", start)}


def test_no_text_is_left_that_nobody_shows() -> None:
    own = re.findall(r'^msgid "(.+)"', (ROOT / "text/sv/LC_MESSAGES/fieldwalk.po").read_text(), re.MULTILINE)
    whole, beginnings = literals(ROOT)
    unused = [
        key for key in own if key not in whole and not key.startswith(tuple(beginnings)) and key not in DOMAIN_KEYS
    ]
    assert unused == []
