"""What the browser tells of the phone: its battery, whether it may tell its position, whether it has a camera."""

import json

from fieldwalk.device.browser.bridge import browser
from fieldwalk.device.ports import Equipped


class BrowserEquipment:
    """ports.Equipment over assets/browser/equipment.mjs."""

    async def look(self) -> Equipped:
        told = json.loads(await browser.equipment() or "{}")
        return Equipped(told.get("battery"), bool(told.get("charging")), told.get("position"), told.get("camera"))
