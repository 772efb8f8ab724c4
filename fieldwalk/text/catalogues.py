"""The catalogues (gettext, symbolic keys) and the two functions that look a text up."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, get_args

Language = Literal["sv", "en", "ar"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages with a catalogue; the first is what stands in for a language that has none."""

_RIGHT_TO_LEFT = frozenset({"ar"})

_ISOLATE, _END, _FROM_THE_RIGHT = "\u2068", "\u2069", "\u200f"


class CataloguesMissing(RuntimeError):
    """The texts have not been compiled on this machine."""


def text(key: str, language: str, **values: object) -> str:
    """The text ``key`` in ``language``, its ``{names}`` filled from ``values``.

    Raises :class:`KeyError` for a key that no catalogue has: a screen never shows a key.
    """
    found = _catalogue(language_of(language)).gettext(key)
    if found == key:
        raise KeyError(key)
    return _filled(found, language, values)


def plural(key: str, count: int, language: str, **values: object) -> str:
    """The text ``key`` in the form that ``count`` takes in ``language``; ``{count}`` is filled too."""
    found = _catalogue(language_of(language)).ngettext(key, key, count)
    if found == key:
        raise KeyError(key)
    return _filled(found, language, {"count": count, **values})


def keys(language: str) -> frozenset[str]:
    """Every key that ``language`` has."""
    return frozenset(_keys(_catalogue(language_of(language))))


def language_of(wanted: str | None) -> str:
    """Our language for ``wanted`` (such as ``en-GB``); the first of :data:`LANGUAGES` for all others."""
    short = (wanted or "").replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way ``language`` is read, in the word that HTML has for it."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def isolated(value: object, language: str) -> str:
    """``value`` as a run of its own, so that '31 av 31' keeps its order in a right-to-left sentence."""
    return f"{_ISOLATE}{value}{_END}" if direction(language) == "rtl" else str(value)


def _filled(pattern: str, language: str, values: dict[str, object]) -> str:
    """Whatever fills a right-to-left text, the whole is read from the right, also as a part of another text."""
    filled = pattern.format(**{name: isolated(value, language) for name, value in values.items()})
    return f"{_FROM_THE_RIGHT}{filled}" if values and direction(language) == "rtl" else filled


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """All compiled catalogues of ``language`` as one; a room may keep one of its own in the folder."""
    folder = resources.files(__package__) / language / "LC_MESSAGES"
    compiled = sorted((item for item in _files(folder) if item.name.endswith(".mo")), key=lambda item: item.name)
    if not compiled:
        raise CataloguesMissing(f"The texts in '{language}' are not compiled. Run `make setup`.")
    first, *rest = [_read(item) for item in compiled]
    for other in rest:
        first.add_fallback(other)
    return first


def _files(folder: Traversable) -> list[Traversable]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _read(compiled: Traversable) -> gettext.GNUTranslations:
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _keys(catalogue: gettext.NullTranslations | None) -> Iterator[str]:
    """Gettext has no list of its keys; a plural's key stands there once per form."""
    while catalogue is not None:
        for key in getattr(catalogue, "_catalog", {}):
            yield key[0] if isinstance(key, tuple) else key
        catalogue = getattr(catalogue, "_fallback", None)
