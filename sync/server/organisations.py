"""The organisations of a server: the one thing that is asked across them, by whoever runs it."""

from __future__ import annotations

from sqlalchemy import select

from sync.server.caller import Caller
from sync.server.store.database import Database
from sync.server.store.tables import ORGANISATIONS

_KEEPER = "keeper"
"""Who runs the server, in a change's place for a person."""


def keepers(database: Database) -> list[Caller]:
    """For each organisation, in the order of their founding, a caller who holds all of it.

    Only for the command line: whoever has the data folder has everything in it already.
    """
    with database.read() as connection:
        ids = connection.scalars(select(ORGANISATIONS.c.organisation).order_by(ORGANISATIONS.c.organisation)).all()
    return [Caller(organisation, _KEEPER, "company_admin") for organisation in ids]
