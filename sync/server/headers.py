"""What every answer tells the browser: run nothing that is not ours, be framed by nobody, send no referrer."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def policy(scripts: Iterable[str] = ()) -> str:
    """The content security policy that lets the app run: Flutter and Pyodide compile WebAssembly, and workers
    start from blobs. ``scripts`` are the sources of further scripts, such as the hashes of a page's own."""
    own = " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *scripts))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {own}",
            "worker-src 'self' blob:",
            "connect-src 'self' blob: data:",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "style-src 'self' 'unsafe-inline'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Adds the headers to every answer that has not set them itself.

    Not to those of ``but_for``: a phone reads them, no browser ever draws them, and they would be most of their bytes.
    """

    def __init__(self, app: ASGIApp, but_for: str = "") -> None:
        self._app, self._but_for = app, but_for

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope.get("path") == self._but_for

        async def send_with_headers(message: Message) -> None:
            if not plain and message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in _EVERYWHERE.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", policy())
    if scope.get("scheme") == "https":
        headers.setdefault("Strict-Transport-Security", _STRICT_TRANSPORT)
