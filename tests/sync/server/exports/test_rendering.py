"""One door to every format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldwalk.domain.refusals import Refused
from sync.server.exports import FORMATS, render
from sync.server.exports.rendering import filename
from tests.documents_sample import bare, sample

BEGINNINGS = {"pdf": b"%PDF-", "html": b"<!doctype html>", "csv": b"\xef\xbb\xbfNr;", "geojson": b"{", "gpx": b"<?xml"}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_comes_as_what_it_says_it_is(format: str) -> None:  # noqa: A002
    rendered = render(format, sample(), "sv")
    assert rendered.content.startswith(BEGINNINGS[format])
    assert rendered.filename == f"2026-11-12-trygghetsvandring-i-ekbacken.{format}"
    assert "/" in rendered.content_type


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_takes_a_walk_with_nothing_in_it(format: str) -> None:  # noqa: A002
    assert render(format, bare(), "en").filename == f"2026-11-12-safety-walk.{format}"


def test_a_format_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        render("doc", sample(), "sv")
    assert refused.value.code == "format_not_known"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Åsögränd & Älvvägen: 3/4", "2026-11-12-asogrand-alvvagen-3-4"),
        ("../../etc/passwd\x00", "2026-11-12-etc-passwd"),
        ("جولة", "2026-11-12-trygghetsvandring"),
        ("x" * 300, "2026-11-12-" + "x" * 60),
    ],
)
def test_a_name_is_one_that_every_file_system_takes(title: str, name: str) -> None:
    assert filename(replace(sample(), title=title), "sv") == name
