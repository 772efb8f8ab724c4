"""What kind of network the browser says that it is on."""

from fieldwalk.device.browser.bridge import browser


class BrowserConnection:
    """ports.Connection over navigator.connection, where the browser has it."""

    def metered(self) -> bool:
        return bool(browser.metered())

    def tells(self) -> bool:
        return bool(browser.networkTold())
