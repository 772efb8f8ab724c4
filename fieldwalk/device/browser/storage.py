"""The room that the browser lends us."""

from fieldwalk.device.browser.bridge import browser


class BrowserStorage:
    """ports.Storage over the browser's storage manager."""

    async def persist(self) -> bool:
        return bool(await browser.persist())

    async def estimate(self) -> tuple[int, int]:
        used, free = await browser.estimate()
        return int(used), int(free)
