"""The API described: its OpenAPI, and pages to read it in. Every byte comes from this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import APIRouter, Depends, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import FileResponse, Response

from fieldwalk.domain.refusals import Refused
from sync.server.access import Open
from sync.server.appfiles import inline_hashes
from sync.server.headers import policy

_PUBLIC = Depends(Open("the API is documented in public"))

router = APIRouter(prefix="/api", include_in_schema=False, dependencies=[_PUBLIC])

_FILES = Path(fastapi_offline.__file__).parent / "static"
_SERVED = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css", "favicon.png": "image/png"}


@router.get("/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """The whole API as OpenAPI 3.1."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/docs")
def docs(request: Request) -> Response:
    """The API to read and to try."""
    page = get_swagger_ui_html(
        openapi_url="/api/openapi.json",
        title=request.app.title,
        swagger_js_url="/api/docs/swagger-ui-bundle.js",
        swagger_css_url="/api/docs/swagger-ui.css",
        swagger_favicon_url="/api/docs/favicon.png",
    )
    page.headers["Content-Security-Policy"] = policy(inline_hashes(bytes(page.body)))
    return page


@router.get("/docs/{name}")
def docs_file(name: str) -> FileResponse:
    """The files of the reading page."""
    if name not in _SERVED:
        raise Refused("not_found")
    return FileResponse(_FILES / name, media_type=_SERVED[name])
