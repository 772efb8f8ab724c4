"""Handing the summary out: the server draws it, this phone gets a link that a browser may open for a short while."""

from __future__ import annotations

import json
from collections.abc import Callable

from fieldwalk.domain.refusals import Refused
from sync.client.exchange import answered
from sync.client.network import Network

FORMATS = ("pdf", "html", "csv", "geojson", "gpx")


class Exports:
    """Downloads of a walk's summary."""

    def __init__(self, network: Network, token: Callable[[], str | None]) -> None:
        self._network = network
        self._token = token

    async def link(self, walk_id: str, form: str, language: str) -> str:
        """The path to a download of the walk in one of :data:`FORMATS`, good for a few minutes. May be refused."""
        said = await self._post(f"/api/v1/walks/{walk_id}/exports", {"format": form, "language": language})
        return str(said["url"])

    async def invitation(self, walk_id: str, role: str) -> dict[str, str]:
        """A new way into the walk for ``role``: ``url``, six-digit ``code`` and ``qr`` (SVG). May be refused."""
        said = await self._post(f"/api/v1/walks/{walk_id}/invitations", {"role": role})
        return {key: str(value) for key, value in said.items()}

    async def _post(self, path: str, body: dict[str, str]) -> dict[str, object]:
        token = self._token()
        if token is None:
            raise Refused("sign_in_needed")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        reply = answered(await self._network.send("POST", path, json.dumps(body).encode(), headers))
        try:
            said = json.loads(reply.body)
        except ValueError:
            raise Refused("message_not_readable") from None
        if not isinstance(said, dict):
            raise Refused("message_not_readable")
        return said
