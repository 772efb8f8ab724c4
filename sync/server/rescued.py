"""A rescue file comes home: what a phone could not send itself, taken through the same intake as everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.messages import MOST_CHANGES
from sync.protocol.rescue import Rescue
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.organisations import keepers


@dataclass(frozen=True)
class Homecoming:
    """What came of a rescue file. ``refused`` counts by code; what is in it stays in the file."""

    taken: int
    files: int
    refused: Mapping[str, int]
    unreadable: int

    def __str__(self) -> str:
        left = [f"{count} refused ({code})" for code, count in sorted(self.refused.items())]
        torn = [f"{self.unreadable} unreadable"] if self.unreadable else []
        return ", ".join([f"{self.taken} changes", f"{self.files} files", *left, *torn]) + "."


def bring_home(central: Central, rescue: Rescue) -> Homecoming:
    """Take everything in ``rescue`` that is not here yet; once more changes nothing.

    One bad change or file stops no other. Raises :class:`Refused` ``other_organisation`` when it belongs to an
    organisation that is not on this server, or to none and there is more than one.
    """
    caller = _writer(central, rescue)
    refused: Counter[str] = Counter()
    kept = sum(_put(central, caller, sha256, content, refused) for sha256, content in rescue.files.items())
    taken = 0
    for batch in _batches(rescue.changes):
        for receipt in central.take(caller, batch):
            taken += receipt.refused is None
            refused.update([receipt.refused] if receipt.refused else [])
    return Homecoming(taken, kept, dict(refused), rescue.unreadable)


def _writer(central: Central, rescue: Rescue) -> Caller:
    here = keepers(central.database)
    mine = [caller for caller in here if caller.organisation == rescue.organisation or not rescue.organisation]
    if len(mine) != 1:
        raise Refused("other_organisation", organisation=rescue.organisation)
    return Caller(mine[0].organisation, rescue.person_id or mine[0].person_id, mine[0].role)


def _put(central: Central, caller: Caller, sha256: str, content: bytes, refused: Counter[str]) -> bool:
    try:
        central.files.put(caller, sha256, content)
    except Refused as refusal:
        refused.update([refusal.code])
        return False
    return True


def _batches(changes: Sequence[Change]) -> list[Sequence[Change]]:
    return [changes[begin : begin + MOST_CHANGES] for begin in range(0, len(changes), MOST_CHANGES)]
