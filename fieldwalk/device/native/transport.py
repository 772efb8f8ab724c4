"""The way to the server by requests, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import requests

from fieldwalk.device.ports import Reply, Unreachable

_TIMEOUT = 30.0  # seconds
_UNSAID = "@@@SKIP_HEADER@@@"
"""What urllib3 takes for a header that is not to be sent at all, where it would otherwise add one of its own."""


class HttpTransport:
    """ports.Transport and ports.Address: asks the server at ``base``, such as ``https://walks.example.org``."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._session = requests.Session()
        # Nothing that nobody reads: on a bad link these would be more bytes than what a phone has to say.
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": _UNSAID, "Accept-Encoding": _UNSAID})
        # Or requests looks for a password in the home's .netrc each time, and sends that in the place of the token.
        self._session.auth = _as_it_is

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        # The address of this moment: a token never follows the phone to the next server.
        return await asyncio.to_thread(self._send, method, self.base + path, body, dict(headers or {}))

    def elsewhere(self, base: str) -> HttpTransport:
        return HttpTransport(base)

    def close(self) -> None:
        """Lets go of the connections that are kept open."""
        self._session.close()

    def _send(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Reply:
        try:
            answer = self._session.request(method, url, data=body or None, headers=headers, timeout=_TIMEOUT)
        except requests.RequestException as error:
            raise Unreachable(str(error)) from error
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, named, answer.content)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
