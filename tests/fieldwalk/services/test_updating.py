"""A newer version is told quietly and never taken in the middle of a walk."""

import pytest

from fieldwalk.domain.refusals import Refused
from tests.fieldwalk.services.conftest import Phone


async def test_a_newer_version_is_told_when_it_comes_and_at_the_start(phone: Phone) -> None:
    updating, told = phone.fieldwalk.updating, []
    dispose = updating.subscribe(lambda: told.append(updating.ready))
    await updating.run()
    assert (updating.ready, told) == (False, [])
    phone.updates.come()
    assert told == [True]
    dispose()
    await updating.run()
    assert (updating.ready, told) == (True, [True])


async def test_it_waits_for_the_end_of_the_walk(phone: Phone, walk_id: str) -> None:
    phone.updates.come()
    with pytest.raises(Refused) as refused:
        await phone.fieldwalk.updating.apply()
    assert (refused.value.code, phone.updates.applied) == ("step_not_allowed", 0)
    phone.fieldwalk.walks.finish(walk_id)
    await phone.fieldwalk.updating.apply()
    assert phone.updates.applied == 1
