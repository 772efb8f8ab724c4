"""A recording played as the phone's own position."""

import json
from collections.abc import Sequence

from playwright.sync_api import Page

from fieldwalk.domain.fixes import Fix

_SCRIPT = """
(() => {
  const fixes = %s;
  const replay = window.replay = {given: 0, total: fixes.length, watching: false, paced: %s};
  let timer = 0;
  let drawn = () => {};
  const Original = Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({data}) => data instanceof Uint8Array && drawn());
    }
  };
  // What Python draws goes to Flutter as bytes. A fix that draws nothing holds nobody up for long.
  const drawing = () => new Promise(resolve => { drawn = resolve; setTimeout(resolve, 300); });
  const give = (onFix, times) => {
    if (!replay.watching || replay.given === fixes.length) return;
    const [timestamp, latitude, longitude, accuracy] = fixes[replay.given];
    const ready = replay.paced ? drawing() : Promise.resolve();
    for (let n = 0; n < times; n += 1) onFix({timestamp, coords: {latitude, longitude, accuracy}});
    replay.given += 1;
    ready.then(() => { timer = setTimeout(give, %s, onFix, times); });
  };
  navigator.geolocation.watchPosition = onFix => {
    replay.watching = true;
    timer = setTimeout(give, 0, onFix, %s);
    return 1;
  };
  navigator.geolocation.clearWatch = () => {
    replay.watching = false;
    clearTimeout(timer);
  };
})();
"""


def replay_script(fixes: Sequence[Fix], every_ms: int = 2, times: int = 1, *, paced: bool = False) -> str:
    """For `context.add_init_script`: while somebody watches, the next fix comes every ``every_ms``.

    A pause holds the recording where it is; a reload begins it anew. Each fix is told ``times`` times, as some
    browsers do. ``paced``: none comes before the app has drawn the one before, so that nothing piles up.
    """
    told = [[fix.at, fix.latitude, fix.longitude, fix.accuracy] for fix in fixes]
    return _SCRIPT % (json.dumps(told), json.dumps(paced), every_ms, times)


def wait_until_given(page: Page, count: int | None = None, timeout: float = 240_000) -> None:
    """Until the page has been given ``count`` fixes, all of them without a count."""
    page.wait_for_function("count => replay.given >= (count ?? replay.total)", arg=count, timeout=timeout)
