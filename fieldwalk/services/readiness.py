"""What a person should know before a walk begins. It is told, and never stands in the way."""

from __future__ import annotations

from fieldwalk.device.ports import Equipment, Storage
from fieldwalk.services.lasting import Lasting
from fieldwalk.services.photographs import LEAST_FREE

LOW = 0.2
"""The share of a full battery below which an evening's walk may not be finished."""


class Readiness:
    """Looks at the battery, the position, the camera and the room on the phone."""

    def __init__(self, equipment: Equipment, storage: Storage, lasting: Lasting) -> None:
        self._equipment = equipment
        self._storage = storage
        self._lasting = lasting

    async def concerns(self) -> tuple[str, ...]:
        """What may fail on the way, the gravest first; the words stand in the catalogues under ``ready.<concern>``.

        What the phone does not tell is no concern.
        """
        phone = await self._equipment.look()
        _, free = await self._storage.estimate()
        kept = await self._lasting.ask() if self._lasting.is_due() else True
        found = {
            "position_denied": phone.position == "denied",
            "position_missing": phone.position == "missing",
            "battery_low": phone.battery is not None and phone.battery <= LOW and not phone.charging,
            "storage_low": free < LEAST_FREE,
            "storage_may_go": not kept,
            "camera_missing": phone.camera is False,
        }
        return tuple(concern for concern, holds in found.items() if holds)
