"""The organisations of a server: the one thing that is asked across them, by whoever runs it."""

from __future__ import annotations

from sqlalchemy import select

from sync.server.caller import KEEPER, Caller
from sync.server.store.database import Database
from sync.server.store.tables import ORGANISATIONS


def keepers(database: Database) -> list[Caller]:
    """For each organisation, in the order of their founding, a caller who holds all of it.

    Only for the command line: whoever has the data folder has everything in it already.
    """
    with database.read() as connection:
        ids = connection.scalars(select(ORGANISATIONS.c.organisation).order_by(ORGANISATIONS.c.organisation)).all()
    return [Caller(organisation, KEEPER, "company_admin") for organisation in ids]
