"""The audit log, for the auditor: who read what is classed, handed it out, or let people in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from sync.server.access import Auditor, Server

router = APIRouter(prefix="/api/v1", tags=["audit"])


class AuditLine(BaseModel):
    """One line. Residents are not named: ``person`` is then empty."""

    number: int
    at: int = Field(description="UTC milliseconds")
    person: str
    role: str
    act: str
    about: dict[str, Any]


@router.get("/audit", summary="Read the audit log")
def audit(caller: Auditor, server: Server, after: Annotated[int, Query(ge=0, le=2**62)] = 0) -> list[AuditLine]:
    """The lines after number ``after``, oldest first, some hundred at a time. Reading it leaves a line too."""
    server.audit.noted(caller, "read", what="audit", after=after)
    return [AuditLine(**asdict(line)) for line in server.audit.lines(caller.organisation, after)]
