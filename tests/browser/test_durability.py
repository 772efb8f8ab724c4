"""What the app has said is saved survives SIGKILL of the browser, and an app that cannot promise it does not run."""

import os
import random
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser.conftest import NewPhone
from tests.browser.probing import probe
from tests.browser.serving import FileServer, linked_copy, replace
from tests.browser.walkers import until_kept

KEEP_WRITING = """
import asyncio
connection = globals().setdefault("open_database", None) or database()
globals()["open_database"] = connection
async def write_for_ever():
    while True:
        row = connection.execute("insert into rows (word) values ('x' || randomblob(200))").lastrowid
        say(row=row)
        await asyncio.sleep(0)
globals()["writing"] = asyncio.ensure_future(write_for_ever())
None
"""
ROWS = """
connection = globals().get("open_database") or database()
globals()["open_database"] = connection
[connection.execute("pragma integrity_check").fetchone()[0],
 [row[0] for row in connection.execute("select id from rows")]]
"""


@pytest.mark.crash
def test_every_confirmed_row_survives_the_killing_of_the_browser(new_phone: NewPhone) -> None:
    phone = new_phone()
    confirmed: set[int] = set()
    chance = random.Random(2)
    for _ in range(3 if "FIELDWALK_CRASH_ROUNDS" in os.environ else 2):
        app = probe(phone.page(), phone.origin).open()
        integrity, found = app.run(ROWS)
        assert integrity == "ok"
        assert confirmed <= set(found)
        app.listen()
        app.run(KEEP_WRITING)
        app.page.wait_for_function("count => heard.length >= count", arg=chance.randint(20, 120))
        confirmed |= {said["row"] for said in app.heard()}
        phone.kill()
    app = probe(phone.page(), phone.origin).open()
    integrity, found = app.run(ROWS)
    assert integrity == "ok"
    assert confirmed <= set(found)
    assert len(confirmed) >= 40


def test_one_commit_is_one_flush_of_the_disk(new_phone: NewPhone) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open()
    flushes = app.run("""
import fieldwalk_browser
connection = database()
connection.execute("insert into rows (word) values ('first')")
before = fieldwalk_browser.disk.flushes
for _ in range(10):
    connection.execute("insert into rows (word) values ('more')")
fieldwalk_browser.disk.flushes - before
""")
    assert flushes == 10


def test_an_app_whose_commits_do_not_reach_the_disk_refuses_to_run(
    built_probe: Path, new_phone: NewPhone, tmp_path: Path
) -> None:
    crippled = linked_copy(built_probe, tmp_path / "crippled")
    replace(crippled / "boot" / "fsync.mjs", b"export const isRepaired = () => true;\n")
    with closing(FileServer(crippled)) as server:
        phone = new_phone(origin=server.origin)
        page = phone.page()
        page.goto(server.origin)
        page.get_by_text("Den här webbläsaren kan inte spara säkert").wait_for()
        said = page.locator("#first-screen").inner_text()
    assert "fieldwalk: not-durable" in said
    assert "Traceback" not in said


SAVE = """
from hashlib import sha256
from fieldwalk.device.browser.files import BrowserFiles
from fieldwalk.domain.refusals import Refused
content = bytes(9_000_000)
name = sha256(content).hexdigest()
try:
    await BrowserFiles().save(name, content)
    code = ""
except Refused as refused:
    code = refused.code
[code, name in await BrowserFiles().names(), open_database.execute("select word from rows").fetchone()[0]]
"""


@pytest.mark.parametrize("left", [2_000_000, -2_000_000])
def test_a_full_disk_is_a_refusal_and_what_was_saved_before_is_there(new_phone: NewPhone, left: int) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open().offline_ready()
    until_kept(app.page)
    used = app.run("""
from fieldwalk.device.browser.storage import BrowserStorage
connection = globals()["open_database"] = database()
connection.execute("insert into rows (word) values ('kept')")
(await BrowserStorage().estimate())[0]
""")
    devtools = phone.context.new_cdp_session(app.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": phone.origin, "quotaSize": used + left})
    assert app.run(SAVE) == ["storage_full", False, "kept"]
