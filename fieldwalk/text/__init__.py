"""Every word that a person reads, by key and language, and how days and figures are written."""

from fieldwalk.text.catalogues import (
    LANGUAGES,
    CataloguesMissing,
    Language,
    direction,
    isolated,
    keys,
    language_of,
    plural,
    text,
)

__all__ = [
    "LANGUAGES",
    "CataloguesMissing",
    "Language",
    "direction",
    "isolated",
    "keys",
    "language_of",
    "plural",
    "text",
]
