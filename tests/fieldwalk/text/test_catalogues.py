"""Every key in every language, with the same blanks; every word of the domain; nothing that no one uses."""

import ast
import re
import unicodedata
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES, EST_CATEGORIES, KINDS, LIGHTS, SEVERITIES, UNKNOWN_CATEGORY
from fieldwalk.domain.guard import KINDS as KINDS_FOUND
from fieldwalk.domain.records import RECORDS, WALK_STATES
from fieldwalk.domain.refusals import REFUSALS
from fieldwalk.domain.roles import ROLES
from fieldwalk.domain.secrecy import CLASSES
from fieldwalk.text import LANGUAGES, CataloguesMissing, catalogues, direction, keys, language_of, plural, text

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


FORMS = {"sv": 2, "en": 2, "ar": 6}
"""How many forms a language has for so many of a thing."""


@cache
def entries(language: str) -> dict[str | tuple[str, int], str]:
    """All that the catalogues of ``language`` hold; a text that counts stands there once for each form."""
    found: dict[str | tuple[str, int], str] = {}
    catalogue = catalogues._catalogue(language)
    while catalogue is not None:
        found |= catalogue._catalog  # type: ignore[attr-defined]
        catalogue = catalogue._fallback  # type: ignore[attr-defined]
    return found


def forms(key: str, language: str) -> list[str]:
    """The one form of a text, or all of a text that counts."""
    return [form for name, form in entries(language).items() if key == (name[0] if isinstance(name, tuple) else name)]


def blanks(key: str, language: str) -> set[str]:
    return {name for form in forms(key, language) for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_stands_in_each_language(language: str) -> None:
    assert keys(language) == keys("sv")


@pytest.mark.parametrize("language", OTHERS)
def test_the_blanks_of_a_text_are_the_same_in_each_language(language: str) -> None:
    assert {key: blanks(key, language) for key in keys("sv")} == {key: blanks(key, "sv") for key in keys("sv")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key in keys(language) if key and not all(form.strip() for form in forms(key, language))] == []


def test_every_word_of_the_domain_has_a_text() -> None:
    assert keys("sv") >= DOMAIN_KEYS


def test_a_text_is_filled() -> None:
    assert text("walk.marked", "sv", number=7) == "Plats 7 sparad i telefonen"


def test_one_and_many_differ() -> None:
    assert [plural("count.photos", count, "sv") for count in (0, 1, 2)] == ["0 bilder", "1 bild", "2 bilder"]


def test_arabic_has_a_form_for_none_one_two_few_many_and_hundreds() -> None:
    told = [re.sub("[\u200f\u2068\u2069]", "", plural("count.issues", count, "ar")) for count in (0, 1, 2, 3, 11, 100)]
    assert told == ["لا أماكن", "مكان واحد", "مكانان", "3 أماكن", "11 مكانًا", "100 مكان"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_counts_has_every_form_of_its_language(language: str) -> None:
    counting = {key[0] for key in entries(language) if isinstance(key, tuple)}
    assert {key: len(forms(key, language)) for key in counting} == dict.fromkeys(
        counting, FORMS[language]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_for_help_are_the_same_in_each_language(language: str) -> None:
    for key, number in (("help.call_112", "112"), ("help.call_11414", "114 14"), ("help.open", "114 14")):
        assert number in text(key, language)


def test_digits_are_those_of_sweden_in_every_language() -> None:
    arabic = "".join(form for key in keys("ar") if key for form in forms(key, "ar"))
    assert not re.search("[٠-٩۰-۹]", arabic)


def test_each_language_has_a_direction_and_its_own_name() -> None:
    assert [direction(language) for language in LANGUAGES] == ["ltr", "ltr", "rtl"]
    assert [text(f"more.language.{each}", "sv") for each in LANGUAGES] == ["Svenska", "English", "العربية"]


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
    assert text("safe.of", "ar", safe=31, all=40) == "\u200f\u206831\u2069 من \u206840\u2069"


def test_a_date_inside_a_right_to_left_text_is_read_from_the_right_itself() -> None:
    """Of blanks alone a reader's program would make a run from left to right: year, month, day."""
    day = text("moment.day", "ar", day=12, month="نوفمبر")
    assert unicodedata.bidirectional(day[0]) == "R"


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


def test_every_record_that_a_paper_counts_has_a_name() -> None:
    assert all(text(f"record.{record}", language) for record in RECORDS for language in LANGUAGES)
