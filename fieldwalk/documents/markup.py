"""HTML put together from elements: what is not markup already is escaped, always."""

from __future__ import annotations

from html import escape

_VOID = frozenset({"img", "meta", "br"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *inside: str | None, **attributes: str | int | None) -> Html:
    """The element ``name``. Text ``inside`` is escaped, :class:`Html` is not, ``None`` is nothing.

    Attributes are written ``class_`` and ``aria_label``; ``None`` leaves one out.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{joined(*inside)}</{name}>")


def joined(*parts: str | None) -> Html:
    """``parts`` one after another, escaped where they are no markup."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts if part))


def paragraphs(words: str, **attributes: str | int | None) -> Html:
    """A ``<p>`` for each line that somebody wrote, in the direction of its own letters."""
    rows = (row for row in words.split("\n") if row.strip())
    return joined(*(tag("p", row, dir="auto", **attributes) for row in rows))
