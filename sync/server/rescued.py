"""A rescue file comes home: what a phone could not send itself, taken through the same intake as everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256 as hashed

from fieldwalk.domain.guarded import GUARDED
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.clock import LONGEST_REPLICA, Stamp, is_stamp
from sync.protocol.messages import MOST_CHANGES
from sync.protocol.rescue import Rescue
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.organisations import keepers
from sync.server.rules import AWAITS, DECLINED


@dataclass(frozen=True)
class Homecoming:
    """What came of a rescue file. ``refused`` counts by code; what is in it stays in the file.

    ``drafts`` are words that wait, or waited, for the yes of who leads; ``forms`` what was half filled in and can be
    read in the file only.
    """

    taken: int
    files: int
    refused: Mapping[str, int]
    unreadable: int
    drafts: int = 0
    forms: int = 0

    def __str__(self) -> str:
        waiting = [f"{self.drafts} drafts for a yes at the desk"] if self.drafts else []
        left = [f"{count} refused ({code})" for code, count in sorted(self.refused.items())]
        torn = [f"{self.unreadable} unreadable"] if self.unreadable else []
        told = ", ".join([f"{self.taken} changes", f"{self.files} files", *waiting, *left, *torn]) + "."
        return f"{told} Forms that were not sent, to be read in its drafts.json: {self.forms}." if self.forms else told


def bring_home(central: Central, rescue: Rescue) -> Homecoming:
    """Take everything in ``rescue`` that is not here yet; once more changes nothing.

    Words that their writer had not handed on are not finished words: they wait for a yes, as a latecomer's do. One
    bad change, file or draft stops no other. Raises :class:`Refused` ``other_organisation`` when it belongs to an
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
    waiting = _drafted(rescue)
    late = replace(caller, is_late=True)
    kinds = Counter(receipt.refused for batch in _batches(waiting) for receipt in central.take(late, batch))
    drafts = sum(kinds.pop(code, 0) for code in (None, AWAITS, DECLINED))
    refused.update({code: count for code, count in kinds.items() if code})
    forms = len(rescue.drafts) - len(waiting)
    return Homecoming(taken, kept, dict(refused), rescue.unreadable, drafts, forms)


def _drafted(rescue: Rescue) -> list[Change]:
    """The drafts that are words of a record, as changes of their writer's."""
    places = [(place.split("/"), words) for place, words in sorted(rescue.drafts.items())]
    return [
        Change(_stamp(rescue, place, words), rescue.person_id, place[0], place[1], {place[2]: words.strip() or None})
        for place, words in places
        if len(place) == 3 and place[2] in GUARDED.get(place[0], ())
    ]


def _stamp(rescue: Rescue, place: list[str], words: str) -> str:
    """Right after the last that the phone wrote of the record, or at all; the same for the same words whenever the file
    is imported. Its replica is the draft itself: no phone can ever give it to another change."""
    own = [change for change in rescue.changes if is_stamp(change.stamp)]
    of_record = [change for change in own if [change.record, change.record_id] == place[:2]]
    moment = max((change.moment.time for change in of_record or own), default=0) + 1
    return str(Stamp(moment, 0, hashed("/".join([*place, words]).encode()).hexdigest()[:LONGEST_REPLICA]))


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
