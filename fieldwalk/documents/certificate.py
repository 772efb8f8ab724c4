"""The certificate of an erasure: what was taken away and what stays, to hand to the person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from fieldwalk.documents.paper import Paper, Table
from fieldwalk.documents.sheet import Labelled
from fieldwalk.text import text
from fieldwalk.text.moments import local

COUNTED = ("unnamed", "set_aside", "files", "entrances", "accounts")
"""What is told by its number, beside the records."""


def certificate(
    language: str,
    organisation: str,
    at: int,
    records: Mapping[str, int],
    counts: Mapping[str, int],
    number: int,
    proof: str,
    zone: tzinfo | None = None,
) -> Paper:
    """The certificate of what was erased at ``at`` (UTC milliseconds). It names the person nowhere.

    ``counts`` has :data:`COUNTED`; ``number`` and ``proof`` are the audit log's line, and its hash.
    """

    def say(key: str, **details: object) -> str:
        return text(f"certificate.{key}", language, **details)

    rows = tuple((text(f"record.{record}", language), str(found)) for record, found in sorted(records.items()))
    rows += tuple((say(name), str(counts[name])) for name in COUNTED if counts[name])
    return Paper(
        language=language,
        kicker=organisation,
        title=say("title"),
        when=local(at, zone).strftime("%Y-%m-%d %H:%M"),
        intro=say("intro"),
        facts=(Labelled(say("line"), say("line_body", number=number, proof=proof)),),
        tables=(Table(say("what"), (say("kind"), say("number")), rows, say("nothing")),),
        notes=(say("phones"), say("backups"), say("texts"), say("nobody"), say("log")),
    )
