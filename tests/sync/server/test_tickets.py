"""Tickets: signed, short-lived, and silent about why they do not open."""

import base64
import hashlib

import pytest

from fieldwalk.domain.refusals import Refused
from sync.server.tickets import LIFE, Download, Tickets
from tests.fakes.central_world import FakeClock

DOWNLOAD = Download("org", "person", "leader", "walk", "pdf", "sv")


def test_a_ticket_opens_what_it_was_written_for_until_it_ends() -> None:
    clock = FakeClock()
    tickets = Tickets("secret", clock)
    ticket = tickets.write(DOWNLOAD)
    clock.now += LIFE - 1
    assert tickets.read(ticket) == DOWNLOAD

    clock.now += 1
    with pytest.raises(Refused, match="not_found"):
        tickets.read(ticket)


@pytest.mark.parametrize("forged", ["", "x", "eyJhIjoxfQ.c2ln", "å", "a.b.c"])
def test_a_forged_ticket_opens_nothing(forged: str) -> None:
    with pytest.raises(Refused, match="not_found"):
        Tickets("secret", FakeClock()).read(forged)


def test_a_ticket_signed_with_another_secret_opens_nothing() -> None:
    with pytest.raises(Refused, match="not_found"):
        Tickets("secret", FakeClock()).read(Tickets("other", FakeClock()).write(DOWNLOAD))


def test_a_ticket_is_signed_with_sha_256() -> None:
    signed = Tickets("kept", lambda: 0).write(DOWNLOAD)

    assert len(base64.urlsafe_b64decode(signed.rsplit(".", 1)[1] + "=")) == hashlib.sha256().digest_size
