"""A disk that fills up at any write: what was confirmed is there, the store is sound, and the app opens again."""

from __future__ import annotations

from pathlib import Path

from tests.browser.evidence import database, marks, quiet_page
from tests.browser.phone import Phone
from tests.browser.walkers import go_on

# Marks until nothing more is confirmed, at most so many; the answer is the highest number that was.
MARK_ON = """async most => {
  const read = () => [...document.querySelectorAll('flt-semantics')].map(
    node => /Plats (\\d+) sparad i telefonen/.exec(node.textContent + node.ariaLabel)).filter(Boolean)
    .reduce((highest, found) => Math.max(highest, Number(found[1])), 0);
  const rest = ms => new Promise(resolve => setTimeout(resolve, ms));
  let confirmed = read();
  for (let n = 0; n < most; n += 1) {
    [...document.querySelectorAll('flt-semantics[role=button]')]
      .find(node => node.textContent.includes('Märk ut plats'))?.click();
    for (let waited = 0; waited < 40 && read() <= confirmed; waited += 1) await rest(25);
    if (read() <= confirmed) return confirmed;
    confirmed = read();
  }
  return confirmed;
}"""
USED = "async () => (await navigator.storage.estimate()).usage"
LEFT = (0, 4_096, 20_000, 60_000)
"""Bytes that the disk still has when the marking begins: it is full in the midst of another write each time."""


def test_a_disk_that_fills_up_anywhere_loses_nothing_that_was_confirmed(walker: Phone, tmp_path: Path) -> None:
    confirmed = 0
    for left in LEFT:
        app = go_on(walker)
        devtools = walker.context.new_cdp_session(app.page)
        quota = {"origin": walker.origin, "quotaSize": app.page.evaluate(USED) + left}
        devtools.send("Storage.overrideQuotaForOrigin", quota)
        confirmed = max(confirmed, app.page.evaluate(MARK_ON, 30))
        walker.kill()
        page = quiet_page(walker)
        found = marks(page, tmp_path)
        assert len(set(found)) == len(found) >= confirmed
        page.close()
    app = go_on(walker)
    more = app.page.evaluate(MARK_ON, 1)
    assert more > confirmed
    app.page.close()
    with database(quiet_page(walker), tmp_path) as connection:
        numbers = connection.execute("select count(distinct number) from state_issue").fetchone()[0]
    assert numbers == more
