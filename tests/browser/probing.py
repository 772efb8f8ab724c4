"""Runs Python inside the browser's worker, in the little app of probe/."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.app import App

FOLDER = Path(__file__).parent / "probe"

_ASK = """(question) => new Promise((resolve, reject) => {
  const channel = new BroadcastChannel('probe');
  channel.onmessage = ({data}) => {
    const answer = JSON.parse(data);
    if (answer.id !== question.id) return;
    channel.close();
    answer.error ? reject(new Error(answer.error)) : resolve(answer.result);
  };
  channel.postMessage(JSON.stringify(question));
  setTimeout(() => reject(new Error('no answer within 240 s')), 240_000);
})"""
_LISTEN = """() => {
  window.heard = [];
  window.ear = new BroadcastChannel('probe');
  window.ear.onmessage = ({data}) => { const said = JSON.parse(data); if (!said.id && !said.code) heard.push(said); };
}"""


class Probe(App):
    """The little app, and a way to run code in its Python."""

    _asked = 0

    def run(self, code: str, **values: Any) -> Any:
        """The value of the last expression; ``values`` (JSON) stand before it as names."""
        self._asked += 1
        before = f"import json\nglobals().update(json.loads({json.dumps(json.dumps(values))}))\n"
        return self.page.evaluate(_ASK, {"id": self._asked, "code": before + code})

    def listen(self) -> None:
        """From now on what the code says with ``say(...)`` is kept in the page's ``heard``."""
        self.page.evaluate(_LISTEN)

    def heard(self) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = self.page.evaluate("() => window.heard")
        return said


def probe(page: Page, origin: str) -> Probe:
    """The little app in this tab, not yet opened."""
    return Probe(page, origin)
