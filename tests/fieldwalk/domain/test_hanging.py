"""What hangs on a point and what names a file is told by the field tables."""

from fieldwalk.domain.hanging import FILES, HUNG, files_named, is_hung, issue_named
from fieldwalk.domain.records import Photo, Voice
from fieldwalk.domain.secrecy import CLASSED


def test_photos_and_recordings_hang_on_a_point_and_have_its_class() -> None:
    assert list(HUNG) == [Photo, Voice]
    assert {"issue", "action", *(kind.name for kind in HUNG)} == CLASSED


def test_what_hangs_says_which_point_it_hangs_on() -> None:
    assert issue_named("voice", "voice-001", {"issue_id": "issue-001"}) == "issue-001"
    assert issue_named("action", "issue-001", {}) == issue_named("issue", "issue-001", {}) == "issue-001"
    assert issue_named("photo", "photo-001", {}) is issue_named("stop", "stop-0001", {"issue_id": "issue-001"}) is None
    assert not is_hung("stop")


def test_files_are_named_by_grounds_photos_and_recordings() -> None:
    assert FILES == {"area": ("ground",), "photo": ("sha256", "thumbnail"), "voice": ("sha256",)}
    assert files_named("photo", {"sha256": "a" * 64, "thumbnail": None, "covered": "b" * 64}) == ["a" * 64]
    assert files_named("issue", {"words": "a" * 64}) == []
