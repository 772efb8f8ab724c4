"""After the first visit the app starts with no network and no server, and never asks anyone else for anything."""

from tests.browser.app import still
from tests.browser.conftest import NewPhone
from tests.browser.probing import probe
from tests.browser.serving import FileServer


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


def test_a_version_that_arrives_damaged_is_never_taken_into_use(new_phone: NewPhone, server: FileServer) -> None:
    phone = new_phone()
    page = phone.page()
    app = probe(page, phone.origin).open().offline_ready()
    served: list[str] = []

    def half_deployed(route: object, request: object) -> None:
        served.append("sw")
        body = route.fetch().text().replace("const VERSION = '", "const VERSION = 'next-")  # type: ignore[attr-defined]
        first_hash = body.index('["/app.zip","') + len('["/app.zip","')
        route.fulfill(body=body[:first_hash] + "0" * 64 + body[first_hash + 64 :], content_type="text/javascript")  # type: ignore[attr-defined]

    phone.context.route("**/sw.js", half_deployed)
    state = page.evaluate("""async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration.update().catch(() => undefined);
        const fresh = registration.installing ?? registration.waiting;
        if (!fresh) return 'none';
        const settled = () => ['installed', 'redundant', 'activated'].includes(fresh.state);
        while (!settled()) await new Promise(resolve => fresh.addEventListener('statechange', resolve, {once: true}));
        return fresh.state;
    }""")
    assert served
    assert state == "redundant"
    app.reload().see("Provapp")
