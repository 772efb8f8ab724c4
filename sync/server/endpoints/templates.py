"""Templates that other organisations on the server share: to read, and to take a copy of."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from fieldwalk.domain.records import OWN, Template
from fieldwalk.domain.templates import Shared
from sync.server.access import Server, TemplateKeeper
from sync.server.description import refusing
from sync.server.store.shared import shared_one, shared_with
from sync.server.writer import Writer

router = APIRouter(prefix="/api/v1", tags=["templates"])


class SharedTemplate(BaseModel):
    """A checklist of another organisation, in the version that it is shared in now."""

    id: str
    organisation: str = Field(description="What it is called")
    title: str
    version: int
    questions: str = Field(description="One a line")


class Copied(BaseModel):
    """The copy that is the caller's organisation's own from now on."""

    id: str


@router.get("/templates/shared", summary="Checklists that other organisations share")
def shared(caller: TemplateKeeper, server: Server) -> list[SharedTemplate]:
    """By the organisations' names. Nothing else of another organisation is told anywhere."""
    with server.database.read() as connection:
        return [_told(each) for each in shared_with(connection, caller.organisation)]


@router.post(
    "/templates/shared/{template_id}/copies",
    summary="Take a copy of a shared checklist",
    status_code=201,
    responses=refusing("not_found"),
)
def copy(template_id: str, caller: TemplateKeeper, server: Server) -> Copied:
    """The copy says whose it was and which version. What becomes of the other later changes nothing in it."""
    with server.database.read() as connection:
        found = shared_one(connection, caller.organisation, template_id)
    writer = Writer(server, caller)
    copied = writer.write(
        Template.name,
        title=found.title,
        version=1,
        questions=found.questions,
        sharing=OWN,
        origin=found.organisation,
        origin_version=found.version,
    )
    writer.commit()
    return Copied(id=copied)


def _told(found: Shared) -> SharedTemplate:
    return SharedTemplate(**vars(found))
