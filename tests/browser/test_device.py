"""The browser's own adapters, in the browser: photos, files and the way to the server."""

import base64
from collections.abc import Sequence
from typing import Any

from fieldwalk.device.ports import Box
from tests import pictures, real_input
from tests.browser.probing import Probe
from tests.browser.serving import FileServer

PREPARE = """
import base64
from fieldwalk.device.browser.imaging import BrowserImaging
from fieldwalk.device.ports import Box
from fieldwalk.domain.refusals import Refused
async def prepared(content):
    try:
        ready = await BrowserImaging().prepare(base64.b64decode(content), [Box(*box) for box in covers])
    except Refused as refused:
        return refused.code
    pair = [base64.b64encode(jpeg).decode() for jpeg in (ready.photo, ready.thumbnail)]
    return [*pair, ready.width, ready.height]
[await prepared(content) for content in contents]
"""
FILES = """
from hashlib import sha256
from fieldwalk.device.browser.files import BrowserFiles
from fieldwalk.domain.refusals import Refused
files = BrowserFiles()
content = b"a photo" * 1000
name = sha256(content).hexdigest()
story = [await files.load(name)]
await files.remove(name)
await asyncio.gather(files.save(name, content), files.save(name, content))
story.append(await files.load(name) == content)
story.append(name in await files.names())
try:
    await files.save(name, content[1:])
except Refused as refused:
    story.append(refused.code)
story
"""
READ = """
from hashlib import sha256
from fieldwalk.device.browser.files import BrowserFiles
name = sha256(b"a photo" * 1000).hexdigest()
[len(await BrowserFiles().load(kept)) for kept in await BrowserFiles().names() if kept == name]
"""
SEND = """
from fieldwalk.device.browser.transport import BrowserTransport
from fieldwalk.device.ports import Unreachable
async def sent(path):
    try:
        reply = await BrowserTransport().send("POST", path, bytes([0, 97, 255]), {"X-Said": "hej"})
    except Unreachable:
        return "unreachable"
    return [reply.status, list(reply.body), reply.headers["x-heard"]]
await sent("/api/echo")
"""


def prepared(app: Probe, *contents: bytes, covers: Sequence[Box] = ()) -> list[Any]:
    coded = [base64.b64encode(content).decode() for content in contents]
    answers: list[Any] = app.run(PREPARE, contents=coded, covers=[list(box) for box in covers])
    return [
        answer if isinstance(answer, str) else [*map(base64.b64decode, answer[:2]), *answer[2:]] for answer in answers
    ]


def test_a_photo_is_upright_however_the_camera_was_held_and_carries_nothing(app: Probe) -> None:
    results = prepared(app, *(pictures.photographed(orientation) for orientation in range(1, 9)))
    for photo, thumbnail, width, height in results:
        assert (width, height) == (1600, 1200)
        assert len(photo) <= 400_000
        for jpeg in (photo, thumbnail):
            assert pictures.corners(jpeg) == [pictures.RED, pictures.GREEN, pictures.BLUE, pictures.YELLOW]
            assert pictures.metadata(jpeg) == []
            assert pictures.SECRET not in jpeg


def test_what_is_covered_cannot_be_told_from_the_bytes(app: Probe) -> None:
    pair = [pictures.photographed(6, face=face) for face in (False, True)]
    one, other = prepared(app, *pair, covers=[pictures.FACE])
    assert one == other
    assert prepared(app, pair[0]) != prepared(app, pair[1])
    assert pictures.lightest(one[0], pictures.UNDER) < 8


def test_photos_of_other_peoples_cameras_and_of_the_night_come_out_small_and_clean(app: Probe) -> None:
    folder = real_input.folder()
    photos = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))] if folder else []
    for photo, thumbnail, width, height in prepared(app, *photos, pictures.noise(2400, 1800)):
        assert max(width, height) <= 1600
        assert len(photo) <= 400_000
        assert pictures.metadata(photo) == pictures.metadata(thumbnail) == []


def test_what_is_no_whole_picture_is_refused(app: Probe) -> None:
    whole = pictures.photographed(6)
    broken = [b"", b"not a picture", whole[: len(whole) // 2], whole[:40], b"\xff\xd8\xff\xe0 not quite"]
    assert prepared(app, *broken) == ["photo_unreadable"] * len(broken)


def test_files_are_kept_under_the_name_of_their_content(app: Probe) -> None:
    assert app.run("import asyncio\n" + FILES) == [None, True, True, "file_damaged"]
    kept = app.reload().run(READ)
    assert kept == [7000]


def test_a_half_written_file_is_not_among_the_files(app: Probe) -> None:
    app.page.evaluate("""async () => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('files', {create: true});
        const file = await (await folder.getFileHandle('ab'.repeat(32) + '.part', {create: true})).createWritable();
        await file.write('half'); await file.close();
        const torn = await (await folder.getFileHandle('cd'.repeat(32), {create: true})).createWritable();
        await torn.write('torn'); await torn.close();
    }""")
    answers = app.run("""
from fieldwalk.device.browser.files import BrowserFiles
from fieldwalk.domain.refusals import Refused
names = await BrowserFiles().names()
answers = [any(name.startswith("ab") for name in names), await BrowserFiles().load("ab" * 32)]
try:
    await BrowserFiles().load("cd" * 32)
except Refused as refused:
    answers.append(refused.code)
answers
""")
    assert answers == [False, None, "file_damaged"]


def test_the_server_is_reached_and_a_cut_network_is_told(app: Probe, lasting_server: FileServer) -> None:
    assert app.run(SEND) == [200, [255, 97, 0], "hej"]
    lasting_server.stop()
    assert app.run(SEND) == "unreachable"
    lasting_server.start()


def test_the_room_that_is_lent_is_told(app: Probe) -> None:
    used, free, lasting = app.run("""
from fieldwalk.device.browser.storage import BrowserStorage
[*await BrowserStorage().estimate(), await BrowserStorage().persist()]
""")
    assert used > 0
    assert free > 1_000_000
    assert lasting in (True, False)


def test_a_network_that_costs_money_is_told_where_the_browser_knows(app: Probe) -> None:
    """Chromium on a computer knows no kind of network: the worker's own navigator is dressed up as a phone's."""
    told = app.run("""
import json
from pyodide.code import run_js
from fieldwalk.device.browser.connection import BrowserConnection
def metered(connection):
    said = json.dumps({"value": connection, "configurable": True})
    run_js(f'void Object.defineProperty(navigator, "connection", {said})')
    return BrowserConnection().metered()
before = BrowserConnection().metered()
[before, *map(metered, [None, {"type": "cellular"}, {"type": "wifi"}, {"type": "wifi", "saveData": True}]),
 BrowserConnection().tells()]
""")
    assert told == [False, False, True, False, True, True]


EQUIPMENT = """
from dataclasses import asdict
from fieldwalk.device.browser.equipment import BrowserEquipment
asdict(await BrowserEquipment().look())
"""
# A page dressed up as a phone with little left: what the browser answers is the page's own to say.
LITTLE_LEFT = """() => {
  navigator.getBattery = async () => ({level: 0.12, charging: false});
  navigator.permissions.query = async () => ({state: 'denied'});
  navigator.mediaDevices.enumerateDevices = async () => [{kind: 'audioinput'}, {kind: 'videoinput'}];
}"""
SILENT = """() => {
  navigator.getBattery = undefined;
  navigator.permissions.query = () => Promise.reject(new TypeError());
  navigator.mediaDevices.enumerateDevices = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
}"""


def test_what_the_phone_has_for_a_walk_is_told_and_what_it_hides_is_unknown(app: Probe) -> None:
    assert app.run(EQUIPMENT)["position"] in ("granted", "denied", "prompt")
    app.page.evaluate(LITTLE_LEFT)
    assert app.run(EQUIPMENT) == {"battery": 0.12, "charging": False, "position": "denied", "camera": True}
    app.page.evaluate(SILENT)
    assert app.run(EQUIPMENT) == {"battery": None, "charging": False, "position": None, "camera": None}
    app.reload()


SPEAK = """
from fieldwalk.device.browser.voice import BrowserMicrophone
from fieldwalk.device.ports import Hearing
from fieldwalk.domain.refusals import Refused
async def said(asking):
    try:
        return await asking
    except Refused as refused:
        return refused.code
heard = []
hearing = Hearing(lambda *part: heard.append(part), lambda *level: heard.append(level), heard.append)
microphone = BrowserMicrophone()
recording = microphone.start(hearing, 60_000, 300_000)
"""
# The page has heard it when it has answered what was asked after it.
STOPPED = """
from fieldwalk.device.browser.page import works_offline
microphone.stop()
await works_offline()
"""
UNPLAYABLE = """
from fieldwalk.device.browser.voice import BrowserLoudspeaker
from fieldwalk.domain.refusals import Refused
try:
    await BrowserLoudspeaker().play(b"no sound", "audio/webm", print)
    said = "it sounds"
except Refused as refused:
    said = refused.code
said
"""
REFUSED_BY = """name => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name));
}"""
# The person is asked, and the press that ends it comes before their answer.
ASKED = """() => {
  window.letGo = 0;
  const stream = {getTracks: () => [{stop: () => { letGo += 1; }}]};
  navigator.mediaDevices.getUserMedia = () => new Promise(resolve => { window.answer = () => resolve(stream); });
}"""


def test_a_microphone_that_is_denied_busy_or_missing_is_told_by_its_own_word(app: Probe) -> None:
    told = {}
    for name in ("NotAllowedError", "NotReadableError", "NotFoundError"):
        app.page.evaluate(REFUSED_BY, name)
        told[name] = app.run(SPEAK + "[await said(recording), heard]")
    app.page.evaluate("() => { delete navigator.mediaDevices.getUserMedia; }")
    assert told == {
        "NotAllowedError": ["microphone_denied", []],
        "NotReadableError": ["microphone_busy", []],
        "NotFoundError": ["microphone_missing", []],
    }


def test_who_presses_stop_before_they_have_answered_is_not_recorded_when_they_do(app: Probe) -> None:
    app.page.evaluate(ASKED)
    app.run(SPEAK + "import asyncio\nrecording = asyncio.ensure_future(recording)\nNone")
    app.page.wait_for_function("() => window.answer", polling=20)
    app.run(STOPPED)
    app.page.evaluate("() => answer()")
    assert app.run("[await recording, heard]") == [False, []]
    assert app.page.evaluate("() => letGo") == 1
    app.page.evaluate("() => { delete navigator.mediaDevices.getUserMedia; }")


def test_what_this_browser_can_not_play_is_told(app: Probe) -> None:
    assert app.run(UNPLAYABLE) == "voice_unplayable"
