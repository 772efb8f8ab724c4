"""A backup is whole or is none; what is restored is sound, and another history."""

from __future__ import annotations

import io
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import Refused
from sync.server.app import assemble
from sync.server.backup import back_up, restore
from sync.server.settings import Settings
from sync.server.store.migrations import epoch
from tests.fakes.central_world import JPEG, World
from tests.sync.server.test_files import get, name_of, put
from tests.sync.server.test_parts import PHOTO, send


def silent(_: str) -> None: ...


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    """A backup of the world, with a photo and a part of another, taken while it serves."""
    put(world.phone("leader"), JPEG)
    send(world.phone("leader"), 0, PHOTO[:1000])
    back_up(world.settings, tmp_path / "walks.tar", silent)
    return tmp_path / "walks.tar"


def test_everything_is_as_it_was_and_the_history_is_another(world: World, file: Path, tmp_path: Path) -> None:
    phone = world.phone("leader")
    phone.push(phone.change("issue", world.issue, words="efter kopian"))
    settings = replace(world.settings, data=tmp_path / "new" / "data")

    restore(settings, file, silent)

    before = [change.stamp for change in world.phone("coordinator").pull()]
    again = World.__new__(World)
    again.__dict__.update(World(settings.data, world.clock, settings).__dict__)
    again.__dict__.update(organisation=world.organisation, walk=world.walk, issue=world.issue)
    after = [change.stamp for change in again.phone("coordinator").pull()]
    assert after == before[:-1]
    assert get(again.phone("coordinator"), name_of(JPEG)).content == JPEG
    with again.central.database.read() as new, world.central.database.read() as old:
        assert epoch(new) != epoch(old)
    again.central.close()


def test_only_its_owner_reads_a_backup_and_parts_are_not_in_it(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as tar:
        assert sorted(name.split("/")[0] for name in tar.getnames()) == ["files", "server.sqlite"]


def test_a_backup_that_cannot_be_written_leaves_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sync.server.backup._sync", full)
    (tmp_path / "out").mkdir()

    with pytest.raises(OSError, match="No space"):
        back_up(world.settings, tmp_path / "out" / "walks.tar", silent)

    assert list((tmp_path / "out").iterdir()) == []


def test_data_that_is_there_is_never_written_over(world: World, file: Path) -> None:
    with pytest.raises(FileExistsError, match="already"):
        restore(world.settings, file, silent)


def repacked(file: Path, change: Callable[[tarfile.TarInfo, bytes], tuple[str, bytes] | None]) -> None:
    """The backup with its members as ``change`` says."""
    with tarfile.open(file) as tar:
        members = [(member, tar.extractfile(member).read()) for member in tar]  # type: ignore[union-attr]
    with tarfile.open(file, "w") as tar:
        for name, content in filter(None, (change(*pair) for pair in members)):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def without_database(member: tarfile.TarInfo, content: bytes) -> tuple[str, bytes] | None:
    return None if member.name == "server.sqlite" else (member.name, content)


def damaged_database(member: tarfile.TarInfo, content: bytes) -> tuple[str, bytes]:
    return member.name, content[:8192] + b"\xaa" * 8192 + content[16384:] if "sqlite" in member.name else content


def damaged_photo(member: tarfile.TarInfo, content: bytes) -> tuple[str, bytes]:
    return member.name, content[::-1] if "files" in member.name else content


def escaping(member: tarfile.TarInfo, content: bytes) -> tuple[str, bytes]:
    return ("../escaped" if "files" in member.name else member.name), content


@pytest.mark.parametrize("change", [without_database, damaged_database, damaged_photo, escaping])
def test_a_backup_that_is_not_sound_restores_nothing(
    file: Path, tmp_path: Path, change: Callable[[tarfile.TarInfo, bytes], tuple[str, bytes] | None]
) -> None:
    repacked(file, change)

    with pytest.raises(Refused, match="store_damaged"):
        restore(Settings(data=tmp_path / "new" / "data", secret="kept"), file, silent)

    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_backup_that_was_cut_restores_nothing(file: Path, tmp_path: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(Refused, match="store_damaged"):
        restore(Settings(data=tmp_path / "new" / "data", secret="kept"), file, silent)

    assert list((tmp_path / "new").iterdir()) == []


def test_other_stores_have_their_own_ways(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pg_dump"):
        back_up(Settings(database_url="postgresql://a"), tmp_path / "x.tar", silent)


def test_a_secret_that_was_made_comes_back(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    assemble(settings).close()
    back_up(settings, tmp_path / "walks.tar", silent)

    other = Settings(data=tmp_path / "other")
    restore(other, tmp_path / "walks.tar", silent)

    assert other.kept_secret() == settings.kept_secret()
    with closing(assemble(other)):
        assert stat.S_IMODE((other.data / "secret").stat().st_mode) == 0o600
