"""What is squeezed comes back, and nothing swells beyond what was allowed."""

import gzip

import pytest

from fieldwalk.domain.refusals import Refused
from sync.squeeze import squeeze, unsqueeze

LONG = "mörkt vid porten ".encode() * 1000


@pytest.mark.parametrize(
    "content", [b"", b"short", LONG, bytes(range(256)) * 4], ids=["empty", "short", "long", "bytes"]
)
def test_it_comes_back(content: bytes) -> None:
    assert unsqueeze(squeeze(content), 1 << 20) == content
    assert unsqueeze(squeeze(content, like=gzip.compress(b"x")), 1 << 20) == content


def test_who_wrote_gzip_is_answered_in_gzip_and_who_wrote_zstd_in_zstd() -> None:
    assert squeeze(LONG, like=gzip.compress(b"x"))[:2] == b"\x1f\x8b"
    assert squeeze(LONG, like=squeeze(LONG))[:4] == b"\x28\xb5\x2f\xfd"


@pytest.mark.parametrize("body", [squeeze(LONG * 9), gzip.compress(LONG * 9)], ids=["zstd", "gzip"])
def test_what_swells_is_refused_before_it_has(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        unsqueeze(body, len(LONG))
    assert caught.value.code == "message_too_large"


@pytest.mark.parametrize(
    "body",
    [squeeze(LONG)[:-3], gzip.compress(LONG)[:-9], b"\x28\xb5\x2f\xfdnothing"],
    ids=["zstd", "gzip", "no zstd"],
)
def test_what_was_cut_is_not_readable(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        unsqueeze(body, 1 << 20)
    assert caught.value.code == "message_not_readable"
