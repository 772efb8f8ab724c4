"""The packaged app has no first screen of its own: nothing ever waits."""

from collections.abc import Callable, Iterable

from fieldwalk.device.ports import Tap


class EmptyInbox:
    """ports.Inbox where there is none."""

    async def waiting(self) -> list[Tap]:
        return []

    async def forget(self, keys: Iterable[str]) -> None:
        """Nothing to forget."""

    def listen(self, heard: Callable[[], None]) -> None:
        """Never heard of."""

    def remember(self, walk: tuple[str, str] | None) -> None:
        """Nobody to remember it."""
