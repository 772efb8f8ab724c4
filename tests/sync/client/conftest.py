"""A server, a clock, and as many phones as a test wants."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.device import FakeClock
from tests.fakes.little_server import LittleServer
from tests.sync.client.phones import Phone


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server() -> LittleServer:
    return LittleServer()


@pytest.fixture
def phone_of(tmp_path: Path, server: LittleServer, clock: FakeClock) -> Iterator[Callable[[str], Phone]]:
    phones: list[Phone] = []

    def make(replica: str) -> Phone:
        phones.append(Phone(tmp_path / f"{replica}.db", replica, server, clock))
        return phones[-1]

    yield make
    for phone in phones:
        phone.close()


@pytest.fixture
def phone(phone_of: Callable[[str], Phone]) -> Phone:
    return phone_of("aaaaaaaa")
