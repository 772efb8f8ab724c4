"""A newer version of the app: told quietly, taken when nobody is walking."""

from __future__ import annotations

from collections.abc import Callable

from fieldwalk.device.ports import Updates
from fieldwalk.domain.refusals import Refused
from fieldwalk.listeners import Dispose, Listeners
from fieldwalk.services.walks import Walks


class Updating:
    """``ready`` is True while a newer version waits on this phone."""

    def __init__(self, updates: Updates, walks: Walks) -> None:
        self._updates = updates
        self._walks = walks
        self._listeners: Listeners[[]] = Listeners()
        self.ready = False

    async def run(self) -> None:
        """Look once, then listen."""
        self._updates.listen(self._came)
        if await self._updates.waiting():
            self._came()

    async def apply(self) -> None:
        """Start the newer version. Raises :class:`Refused` ``step_not_allowed`` while a walk is under way."""
        if self._walks.under_way() is not None:
            raise Refused("step_not_allowed")
        await self._updates.apply()

    def subscribe(self, listener: Callable[[], object]) -> Dispose:
        """Call ``listener`` when a newer version has come, until the returned disposer is called."""
        return self._listeners.subscribe(listener)

    def _came(self) -> None:
        self.ready = True
        self._listeners.tell()
