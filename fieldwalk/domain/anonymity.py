"""Telling without being anybody: the name under which the words of who wishes to be nobody are kept. Pure.

The exchange must know a phone's own words again: it may take them back, and holds them when others may not. So they
need some writer. Of who wishes to be nobody it is worked out from the token that only their phone holds: whoever has
all that is kept can not get from an entrance to the words, nor from the words to an entrance, and nobody is shown it.

The wish is for all that one phone tells on one walk, never for one report beside another: two reports of one phone
can be told to be of one phone, by the clock stamps that the exchange needs, so the second would give the first away.
"""

from __future__ import annotations

import hashlib

_MARK = "nobody-"


def nobody(token: str) -> str:
    """The writer of what the holder of ``token`` (a long random secret) tells as nobody; the same each time."""
    said = f"writer of {token}".encode("utf-8", "replace")
    return _MARK + hashlib.sha256(said).hexdigest()[:32]


def is_nobody(person: str) -> bool:
    """Whether ``person`` is such a writer, whom no view names."""
    return person.startswith(_MARK)
