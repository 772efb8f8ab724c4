"""A photo waits until somebody has looked through the very files that it has."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.looking import RIGHT, files_in, looked_at, waits
from fieldwalk.domain.records import Photo, field_table
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ROLES, may

HASHES = st.sampled_from(["a" * 64, "b" * 64, "c" * 64])
PHOTOS = st.builds(
    Photo,
    id=st.just("photo-0001"),
    sha256=st.none() | HASHES,
    thumbnail=st.none() | HASHES,
    covered=st.none() | HASHES,
    approved=st.none() | HASHES,
)


def test_who_leads_and_the_desk_look_photos_through_and_nobody_else() -> None:
    assert {role for role in ROLES if may(role, RIGHT)} == {"leader", "coordinator", "company_admin"}


def test_a_draft_waits_for_nobody() -> None:
    assert not waits(Photo("photo-0001"))
    assert looked_at(Photo("photo-0001", thumbnail="a" * 64)) is None


@given(PHOTOS)
def test_what_names_the_files_lets_them_pass_and_what_names_others_does_not(photo: Photo) -> None:
    files = looked_at(photo)
    assert waits(photo) == (files is not None and files not in (photo.covered, photo.approved))
    for field in ("covered", "approved"):
        assert not waits(replace(photo, **{field: files}))


@given(PHOTOS, HASHES)
def test_other_files_wait_anew(photo: Photo, fresh: str) -> None:
    looked = replace(photo, covered=None, approved=looked_at(photo))
    for changed in (replace(looked, sha256=fresh), replace(looked, sha256="d" * 64, thumbnail=fresh)):
        assert waits(changed) == (looked_at(changed) != looked.approved)


@given(PHOTOS)
def test_what_is_said_of_a_photo_may_stand_in_its_field(photo: Photo) -> None:
    for field in ("covered", "approved"):
        field_table(Photo)[field].check(files_in(asdict(photo)))


@pytest.mark.parametrize("words", ["yes", "a" * 64 + " ", " ".join(["a" * 64] * 3)])
def test_nothing_else_may(words: str) -> None:
    with pytest.raises(Refused):
        field_table(Photo)["approved"].check(words)
