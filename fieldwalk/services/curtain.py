"""The curtain: one press hides everything that stands on this phone, and a PIN, where one is chosen, keeps it hidden.

It keeps glances out, not whoever takes the phone apart: the store itself is not encrypted. Capture never waits for it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from fieldwalk.domain.refusals import Refused
from fieldwalk.listeners import Dispose, Listeners
from sync.client.journal import Journal

SHORTEST, LONGEST = 4, 8
"""Digits of a PIN."""

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 30_000, 15 * 60_000
"""Milliseconds until the next try after that many wrong ones; each further one doubles it."""

FORGOTTEN = 24 * 3_600_000
"""Milliseconds from saying that the PIN is forgotten until the phone opens without one: nothing is ever locked away."""

_FACT = "curtain"


@dataclass(frozen=True)
class _Kept:
    """What the phone remembers of it. Moments are UTC milliseconds; 0 is never."""

    wanted: bool = False
    salt: str = ""
    pin: str = ""
    wrong: int = 0
    tried_at: int = 0
    forgotten_at: int = 0


class Curtain:
    """``closed``: nothing of the walks may be on the screen. A phone with a PIN starts behind a closed curtain."""

    def __init__(self, journal: Journal, now: Callable[[], int], random_bytes: Callable[[int], bytes]) -> None:
        self._journal, self._now, self._random_bytes = journal, now, random_bytes
        self._listeners: Listeners[[]] = Listeners()
        self.closed = self.has_pin

    @property
    def wanted(self) -> bool:
        """Whether the button that closes it is shown."""
        return self._kept().wanted

    @property
    def has_pin(self) -> bool:
        return bool(self._kept().pin)

    @property
    def opens_at(self) -> int:
        """When the phone opens without its PIN (UTC ms), because it was said to be forgotten; 0 when it was not."""
        kept = self._kept()
        return kept.forgotten_at + FORGOTTEN if kept.forgotten_at else 0

    def want(self, wanted: bool) -> None:
        """Show the button, or take it away with the PIN that goes with it."""
        self._keep(replace(self._kept(), wanted=True) if wanted else _Kept())

    def choose(self, pin: str) -> None:
        """From now on ``pin`` opens. Raises :class:`Refused` ``pin_not_valid``: four to eight digits."""
        if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
            raise Refused("pin_not_valid")
        salt = self._random_bytes(16).hex()
        self._keep(_Kept(wanted=True, salt=salt, pin=_hashed(salt, pin)))

    def close(self) -> None:
        """Hide everything, at once."""
        self._turn(True)

    def open(self, pin: str = "") -> None:
        """Show everything again.

        Raises :class:`Refused` ``pin_wrong``, and ``too_many_tries`` (its ``seconds``) after some of them, when
        even the right one is not listened to. A PIN that was forgotten a day ago is gone.
        """
        kept = self._kept()
        if kept.pin and not self._forgotten(kept):
            self._ask(kept, pin)
        if kept.pin:
            fresh = replace(kept, wrong=0, tried_at=0, forgotten_at=0)
            self._keep(_Kept(wanted=kept.wanted) if self._forgotten(kept) else fresh)
        self._turn(False)

    def forget(self) -> None:
        """The PIN is forgotten: a day from now it is gone, unless somebody who knows it opens before."""
        kept = self._kept()
        if not kept.forgotten_at:
            self._keep(replace(kept, forgotten_at=self._now()))

    def subscribe(self, listener: Callable[[], object]) -> Dispose:
        """Call ``listener`` whenever anything here has changed."""
        return self._listeners.subscribe(listener)

    def _ask(self, kept: _Kept, pin: str) -> None:
        wait = _wait(kept.wrong)
        left = kept.tried_at + wait - self._now()
        if 0 < left <= wait:  # a clock that was set back does not make anybody wait longer
            raise Refused("too_many_tries", seconds=-(-left // 1000))
        if not hmac.compare_digest(_hashed(kept.salt, pin), kept.pin):
            self._keep(replace(kept, wrong=kept.wrong + 1, tried_at=self._now()))
            raise Refused("pin_wrong")

    def _forgotten(self, kept: _Kept) -> bool:
        return bool(kept.forgotten_at) and self._now() >= kept.forgotten_at + FORGOTTEN

    def _turn(self, closed: bool) -> None:
        self.closed = closed
        self._listeners.tell()

    def _kept(self) -> _Kept:
        return _Kept(**json.loads(self._journal.fact(_FACT) or "{}"))

    def _keep(self, kept: _Kept) -> None:
        self._journal.keep_fact(_FACT, json.dumps(asdict(kept)))
        self._listeners.tell()


def _wait(wrong: int) -> int:
    """Milliseconds to wait after so many wrong tries."""
    return 0 if wrong < FREE_TRIES else int(min(FIRST_WAIT * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT))


def _hashed(salt: str, pin: str) -> str:
    # A slow hash would protect nothing: whoever can read this fact can read the walks beside it.
    return sha256(f"{salt}:{pin}".encode()).hexdigest()
