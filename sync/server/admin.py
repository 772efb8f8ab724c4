"""The commands of the server's keeper: founding an organisation, and who may sign in to it."""

from __future__ import annotations

from typing import Any

import click

from fieldwalk.domain.records import Organisation, Person
from fieldwalk.domain.roles import STAFF
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.inviting import Wanted, invite
from sync.server.organisations import keepers
from sync.server.store.holdings import Holdings
from sync.server.terminal import address, central, data, plainly
from sync.server.writer import Writer, found

_organisation = click.option("--organisation", help="Its id, where the server has more than one.")


@click.group()
def admin() -> None:
    """What only the server's keeper does."""


@admin.command(name="found")
@click.argument("title")
@click.option("--name", default="", help="The first administrator's name.")
@click.option("--login", default="", help="What they sign in with: then the link leads to choosing a password.")
@data
@address
def found_(title: str, name: str, login: str, **chosen: Any) -> None:
    """Found an organisation, and print the link by which its first administrator enters."""
    with plainly(), central(chosen, new=True) as server:
        caller = found(server, title)
        if login:
            click.echo(invite(server, caller, Wanted(login, caller.role, name or title)).url)
            return
        person = Writer(server, caller)
        person_id = person.write(Person.name, title=name or title, role=caller.role)
        person.commit()
        click.echo(server.joining.invite(caller.organisation, caller.role, person_id=person_id).url)


@admin.command(name="invite")
@click.argument("login")
@click.option("--role", type=click.Choice(STAFF), required=True)
@click.option("--name", default="", help="Their name, for somebody who has no account yet.")
@_organisation
@data
@address
def invite_(login: str, role: str, name: str, organisation: str | None, **chosen: Any) -> None:
    """Print a link by which LOGIN chooses a password: the first, or a new one when it was lost."""
    with plainly(), central(chosen) as server:
        click.echo(invite(server, one_keeper(server, organisation), Wanted(login, role, name)).url)


@admin.command(name="accounts")
@data
def accounts_(**chosen: Any) -> None:
    """List who may sign in, a line each: organisation, role, second factor, login, name."""
    with plainly(), central(chosen) as server:
        for caller in keepers(server.database):
            for account, name in server.accounts.of(caller):
                state = "closed" if account.closed_at else "2nd" if account.totp else "-"
                click.echo(f"{caller.organisation}  {account.role}  {state}  {account.login}  {name}")


@admin.command(name="close")
@click.argument("login")
@_organisation
@data
def close_(login: str, organisation: str | None, **chosen: Any) -> None:
    """Close LOGIN's account: nobody signs in to it, and its devices forget what they hold."""
    with plainly(), central(chosen) as server:
        caller = one_keeper(server, organisation)
        account = next((each for each, _ in server.accounts.of(caller) if each.login == login.casefold()), None)
        if account is None:
            raise ValueError(f"Nobody signs in as {login!r} here. `fieldwalk admin accounts` lists who does.")
        click.echo(f"{server.accounts.close(caller, account.id)} devices are out at their next contact.")


def one_keeper(server: Central, organisation: str | None) -> Caller:
    """Who holds the organisation that is meant. Raises ``ValueError`` where that is not plain, and lists them."""
    callers = keepers(server.database)
    meant = [caller for caller in callers if organisation in (None, caller.organisation)]
    if len(meant) == 1:
        return meant[0]
    with server.database.read() as connection:
        titles = [Holdings(connection, caller).record(Organisation, caller.organisation).title for caller in callers]
    known = ", ".join(f"{caller.organisation} ({title})" for caller, title in zip(callers, titles, strict=True))
    raise ValueError(f"Name the organisation with --organisation. There are: {known or 'none'}.")
