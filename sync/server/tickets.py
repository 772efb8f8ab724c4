"""Short-lived signed links to a download: a browser opens them with no token of its own."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from itsdangerous import BadData, URLSafeSerializer

from fieldwalk.domain.refusals import Refused
from sync.server.intake import Clock

LIFE = 5 * 60 * 1000
"""Milliseconds."""


@dataclass(frozen=True)
class Download:
    """What a ticket opens: one walk's summary, for the person who asked."""

    organisation: str
    person_id: str
    role: str
    walk_id: str
    format: str
    language: str
    secrecy: str = "open"


class Tickets:
    """Signs and reads tickets. Nobody without the secret can write one."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._signer = URLSafeSerializer(secret, salt="download", signer_kwargs={"digest_method": hashlib.sha256})
        self._clock = clock

    def write(self, download: Download) -> str:
        """A ticket for ``download`` that ends after :data:`LIFE`."""
        return str(self._signer.dumps({**asdict(download), "ends_at": self._clock() + LIFE}))

    def read(self, ticket: str) -> Download:
        """What ``ticket`` opens. Raises :class:`Refused` ``not_found`` for a forged and for an ended one alike."""
        try:
            body = dict(self._signer.loads(ticket))
        except (BadData, TypeError, ValueError):
            raise Refused("not_found") from None
        if body.pop("ends_at") <= self._clock():
            raise Refused("not_found")
        return Download(**body)
