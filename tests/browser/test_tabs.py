"""The walker's disk has one owner: a second tab says so in plain words, writes nothing, and goes on when it may."""

from tests.browser.conftest import NewPhone
from tests.browser.probing import probe


def test_a_second_tab_is_told_and_runs_only_when_the_first_is_closed(new_phone: NewPhone) -> None:
    phone = new_phone()
    first = probe(phone.page(), phone.origin).open()
    first.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('first')\")\nNone")

    second = phone.page()
    second.goto(phone.origin)
    cover = second.locator("#cover")
    second.get_by_text("fieldwalk är öppet i en annan flik.").wait_for(timeout=60_000)
    assert "fieldwalk is open in another tab." in cover.inner_text()
    assert not second.locator("html[data-fieldwalk=shown]").count()
    assert first.run("1 + 1") == 2

    first.page.close()
    app = probe(second, phone.origin).ready()
    rows = app.run("connection = database()\n[row[0] for row in connection.execute('select word from rows')]")
    assert rows == ["first"]


def test_a_reload_gets_the_disk_back(new_phone: NewPhone) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open()
    for _ in range(2):
        app.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('again')\")\nNone")
        app.reload()
    assert app.run("database().execute('select count(*) from rows').fetchone()[0]") == 2
