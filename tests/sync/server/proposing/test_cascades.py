"""The real library, on cheap pictures: what it proposes lies over the face, and nothing where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sync.server.app import assemble
from sync.server.proposing import cascades
from sync.server.proposing.cascades import Cascades
from sync.server.proposing.finder import Nothing
from sync.server.settings import Settings
from tests.fakes.faces import drawn_face


def test_a_face_is_proposed_once_and_nothing_where_there_is_none() -> None:
    finder = Cascades()
    [face] = finder.find(drawn_face())
    assert face.left < 540 / 1200 < 620 / 1200 < face.right
    assert face.top < 360 / 900 < 440 / 900 < face.bottom
    assert all(0 <= side <= 1 for side in face)
    assert finder.find(drawn_face(0)) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0drawn\xff\xd9"], ids=["empty", "no picture"])
def test_what_cannot_be_read_has_no_proposal(content: bytes) -> None:
    assert Cascades().find(content) == []


def test_a_library_without_its_cascades_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cascades, "_CASCADES", (("not_there.xml", 1),))
    with pytest.raises(ValueError, match="not_there"):
        Cascades()


def test_the_settings_choose_it_and_without_them_nothing_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, on = (Settings(data=tmp_path / name, secret="kept", faces=name) for name in ("off", "on"))
    for settings, chosen in ((plain, Nothing), (on, Cascades)):
        central = assemble(settings)
        central.close()
        assert isinstance(central.finder, chosen)
    monkeypatch.setitem(sys.modules, "sync.server.proposing.cascades", None)
    with pytest.raises(ValueError, match=r"fieldwalk\[faces\]"):
        assemble(on)
