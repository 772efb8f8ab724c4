"""Words that are being written and not saved yet, wherever on the screen they stand."""

from __future__ import annotations

from collections.abc import Callable

Keep = Callable[[], None]


class Unsaved:
    """Knows every field that may hold unsaved words, so that they can be saved when there is no time to rest."""

    def __init__(self) -> None:
        self._held: list[Keep] = []

    def hold(self, keep: Keep) -> Callable[[], None]:
        """``keep`` saves what its field holds, and nothing when nothing is new. Held until the disposer is called."""
        self._held.append(keep)
        return lambda: self._held.remove(keep) if keep in self._held else None

    def keep(self) -> None:
        """Save all of it. A field whose words cannot be saved stops no other; its error is raised at the end."""
        first: Exception | None = None
        for keep in list(self._held):
            try:
                keep()
            except Exception as error:
                first = first or error
        if first is not None:
            raise first
