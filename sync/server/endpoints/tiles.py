"""The drawn neighbourhood as map tiles, for the desk's own GIS and for maps that know no vectors."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from fieldwalk.domain.refusals import Refused
from sync.server.access import Open, Server
from sync.server.demo.filling import TILES
from sync.server.demo.tiles import read_tile
from sync.server.description import bytes_of

router = APIRouter(tags=["map"])


@router.get(
    "/tiles/{zoom}/{x}/{y}.png",
    summary="A map tile (EPSG:3857, counted from the north-west)",
    response_class=Response,
    responses={200: {"description": "The tile", "content": bytes_of("image/png")}},
    dependencies=[Depends(Open("a drawing of streets and houses says nothing about anybody"))],
)
def tile(server: Server, zoom: int, x: int, y: int) -> Response:
    """A PNG of 256 pixels. Raises :class:`Refused` ``not_found`` where nothing is drawn."""
    file = server.settings.data / TILES
    drawn = read_tile(file, zoom, x, y) if file.exists() and 0 <= zoom <= 24 else None
    if drawn is None:
        raise Refused("not_found")
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})
