"""Everything that goes wrong becomes one kind of answer here: a code, a sentence, the next step."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from fieldwalk.domain.refusals import Refused
from fieldwalk.text import LANGUAGES, text

_LOG = logging.getLogger("fieldwalk.server")

_BY_STATUS = {404: "not_found", 405: "not_found", 413: "message_too_large", 401: "sign_in_needed", 403: "not_allowed"}


def answer(refused: Refused, language: str) -> Response:
    """``refused`` as JSON in ``language``: ``code``, ``message``, ``next`` and what it is about."""
    status = refused.refusal.status
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if "seconds" in refused.details:
        headers["Retry-After"] = str(refused.details["seconds"])
    return JSONResponse(body_of(refused, language), status, headers)


def body_of(refused: Refused, language: str) -> dict[str, Any]:
    """What a refusal says, in ``language``."""
    key = f"refusal.{refused.code}"
    return {
        "code": refused.code,
        "message": text(key, language, **refused.details),
        "next": text(f"{key}.next", language, **refused.details),
        "may_retry": refused.refusal.may_retry,
        "details": {name: str(value) for name, value in refused.details.items()},
    }


def language_for(request: Request) -> str:
    """The first language of ours that the caller asks for; Swedish when none is."""
    asked = (part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(","))
    return next((language for language in asked if language in LANGUAGES), LANGUAGES[0])


def install(app: FastAPI) -> None:
    """From here on no answer of ``app`` to a fault has another form, and none shows a traceback."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _store)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _broke)


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Refused)
    return answer(fault, language_for(request))


async def _not_valid(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)
    first = fault.errors()[0]
    if first["type"] == "json_invalid" or len(first["loc"]) < 2:
        return answer(Refused("message_not_readable"), language_for(request))
    field = ".".join(str(part) for part in first["loc"][1:])
    return answer(Refused("field_not_valid", field=field), language_for(request))


async def _http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    code = _BY_STATUS.get(fault.status_code, "message_not_readable")
    response = answer(Refused(code), language_for(request))
    response.status_code = fault.status_code
    response.headers.update(fault.headers or {})
    return response


async def _store(request: Request, fault: Exception) -> Response:
    if "full" in str(fault):
        return answer(Refused("server_full"), language_for(request))
    return await _broke(request, fault)


async def _gone(request: Request, _fault: Exception) -> Response:
    """The phone went away in the middle of what it said: it says it again. Nobody reads this answer."""
    return answer(Refused("unreachable"), language_for(request))


async def _broke(request: Request, fault: Exception) -> Response:
    """The caller learns that it was our fault; the log learns the rest."""
    _LOG.error("%s %s broke", request.method, request.url.path, exc_info=fault)
    return answer(Refused("something_broke"), language_for(request))
