"""The way to the server that the app came from, by the browser's fetch."""

from collections.abc import Mapping

from fieldwalk.device.browser.bridge import array, browser, value
from fieldwalk.device.ports import Reply, Unreachable

_TIMEOUT = 30_000  # milliseconds


class BrowserTransport:
    """ports.Transport to the app's own origin."""

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        pairs = value([list(pair) for pair in (headers or {}).items()])
        answer = await browser.send(method, path, pairs, array(body), _TIMEOUT)
        if answer is None:
            raise Unreachable(path)
        named = {name.lower(): text for name, text in answer.headers}
        return Reply(answer.status, named, answer.body.to_bytes())
