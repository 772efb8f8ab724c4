"""A phone's position that a test walks, point by point, with the recording's own times."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playwright.sync_api import BrowserContext, Page

from fieldwalk.domain.fixes import Fix

_SCRIPT = """
(() => {
  let heard = null;
  navigator.geolocation.watchPosition = onFix => { heard = onFix; return 1; };
  navigator.geolocation.clearWatch = () => { heard = null; };
  window.walk = fixes => {
    if (!heard) return false;
    for (const [timestamp, latitude, longitude, accuracy] of fixes)
      heard({timestamp, coords: {latitude, longitude, accuracy}});
    return true;
  };
})();
"""


def let_walk(context: BrowserContext) -> None:
    """From now on the pages of ``context`` are where :func:`walk` says they are."""
    context.add_init_script(_SCRIPT)


def walk(page: Page, fixes: Sequence[Fix]) -> None:
    """Give the app these fixes, in order, as the browser would. Waits until it listens."""
    rows = json.dumps([[fix.at, fix.latitude, fix.longitude, fix.accuracy] for fix in fixes])
    page.wait_for_function(f"() => window.walk({rows})", polling=50)
