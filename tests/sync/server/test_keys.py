"""Secrets that people and phones carry."""

from __future__ import annotations

import base64

from sync.server.keys import hashed, new_secret


def test_a_token_is_256_bits_that_nobody_had_before() -> None:
    made = [new_secret() for _ in range(100)]

    assert {len(base64.urlsafe_b64decode(each + "=")) for each in made} == {32}
    assert len({*made, *map(hashed, made)}) == 200
