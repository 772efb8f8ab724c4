"""The API's description, made true: every operation names each refusal that it can answer with, in their one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from fieldwalk.domain.refusals import REFUSALS
from sync.server.access import Rule, rules_of

_ANYBODY = ("message_not_readable", "message_too_large", "something_broke", "store_away", "server_full")
"""What every operation may answer with."""
_GATED = ("sign_in_needed", "not_allowed", "right_ended", "phone_lost")
"""What those that ask for a right may answer with."""

_PROBLEM = "#/components/schemas/Problem"
_FASTAPIS_OWN = ("HTTPValidationError", "ValidationError")
"""Forms of answers that :mod:`sync.server.faults` leaves nobody to give."""


class Problem(BaseModel):
    """Why something was refused: a code that never changes, a sentence, and what to do next, in the caller's language.

    ``details`` say what it is about. ``may_retry``: the same again may succeed later.
    """

    code: str = Field(json_schema_extra={"enum": [*REFUSALS]})
    message: str
    next: str
    may_retry: bool
    details: dict[str, str] = Field(default_factory=dict)


def refusing(*codes: str) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses``: it refuses with these ``codes`` too, beside those that follow from its rule."""
    return {
        status: {"model": Problem, "description": _described(status, codes)}
        for status in sorted({REFUSALS[code].status for code in codes})
    }


def bytes_of(*content_types: str) -> dict[str, Any]:
    """The ``content`` of an answer or a body of any bytes, under these types."""
    return {content_type: {"schema": {"type": "string", "format": "binary"}} for content_type in content_types}


def taking(*content_types: str) -> dict[str, Any]:
    """For a route's ``openapi_extra``: its body is any bytes, under these types."""
    return {"requestBody": {"required": True, "content": bytes_of(*content_types)}}


def describe(app: FastAPI) -> None:
    """From here on ``app.openapi()`` says the whole truth about every operation; it is made when first asked for."""
    app.openapi = _describing(app)  # type: ignore[method-assign]


def _describing(app: FastAPI) -> Callable[[], dict[str, Any]]:
    made: dict[str, Any] = {}

    def described() -> dict[str, Any]:
        if not made:
            made.update(_description(app))
        return made

    return described


def _description(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    for route in app.routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                _complete(described["paths"][route.path_format][method.lower()], route)
    schemas = described["components"]["schemas"]
    for name in _FASTAPIS_OWN:
        schemas.pop(name, None)
    return described


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    responses: dict[str, Any] = operation["responses"]
    if str(responses.get("422", {})).find("HTTPValidationError") > 0:
        del responses["422"]
    codes = list(_following(operation, route))
    for status in sorted({REFUSALS[code].status for code in codes}):
        content = {"application/json": {"schema": {"$ref": _PROBLEM}}}
        responses.setdefault(str(status), {"description": _described(status, codes), "content": content})


def _following(operation: Mapping[str, Any], route: APIRoute) -> Iterable[str]:
    """The refusals that follow from what the operation is: its rule, its parameters, its body."""
    yield from _ANYBODY
    if any(isinstance(rule, Rule) for rule in rules_of(route)):
        yield from _GATED
    if "{" in route.path:
        yield "not_found"
    if operation.get("parameters") or "requestBody" in operation:
        yield "field_not_valid"


def _described(status: int, codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes if REFUSALS[code].status == status)
