"""What every database of the server's promises, whichever engine is below."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine


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
    def read(self) -> AbstractContextManager[Connection]:
        """One moment of the database, the same for every query in the block. Raises as :meth:`write` does."""

    @property
    @abstractmethod
    def version(self) -> str:
        """The engine by name and number, for the health page."""

    def close(self) -> None:
        """Give every connection back. Nothing may be asked afterwards."""
        self._engine.dispose()
