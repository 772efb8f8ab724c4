"""Asking the phone to keep our room for us: not before there is something to keep."""

from __future__ import annotations

import asyncio

from fieldwalk.data.store import Store
from fieldwalk.device.ports import Storage
from fieldwalk.services.joining import Joining


class Lasting:
    """Asks once a start, at the first mark or when a walk has been joined. ``promised`` is the phone's answer."""

    def __init__(self, store: Store, joining: Joining, storage: Storage) -> None:
        self._store = store
        self._joining = joining
        self._storage = storage
        self._changed = asyncio.Event()
        self._asking = asyncio.Lock()
        self.promised: bool | None = None

    async def run(self) -> None:
        """Wait for something worth keeping, then ask."""
        dispose = self._store.subscribe(lambda records: self._changed.set() if records & {"issue", "device"} else None)
        while not self.is_due():
            self._changed.clear()
            await self._changed.wait()
        dispose()
        await self.ask()

    def is_due(self) -> bool:
        """Whether there is something on this phone that is worth asking for."""
        return self._joining.me() is not None or self._store.count(None, "issue") > 0

    async def ask(self) -> bool:
        """The phone's answer; it is asked once, however often this is called."""
        async with self._asking:
            if self.promised is None:
                self.promised = await self._storage.persist()
            return self.promised
