"""What a language is called in which somebody speaks."""

from __future__ import annotations

from fieldwalk.text.catalogues import text


def spoken(tag: str, language: str) -> str:
    """The name, in ``language``, of the language with the BCP 47 ``tag``; the tag itself where no catalogue has one."""
    try:
        return text(f"spoken.{tag.split('-')[0]}", language)
    except KeyError:
        return tag
