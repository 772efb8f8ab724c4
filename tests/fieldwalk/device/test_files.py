"""The contract of ports.Files, held by the folder of the packaged app and by the fake that other tests stand on."""

import errno
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from fieldwalk.device.native.files import FolderFiles
from fieldwalk.device.ports import Files
from fieldwalk.domain.refusals import Refused
from tests.fakes.device import MemoryFiles

CONTENT = b"a photo" * 100
NAME = sha256(CONTENT).hexdigest()

Make = Callable[[Path], Files]


@pytest.fixture(params=[lambda folder: FolderFiles(folder / "files"), lambda folder: MemoryFiles()])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    make: Make = request.param
    return make(tmp_path)


async def test_what_was_saved_is_loaded_and_named(files: Files) -> None:
    assert await files.load(NAME) is None
    await files.save(NAME, CONTENT)
    await files.save(NAME, CONTENT)
    assert await files.load(NAME) == CONTENT
    assert await files.names() == {NAME}


async def test_what_was_removed_is_gone_and_removing_nothing_is_harmless(files: Files) -> None:
    await files.save(NAME, CONTENT)
    await files.remove(NAME)
    await files.remove(NAME)
    assert await files.load(NAME) is None
    assert await files.names() == set()


async def test_a_content_that_its_name_does_not_fit_is_refused_and_not_kept(files: Files) -> None:
    with pytest.raises(Refused) as refused:
        await files.save(NAME, CONTENT[:-1])
    assert refused.value.code == "file_damaged"
    assert await files.names() == set()


async def test_a_file_that_the_disk_has_changed_is_never_taken_for_whole(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    await files.save(NAME, CONTENT)
    (tmp_path / NAME).write_bytes(CONTENT[:50])
    with pytest.raises(Refused) as refused:
        await files.load(NAME)
    assert refused.value.code == "file_damaged"


@pytest.mark.parametrize("full_at", [1, 2])
async def test_a_full_disk_is_a_refusal_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_at: int
) -> None:
    flushed = []

    def full(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    files = FolderFiles(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused) as refused:
        await files.save(NAME, CONTENT)
    assert refused.value.code == "storage_full"
    assert list(tmp_path.iterdir()) == []
