"""What every database of the server's promises, whichever engine is below."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from fieldwalk.domain.refusals import Refused
from sync.server.store.states import behind, draw

_DRAWN_AT_ONCE = 5000
"""Changes in one transaction: others may write between two of them."""

_LOG = logging.getLogger("fieldwalk.server")


class Database(ABC):
    """The source tables and the state tables. ``sqlite`` and ``postgres`` hold the two that there are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @abstractmethod
    def write(self, turn: str = "") -> AbstractContextManager[Connection]:
        """A transaction. When the block has ended its work is on the disk; when it raised, nothing of it is.

        No other transaction of the same ``turn``, in any process, runs at the same time. Raises
        :class:`Refused` ``store_away`` when the engine does not answer: the work may then be done or not.
        """

    @abstractmethod
    def read_sources(self) -> AbstractContextManager[Connection]:
        """One moment of the source tables, the same for every query in the block. Raises as :meth:`write` does."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """As :meth:`read_sources`, and the state tables show all that the journal held when the block began."""
        self._draw()
        with self.read_sources() as connection:
            yield connection

    def home(self, connection: Connection) -> str:  # noqa: ARG002  where nobody can tell
        """Another text after the engine's own means have restored a backup here; empty where nobody can tell."""
        return ""

    @property
    @abstractmethod
    def version(self) -> str:
        """The engine by name and number, for the health page."""

    def close(self) -> None:
        """Give every connection back. Nothing may be asked afterwards."""
        self._engine.dispose()

    def _draw(self) -> None:
        with self.read_sources() as connection:
            late = behind(connection)
        try:
            while late:
                with self.write("draw") as connection:
                    draw(connection, late[0], _DRAWN_AT_ONCE)
                    late = behind(connection)
        except (OperationalError, Refused):
            # Where nothing can be written any more, what was drawn before can still be read.
            _LOG.warning("the state tables could not be drawn", exc_info=True)
