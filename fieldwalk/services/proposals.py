"""What the server proposes to cover in a photo that waits; a person takes it or leaves it."""

from __future__ import annotations

from urllib.parse import quote

from fieldwalk.device.ports import Box
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking


class Proposals:
    """Asked for when a photo is looked through, and kept nowhere."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def of(self, photo_id: str) -> tuple[Box, ...]:
        """The rectangles that may show a face or a plate; none from a server that is away or does not look."""
        try:
            said = await self._asking.ask("GET", f"/api/v1/photos/{quote(photo_id, safe='')}/proposals")
            return tuple(Box(*(float(each[side]) for side in Box._fields)) for each in said)
        except (Refused, TypeError, KeyError, ValueError):
            return ()
