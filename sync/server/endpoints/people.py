"""What is kept of a person, for who answers them when they ask."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from fieldwalk.text import Language
from sync.server import register
from sync.server.access import Registrar, Server

router = APIRouter(prefix="/api/v1", tags=["personal data"])


class Reason(BaseModel):
    """Why something is kept, and for how many months; ``null``: while the company is here."""

    kind: str
    purpose: str
    ground: str
    months: int | None


class Extract(BaseModel):
    """All that is kept of one person, and why. Moments are UTC milliseconds."""

    person: str
    organisation: str
    made_at: int
    record: dict[str, Any] | None = Field(description="Their own record, if they are staff")
    written: list[dict[str, Any]]
    set_aside: list[dict[str, Any]] = Field(description="What was refused, or waits for a yes")
    files: list[dict[str, Any]]
    account: dict[str, Any] | None
    invitations: list[dict[str, Any]]
    entrances: list[dict[str, Any]]
    audit: list[dict[str, Any]]
    not_found: str = Field(description="What cannot be found of anybody, in words")
    kept: list[Reason]


@router.get("/people/{person_id}/extract", summary="All that is kept of a person")
def extract(
    person_id: str, response: Response, caller: Registrar, server: Server, language: Language = "sv"
) -> Extract:
    """For the one who asks what is kept of them (article 15), no stricter than the caller sees.

    Somebody of whom nothing is kept and somebody of another organisation look the same.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = 'attachment; filename="extract.json"'
    return Extract(**register.extract(server, caller, person_id, language))
