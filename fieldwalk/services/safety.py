"""What is safe on the server, what still waits on this phone, and why: the numbers behind the one sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldwalk.data.store import Store
from sync.client.journal import RIGHT_ENDED, WITHDRAWN, Journal, Turned
from sync.client.shelf import Shelf
from sync.protocol.clock import TOLERANCE

NEEDS_A_PERSON = (
    "storage_full", "not_saved", "server_full", "not_allowed", "other_organisation", "protocol_not_spoken", RIGHT_ENDED,
    "handed_in_enough",
)  # fmt: skip
"""What no waiting solves: on this phone, or at the server."""

Share = tuple[int, int]
"""How many are safe, of how many."""


@dataclass(frozen=True)
class Safety:
    """The state of the exchange in plain numbers. ``sign`` is ``safe``, ``sending``, ``phone`` or ``help``.

    ``reason`` is a refusal's code when something stands in the way; ``last_at`` the last contact, UTC ms.
    ``photos`` and ``voices`` are the files, of all walks. ``photos_wait``: some of this phone's own photos stay here
    until it is on Wi-Fi, as was wished; recordings never do.
    ``quarantined``: once the right ended, how many changes of this phone's own no server has taken;
    ``held``: how many texts are kept back until their writer has looked at them again;
    ``ahead``: how far the phone's clock was ahead of the server's at the last contact (ms), behind it when below 0;
    0 for what nobody needs to know of;
    ``withdrawn_at``: when it was last told to forget what it may not hold any more (UTC ms).
    """

    sign: str
    reason: str | None
    issues: Share
    photos: Share
    fixes: Share
    answers: Share
    waiting: int
    refused: Sequence[Turned]
    last_at: int | None
    photos_wait: bool = False
    quarantined: int = 0
    withdrawn_at: int | None = None
    held: int = 0
    ahead: int = 0
    voices: Share = (0, 0)


def safety(
    store: Store,
    journal: Journal,
    shelf: Shelf,
    *,
    sending: bool,
    reason: str | None,
    photos_travel: bool = True,
    held: int = 0,
    walk_id: str | None = None,
) -> Safety:
    """The safety of one walk, or of everything on the phone."""
    shares = {record: _share(store, record, walk_id) for record in ("issue", "fixes", "action")}
    load, spoken = shelf.load(), shelf.load("voice")
    refused, met = journal.turned(), journal.fact("met_at")
    withdrawn = journal.fact(WITHDRAWN)
    reason = RIGHT_ENDED if journal.fact(RIGHT_ENDED) else reason
    waiting = journal.waiting() + shelf.waiting()
    reason = reason or next(iter(shelf.turned().values()), None)
    return Safety(
        sign=_sign(waiting, held, sending=sending, reason=reason, refused=bool(refused or shelf.turned())),
        reason=reason,
        issues=shares["issue"],
        photos=(load.safe, load.all),
        fixes=shares["fixes"],
        answers=shares["action"],
        waiting=waiting,
        refused=refused,
        last_at=int(met) if met else None,
        quarantined=journal.quarantined() if reason == RIGHT_ENDED else 0,
        withdrawn_at=int(withdrawn) if withdrawn else None,
        photos_wait=not photos_travel and load.safe < load.all,
        held=held,
        ahead=_ahead(journal),
        voices=(spoken.safe, spoken.all),
    )


def _ahead(journal: Journal) -> int:
    ahead = int(journal.fact("skew") or 0)
    return ahead if abs(ahead) > TOLERANCE else 0


def _share(store: Store, record: str, walk_id: str | None) -> Share:
    everything = store.count(walk_id, record)
    return max(0, everything - store.unsent(walk_id, record)), everything


def _sign(waiting: int, held: int, *, sending: bool, reason: str | None, refused: bool) -> str:
    if refused or reason in NEEDS_A_PERSON:
        return "help"
    if not waiting:
        return "phone" if held else "safe"
    return "sending" if sending and reason is None else "phone"
