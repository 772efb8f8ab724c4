"""After the first visit the app starts with no network and no server, and never asks anyone else for anything."""

import re
import shutil
from contextlib import closing
from pathlib import Path

from fieldwalk import assets
from fieldwalk.bundle import sealing
from tests.browser.app import App, still
from tests.browser.conftest import NewPhone
from tests.browser.phone import Phone
from tests.browser.probing import probe
from tests.browser.serving import FileServer, linked_copy, replace
from tests.browser.walkers import finish, go_on, look_through, mark
from tests.synthetic import drawn_photo


def test_it_starts_with_the_server_gone_in_a_fresh_browser_process(new_phone: NewPhone, server: FileServer) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open().offline_ready()
    app.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('kept')\")\nNone")
    assert phone.errors == []
    phone.kill()
    server.stop()

    app = probe(phone.page(), phone.origin).open("/walks/some-deep-address")
    app.see("Provapp").tap("Tryck").see("Tryckt 1").write("Ord", "utan nät")
    assert app.run("database().execute('select word from rows').fetchone()[0]") == "kept"
    assert app.run("from fieldwalk.device.browser.page import works_offline\nawait works_offline()") is True
    facts = app.run("from fieldwalk.device.browser.page import opened_at\nlist(vars(opened_at()).values())")
    assert facts[0] == f"{phone.origin}/walks/some-deep-address"
    assert facts[1][0] == "sv-SE"
    assert still(app.page)
    assert phone.strangers == []
    assert phone.errors == []


def test_a_walk_and_its_summary_need_no_network_no_server_and_no_cache_of_the_browsers_own(
    walker: Phone, app_server: FileServer, tmp_path: Path
) -> None:
    """Only what the app keeps by itself is left: the browser's HTTP cache is empty, and nobody answers."""
    empty_the_http_cache(walker)
    app_server.stop()
    try:
        walker.context.set_offline(True)
        app = go_on(walker)
        mark(app, 1)
        app.tap("Beskriv").tap("Belysning").write("Med egna ord", "Trasig lampa åäö")
        app.pick("Ta bild", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawn_photo()})
        app.see("Bild 1 av plats 1").tap(re.compile("^Klar$"))
        finish(app, "1 plats · 1 bild")
        look_through(app.open().tap(re.compile("Vandring")), 1).tap("Exportera")
        summary = app.download("Webbsida", tmp_path).read_text()
        assert walker.strangers == []
        walker.kill()
        walker.context.set_offline(True)
        App(walker.page(), walker.origin).open().tap(re.compile("Vandring")).see("Trasig lampa åäö")
    finally:
        app_server.start()
    assert "Trasig lampa åäö" in summary
    assert "data:image/jpeg;base64," in summary
    assert not re.search(r'(src|href)="(https?:)?//', summary)


def empty_the_http_cache(phone: Phone) -> None:
    """Not through the browser, which might keep some of it in memory: it is put away, and its folder is gone."""
    phone.close()
    folders = [folder for folder in phone.profile.rglob("Cache_Data") if "Service Worker" not in folder.parts]
    assert folders
    for folder in folders:
        shutil.rmtree(folder)


UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  let fresh = null;  // one that fails may be gone again before update() says that it came
  registration.addEventListener('updatefound', () => { fresh = registration.installing; }, {once: true});
  await registration.update().catch(() => undefined);
  fresh ??= registration.installing ?? registration.waiting;
  if (!fresh) return 'none';
  const settled = () => ['installed', 'redundant', 'activated'].includes(fresh.state);
  while (!settled()) await new Promise(resolve => fresh.addEventListener('statechange', resolve, {once: true}));
  return fresh.state;
}"""
LAST_WORDS = "async () => (await (await fetch('/boot/offline.mjs')).text()).slice(-9)"


def test_an_update_is_taken_whole_or_not_at_all_and_never_in_the_middle(
    built_probe: Path, new_phone: NewPhone, tmp_path: Path
) -> None:
    folder = linked_copy(built_probe, tmp_path / "served")
    with closing(FileServer(folder)) as server:
        phone = new_phone(origin=server.origin)
        app = probe(phone.page(), phone.origin).open().offline_ready()
        app.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('kept')\")\nNone")
        next_script = deploy_next_version(folder)

        replace(folder / "boot" / "offline.mjs", next_script[:-1])
        assert app.page.evaluate(UPDATE) == "redundant"
        app.reload().see("Provapp")
        assert app.page.evaluate(LAST_WORDS) != " next */\n"

        replace(folder / "boot" / "offline.mjs", next_script)
        assert app.page.evaluate(UPDATE) == "installed"
        assert app.page.evaluate(LAST_WORDS) != " next */\n"
        phone.close()
    app = probe(phone.page(), phone.origin).open().see("Provapp")
    assert app.page.evaluate(LAST_WORDS) == " next */\n"
    assert app.run("database().execute('select word from rows').fetchone()[0]") == "kept"


def deploy_next_version(folder: Path) -> bytes:
    """Writes a service worker whose version differs in one file; the answer is that file's new content."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files = {path: content for path, content in files.items() if not path.endswith((".br", ".gz"))}
    script = files["boot/offline.mjs"] + b"/* next */\n"
    files = {path: content for path, content in files.items() if path != "sw.js"} | {"boot/offline.mjs": script}
    template = (assets.folder() / "browser" / "sw.js").read_text()
    replace(folder / "sw.js", sealing.sealed(files, template)["sw.js"])
    return script
