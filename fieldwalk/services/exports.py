"""Handing the summary out: the server draws it, this phone gets a link that a browser may open for a short while."""

from __future__ import annotations

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking

FORMATS = ("pdf", "html", "csv", "geojson", "gpx")


class Exports:
    """Downloads of a walk's summary."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def link(self, walk_id: str, form: str, language: str) -> str:
        """The path to a download of the walk in one of :data:`FORMATS`, good for a few minutes. May be refused."""
        said = await self._post(f"/api/v1/walks/{walk_id}/exports", {"format": form, "language": language})
        return str(said["url"])

    async def invitation(self, walk_id: str, role: str) -> dict[str, str]:
        """A new way into the walk for ``role``: ``url``, six-digit ``code`` and ``qr`` (SVG). May be refused."""
        said = await self._post(f"/api/v1/walks/{walk_id}/invitations", {"role": role})
        return {key: str(value) for key, value in said.items()}

    async def _post(self, path: str, body: dict[str, str]) -> dict[str, object]:
        said = await self._asking.ask("POST", path, body)
        if not isinstance(said, dict):
            raise Refused("message_not_readable")
        return said
