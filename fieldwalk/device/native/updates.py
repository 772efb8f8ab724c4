"""The packaged app is renewed by the phone's own shop."""

from collections.abc import Callable


class NoUpdates:
    """ports.Updates where somebody else brings them."""

    async def waiting(self) -> bool:
        return False

    async def apply(self) -> bool:
        return False

    def listen(self, heard: Callable[[], None]) -> None:
        """Never heard of."""
