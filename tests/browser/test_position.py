"""Every fix that the browser gives reaches Python, in order, each once."""

from tests.browser.conftest import NewPhone
from tests.browser.probing import probe

# A phone's position that a test plays: 871 fixes, as many as in the recording, each one told twice.
SCRIPTED = """
const fixes = Array.from({length: 871}, (_, n) => ({
  timestamp: 1790000000000 + n * 1000,
  coords: {latitude: 59.2 + n / 100000, longitude: 17.8 + n / 50000, accuracy: 5 + n % 7},
}));
navigator.geolocation.watchPosition = (onFix, onTrouble) => {
  window.watching = 1;
  onTrouble({code: 3});
  for (const fix of fixes) setTimeout(() => { onFix(fix); onFix(fix); }, 0);
  return 7;
};
navigator.geolocation.clearWatch = id => { window.watching = id === 7 ? 0 : -1; };
"""
WALK = """
import asyncio
from fieldwalk.device.browser.position import BrowserPosition
fixes, troubles = [], []
source = BrowserPosition()
globals()["source"] = source
source.start(fixes.append, troubles.append)
for _ in range(2000):
    await asyncio.sleep(0.005)
    if len(fixes) >= 871:
        break
await asyncio.sleep(0.05)
[[[fix.at, fix.latitude, fix.longitude, fix.accuracy] for fix in fixes], troubles]
"""


def test_all_871_fixes_arrive_in_order_each_once(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.on_start = lambda context: context.add_init_script(SCRIPTED)
    app = probe(phone.page(), phone.origin).open()
    fixes, troubles = app.run(WALK)
    assert len(fixes) == 871
    assert [fix[0] for fix in fixes] == [1_790_000_000_000 + n * 1000 for n in range(871)]
    assert fixes[870] == [1_790_000_870_000, 59.2 + 870 / 100000, 17.8 + 870 / 50000, 5 + 870 % 7]
    assert troubles == ["timeout"]
    app.run("source.stop()\nNone")
    app.page.wait_for_function("window.watching === 0")


def test_a_person_who_says_no_is_told_apart_from_a_missing_satellite(new_phone: NewPhone) -> None:
    phone = new_phone(permissions=[])
    app = probe(phone.page(), phone.origin).open()
    troubles = app.run("""
import asyncio
from fieldwalk.device.browser.position import BrowserPosition
troubles = []
source = BrowserPosition()
source.start(lambda fix: None, troubles.append)
for _ in range(1000):
    await asyncio.sleep(0.01)
    if troubles:
        break
source.stop()
troubles
""")
    assert troubles == ["denied"]
