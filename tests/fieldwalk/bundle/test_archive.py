"""The phone carries its own rooms and what they stand on, nothing of the server, and plain Python alone."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from fieldwalk.bundle import archive, client


def test_the_phones_rooms_are_carried_and_the_servers_are_not() -> None:
    files = archive.app_files()
    assert {"fieldwalk/main.py", "fieldwalk/device/browser/files.py", "sync/client/journal.py"} <= set(files)
    left_at_home = ("sync/server/", "fieldwalk/bundle/", "fieldwalk/device/native/", "requests/", "PIL/", "fastapi/")
    assert [path for path in files if path.startswith(left_at_home)] == []


def test_nothing_that_only_this_machine_can_run_is_carried() -> None:
    assert [path for path in archive.app_files() if path.endswith((".so", ".pyd", ".pyc"))] == []


def test_the_words_are_carried_compiled() -> None:
    files = archive.app_files()
    assert "fieldwalk/text/sv/LC_MESSAGES/fieldwalk.mo" in files
    assert not any(path.endswith(".po") for path in files)


def test_the_same_words_make_the_same_files_at_any_time_of_day() -> None:
    words = [content for path, content in archive.app_files().items() if path.endswith(".mo")]
    assert words
    assert all(b"POT-Creation-Date: 2020-01-01 00:00" in content for content in words)


def test_what_licences_ask_to_travel_with_the_code_travels() -> None:
    assert any("sqlite_utils" in path and "LICENSE" in path for path in archive.app_files())


def test_the_same_files_always_make_the_same_archive() -> None:
    files = {"b.py": b"2", "a.py": b"1"}
    packed = archive.packed(files)
    assert packed == archive.packed(dict(reversed(files.items())))
    with ZipFile(BytesIO(packed)) as opened:
        assert opened.namelist() == ["a.py", "b.py"]
        assert all(entry.compress_type == ZIP_STORED for entry in opened.infolist())


def test_a_tests_own_modules_can_be_carried_along(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("x = 1\n")
    assert archive.app_files(tmp_path)["mine.py"] == b"x = 1\n"


def test_the_standard_library_loses_what_a_phone_never_imports() -> None:
    library = archive.standard_library(client.web_folder() / "pyodide" / "python_stdlib.zip")
    assert "sqlite3/__init__.py" in library
    assert not any(name.startswith(("tkinter/", "test/", "idlelib/")) for name in library)
