"""Whatever somebody writes stays words."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.documents.markup import Html, joined, paragraphs, tag


class Reader(HTMLParser):
    """What a browser would take from the markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.attributes: dict[str, str | None] = {}
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_comes_back_as_it_was_in_an_element_and_in_an_attribute(words: str) -> None:
    reader = Reader(tag("p", words, title=words))
    assert reader.tags == ["p"]
    assert reader.words == words
    assert reader.attributes == {"title": words}


def test_markup_inside_markup_is_not_escaped_twice() -> None:
    assert tag("p", tag("b", "å & ä")) == "<p><b>å &amp; ä</b></p>"
    assert joined("<", Html("<br>"), None, "") == "&lt;<br>"


def test_attributes_are_written_as_html_writes_them() -> None:
    assert tag("a", "x", class_="y", aria_label="z", href=None) == '<a class="y" aria-label="z">x</a>'
    assert tag("img", src="a") == '<img src="a">'


def test_a_line_break_is_a_new_paragraph_in_its_own_direction() -> None:
    assert paragraphs("ett\n\n  \nسلام") == '<p dir="auto">ett</p><p dir="auto">سلام</p>'
