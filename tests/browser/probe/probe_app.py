"""A little app that runs what a test sends it: the adapters are tried where they live, in the browser.

It listens on a BroadcastChannel, so it needs no server.
"""

import asyncio
import json
import sqlite3

import flet as ft
import js
from pyodide.code import eval_code_async
from pyodide.ffi import create_proxy


def main(page: ft.Page) -> None:
    taps = 0

    def tapped(_: object) -> None:
        nonlocal taps
        taps += 1
        counter.value = f"Tryckt {taps}"
        page.update()

    counter = ft.Text("Tryckt 0", size=20)
    field = ft.TextField(label="Ord")
    page.add(ft.Text("Provapp: ← åäö ✓ Ж", weight=ft.FontWeight.BOLD, size=24), counter, field)
    page.add(ft.FilledButton("Tryck", on_click=tapped, height=48))

    def picked(event: ft.FilePickerResultEvent) -> None:
        page.add(*(ft.Text(f"Fick {file.name}, {len(file.bytes or b'')} byte") for file in event.files))

    picker = ft.FilePicker(on_result=picked)
    choose = ft.PickFiles(picker, with_data=True, allow_multiple=True)
    page.add(ft.FilledButton("Välj bild", action=choose, height=48))


def database(path: str = "/data/fieldwalk.db") -> sqlite3.Connection:
    """The walker's database as the app opens it; another's in the same way."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("locking_mode=exclusive", "journal_mode=wal", "synchronous=full", "temp_store=memory"):
        connection.execute(f"pragma {pragma}")
    connection.execute("create table if not exists rows (id integer primary key, word text)")
    return connection


names = {"database": database}
channel = js.BroadcastChannel.new("probe")


def say(**message: object) -> None:
    """To the test, at once."""
    channel.postMessage(json.dumps(message))


names["say"] = say


async def answer(question: dict[str, object]) -> None:
    try:
        result = await eval_code_async(str(question["code"]), names)
        say(id=question["id"], result=result)
    except Exception as error:
        say(id=question["id"], error=f"{type(error).__name__}: {error}")


def heard(event: object) -> None:
    question = json.loads(event.data)
    task = asyncio.ensure_future(answer(question))
    tasks.add(task)
    task.add_done_callback(tasks.discard)


tasks: set[asyncio.Future[None]] = set()
channel.onmessage = create_proxy(heard)
ft.run(main)
