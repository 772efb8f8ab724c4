"""Those who want to be told, and how they stop being told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, ParamSpec

log = logging.getLogger(__name__)

Told = ParamSpec("Told")
Dispose = Callable[[], None]


class Listeners(Generic[Told]):
    """Listeners in the order in which they came. ``Told``: what each of them is called with."""

    def __init__(self) -> None:
        self._listeners: list[Callable[Told, object]] = []

    def subscribe(self, listener: Callable[Told, object]) -> Dispose:
        """``listener`` is called at every :meth:`tell` until the returned disposer is called, once or more often."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def tell(self, *args: Told.args, **kwargs: Told.kwargs) -> None:
        """Call everybody. What one of them raises is logged; it reaches neither the others nor the one who tells."""
        for listener in list(self._listeners):
            try:
                listener(*args, **kwargs)
            except Exception:
                log.exception("a listener failed")
