"""Who may call a route: every route declares it as a dependency, or the application does not start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials as Shown
from fastapi.security import HTTPBearer
from starlette.routing import BaseRoute

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import RIGHTS, may
from sync.server.caller import Caller
from sync.server.central import Central

_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="What joining answered with")


class Ungated(RuntimeError):
    """A route has no rule: the application must not start."""


class Rule:
    """A route's rule, and the one that keeps it: the dependency gives the caller, or refuses.

    ``action`` is the right that the route asks for: one of the domain's table, or the application does not start.
    """

    def __init__(self, action: str, *, late: bool = False) -> None:
        """``late``: also for a resident whose token has ended, to hand in what they captured."""
        if action not in RIGHTS:
            raise Ungated(f"There is no right {action!r}: the table of roles and actions does not know it.")
        self.action, self._late = action, late

    def __call__(self, request: Request, shown: Annotated[Shown | None, Depends(_BEARER)]) -> Caller:
        if shown is None:
            raise Refused("sign_in_needed")
        caller = central_of(request).joining.caller(shown.credentials, late=self._late)
        if not may(caller.role, self.action):
            raise Refused("not_allowed")
        return caller


class Open:
    """The rule of a route that anybody may call, and why that is right."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __call__(self) -> None:
        return None


def central_of(request: Request) -> Central:
    """The server that the application was assembled around."""
    central: Central = request.app.state.central
    return central


AnyMember = Annotated[Caller, Depends(Rule("take_part"))]
Exporter = Annotated[Caller, Depends(Rule("export"))]
HandingIn = Annotated[Caller, Depends(Rule("take_part", late=True))]
Answerer = Annotated[Caller, Depends(Rule("answer"))]
Approver = Annotated[Caller, Depends(Rule("approve"))]
PhotoApprover = Annotated[Caller, Depends(Rule("approve.photo"))]
Revoker = Annotated[Caller, Depends(Rule("revoke"))]
Registrar = Annotated[Caller, Depends(Rule("register"))]
Auditor = Annotated[Caller, Depends(Rule("audit"))]
AccountKeeper = Annotated[Caller, Depends(Rule("accounts"))]
DeviceKeeper = Annotated[Caller, Depends(Rule("devices"))]
TemplateKeeper = Annotated[Caller, Depends(Rule("write.template"))]
Resident = Annotated[Caller, Depends(Rule("be_nobody"))]
Inviter = Annotated[Caller, Depends(Rule("invite"))]


async def _server(request: Request) -> Central:
    """As :func:`central_of`; a coroutine, because for anything else a route waits for a thread."""
    return central_of(request)


Server = Annotated[Central, Depends(_server)]


def refuse_ungated(routes: Iterable[BaseRoute]) -> None:
    """Raise :class:`Ungated` unless every route declares exactly one rule."""
    for route in routes:
        if len(rules_of(route)) != 1:
            raise Ungated(f"{getattr(route, 'path', route)} declares no rule, or more than one: say who may call it.")


def rules_of(route: BaseRoute) -> list[Rule | Open]:
    """The rules that ``route`` declares; none for a route of another kind than ours."""
    if not isinstance(route, APIRoute):
        return []
    return [call for call in _calls(route.dependant) if isinstance(call, Rule | Open)]


def _calls(dependant: Dependant) -> list[object]:
    return [call for inner in dependant.dependencies for call in (inner.call, *_calls(inner))]
