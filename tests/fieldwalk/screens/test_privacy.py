"""Everybody can read, with no network, what is kept of them, why, for how long, and whom to ask."""

from __future__ import annotations

import pytest

from fieldwalk import routes
from fieldwalk.domain.retention import KEPT
from fieldwalk.text import text
from tests.fieldwalk.screens.in_use import in_use, opened
from tests.screens_sample import SamplePhone

TALL = (412, 4000)


@pytest.mark.parametrize("role", ["nobody", "walker", "coordinator"])
async def test_every_kind_of_record_is_there_with_what_it_is_for(role: str) -> None:
    async with in_use(role, routes.MORE, TALL) as app:
        await app.press("Så hanteras de")
        assert app.route == routes.PRIVACY
        assert {text(f"retention.{kind}.purpose", "sv") for kind in KEPT} <= set(app.texts)


async def test_the_periods_are_those_of_the_organisation() -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    phone.fieldwalk.walks._pen.write("organisation", "org-fittja", title="Fittja Bostäder", keep_photo=6)
    async with opened(phone, routes.PRIVACY, TALL) as app:
        assert "6 månader efter den sista ändringen. Grund: allmänt intresse." in app.texts
        assert any(words.endswith("Fråga Fittja Bostäder.") for words in app.texts)
