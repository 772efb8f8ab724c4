"""The app in use, with no client: what the specifications of the screens hold in their hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlite_utils import Database

from fieldwalk import routes
from fieldwalk.data.store import ALL
from fieldwalk.domain.records import Action, Issue, Walk
from fieldwalk.screens.app import show
from tests.fakes.flet_client import Client
from tests.screens_sample import SamplePhone

Held = TypeVar("Held")
DESCRIBED = routes.issue("{under_way}", "{described}")
"""A place of the walk under way that something is told of."""

OWN_WORDS = "Med egna ord"
"""The label of the field for what is told of a place."""

SMALL, PHONE, TABLET, DESK = (360, 740), (412, 915), (800, 1000), (1440, 900)


class App(Client):
    """A client in which ``phone`` is open. Walks and places go by their names in the sample, or by their ids."""

    def __init__(self, phone: SamplePhone, route: str, size: tuple[int, int], methods: dict[str, Any]) -> None:
        super().__init__(lambda page: show(page, phone.fieldwalk), route.format_map(phone.names), size, methods)
        self.phone, self.fieldwalk = phone, phone.fieldwalk
        self.names, self.store = phone.names, phone.fieldwalk.store

    @property
    def route(self) -> str:
        return str(self.page.route)

    def walk(self, name: str) -> Walk:
        """As the phone holds it now."""
        return held(self.store.walk(self.names.get(name, name)))

    def issue(self, name: str) -> Issue:
        """As the phone holds it now."""
        return held(self.store.issue(self.names.get(name, name)))

    def action(self, name: str) -> Action:
        """What is done about the place, as the phone holds it now."""
        return held(self.store.action(self.names.get(name, name)))

    def issue_named(self, words: str) -> Issue:
        """The place whose words begin so."""
        return next(issue for issue in self.store.by_need("all", ALL) if (issue.words or "").startswith(words))


def held(found: Held | None) -> Held:
    """What must be there."""
    assert found is not None
    return found


def killed(phone: SamplePhone) -> SamplePhone:
    """``phone`` with a new app over what is on its disk at this moment; the old one is never heard of again."""
    disk = Database(memory=True)
    phone.database.conn.backup(disk.conn)
    later = SamplePhone(phone.role, disk)
    later.names, later.clock._now = phone.names, phone.clock.now()
    return later


@asynccontextmanager
async def in_use(
    role: str = "leader", route: str = routes.HOME, size: tuple[int, int] = PHONE, **methods: Any
) -> AsyncIterator[App]:
    """A filled phone of ``role`` with the app open at ``route``, which may say ``{finished}`` for a walk's id.

    ``methods``: what the client answers when it is asked to do something.
    """
    phone = SamplePhone(role)
    await phone.fill()
    async with opened(phone, route, size, **methods) as app:
        yield app


@asynccontextmanager
async def opened(
    phone: SamplePhone, route: str = routes.HOME, size: tuple[int, int] = PHONE, **methods: Any
) -> AsyncIterator[App]:
    """As :func:`in_use`, with a phone that was prepared."""
    async with App(phone, route, size, methods) as app:
        yield app


@asynccontextmanager
async def writing(words: str) -> AsyncIterator[App]:
    """A leader has written ``words`` about the place that is :data:`DESCRIBED`, and is in their field still."""
    async with in_use("leader", DESCRIBED) as app:
        await app.write(OWN_WORDS, words)
        yield app
