"""Every fix that the browser gives reaches Python, in order, each once."""

from fieldwalk.domain.fixes import Fix
from tests.browser.conftest import NewPhone
from tests.browser.probing import probe
from tests.browser.replaying import replay_script, wait_until_given

# As many as in the recording.
FIXES = [Fix(1_790_000_000_000 + n * 1000, 59.2 + n / 100000, 17.8 + n / 50000, 5 + n % 7) for n in range(871)]
WALK = """
import asyncio
from fieldwalk.device.browser.position import BrowserPosition
fixes, troubles = [], []
source = BrowserPosition()
globals()["source"] = source
source.start(fixes.append, troubles.append)
while len(fixes) < 871:
    await asyncio.sleep(0.005)
await asyncio.sleep(0.05)
[[[fix.at, fix.latitude, fix.longitude, fix.accuracy] for fix in fixes], troubles]
"""


def test_all_871_fixes_arrive_in_order_each_once(new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.on_start = lambda context: context.add_init_script(replay_script(FIXES, every_ms=0, times=2))
    app = probe(phone.page(), phone.origin).open()
    fixes, troubles = app.run(WALK)
    assert [Fix(*fix) for fix in fixes] == FIXES
    assert troubles == []
    wait_until_given(app.page)
    app.run("source.stop()\nNone")
    app.page.wait_for_function("!replay.watching")


def test_a_person_who_says_no_is_told_apart_from_a_missing_satellite(new_phone: NewPhone) -> None:
    phone = new_phone(permissions=[])
    app = probe(phone.page(), phone.origin).open()
    troubles = app.run("""
import asyncio
from fieldwalk.device.browser.position import BrowserPosition
troubles = []
source = BrowserPosition()
source.start(lambda fix: None, troubles.append)
while not troubles:
    await asyncio.sleep(0.01)
source.stop()
troubles
""")
    assert troubles == ["denied"]
