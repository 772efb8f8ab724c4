"""The page object that the journeys stand on: what it says it has done is done."""

from pathlib import Path

import pytest

from tests.browser.probing import Probe


def test_what_is_on_the_screen_is_read_tapped_and_written(app: Probe) -> None:
    assert "Tryckt 0" in app.see("Provapp").texts()
    for count in range(1, 4):
        app.tap("Tryck").see(f"Tryckt {count}")
    app.see_not("Tryckt 0")
    for words in ("Trasig lampa – åäö", "ett annat", "20 % (två) [tre] a.b*"):
        app.write("Ord", words).see(words)


def test_files_are_picked_as_a_person_picks_them(app: Probe, tmp_path: Path) -> None:
    for name, size in (("ett.jpg", 10), ("två.jpg", 300_000)):
        (tmp_path / name).write_bytes(bytes(size))
    app.pick("Välj bild", tmp_path / "ett.jpg").see("Fick ett.jpg, 10 byte")
    app.pick("Välj bild", [tmp_path / "ett.jpg", tmp_path / "två.jpg"]).see("Fick två.jpg, 300000 byte")


def test_a_text_that_never_comes_is_an_error(app: Probe) -> None:
    with pytest.raises(AssertionError, match=r"'Fanns aldrig' never came; there is .*Provapp"):
        app.see("Fanns aldrig", timeout=300)
    with pytest.raises(AssertionError, match=r"'Provapp' never went; there is .*Provapp"):
        app.see_not("Provapp", timeout=300)
