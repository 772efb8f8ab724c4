"""Python's memory is kept from the first start: later starts are the same app, with chances of their own."""

from __future__ import annotations

from tests.browser.conftest import NewPhone
from tests.browser.probing import probe
from tests.browser.walkers import until_kept

SPOIL = """async () => {
  const [name] = (await caches.keys()).filter(name => name.startsWith('snapshot-'));
  await (await caches.open(name)).put('/snapshot', new Response(new Uint8Array(1000)));
}"""
FROM_SNAPSHOT = "() => performance.getEntriesByName('fieldwalk:snapshot').length > 0"
CHANCE = "import random, secrets, uuid\n[random.random(), secrets.token_hex(8), str(uuid.uuid4())]"


def test_a_later_start_comes_from_the_snapshot_with_its_own_chances_and_the_data_of_today(new_phone: NewPhone) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open()
    assert not app.page.evaluate(FROM_SNAPSHOT)
    app.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('kept')\")\nNone")
    until_kept(app.page)
    drawn = [app.run(CHANCE)]
    for _ in range(2):
        app.reload().tap("Tryck").see("Tryckt 1")
        assert app.page.evaluate(FROM_SNAPSHOT)
        assert app.run("database().execute('select word from rows').fetchone()[0]") == "kept"
        drawn.append(app.run(CHANCE))
    assert len({value for each in drawn for value in each}) == 9
    assert phone.errors == []


def test_a_snapshot_that_is_spoilt_is_dropped_and_the_app_starts_the_long_way(new_phone: NewPhone) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open()
    until_kept(app.page)
    app.page.evaluate(SPOIL)
    app.page.reload(wait_until="commit")
    app.ready().tap("Tryck").see("Tryckt 1")
    assert not app.page.evaluate(FROM_SNAPSHOT)
    until_kept(app.page)
    app.reload().tap("Tryck").see("Tryckt 1")
    assert app.page.evaluate(FROM_SNAPSHOT)
