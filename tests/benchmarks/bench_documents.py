"""How long a summary takes, with photos as large as a phone sends them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PIL import Image

from fieldwalk.documents.page import page
from fieldwalk.domain.points import Point
from fieldwalk.domain.summary import Summary
from sync.server.exports import render
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.machine import milliseconds
from tests.documents_sample import many

POINTS = 40


def bench_summaries() -> Iterator[Figure]:
    """Forty points, each with a long text and two photos of its own of 1600 x 1200 pixels."""
    summary = with_own_photos(many(POINTS))
    photos = 2 * POINTS
    pdf = milliseconds(partial(render, "pdf", summary, "sv")) / 1000
    html = milliseconds(partial(page, summary, "sv")) / 1000
    yield at_most(f"Summary as PDF, {POINTS} points, {photos} photos of {len(_photo()) // 1000} kB", pdf, "s", 10)
    yield at_most(f"Summary as a page, {POINTS} points, {photos} photos inside", html, "s", 10)


def with_own_photos(summary: Summary) -> Summary:
    content = _photo()
    points = tuple(_own(point) for point in summary.points)
    return replace(summary, points=points, picture=lambda _: content)


def _own(point: Point) -> Point:
    named = (
        replace(picture, sha256=hashlib.sha256(f"{point.id}{n}".encode()).hexdigest())
        for n, picture in enumerate(point.pictures)
    )
    return replace(point, pictures=tuple(named))


def _photo() -> bytes:
    """Noise over a gradient packs about as badly as leaves and gravel do."""
    noise = Image.effect_noise((1600, 1200), 24).convert("RGB")
    file = io.BytesIO()
    Image.blend(Image.linear_gradient("L").resize((1600, 1200)).convert("RGB"), noise, 0.4).save(
        file, "JPEG", quality=70
    )
    return file.getvalue()
