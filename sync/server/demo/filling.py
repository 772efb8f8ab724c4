"""Putting the demo's story into a server, through the same intake as any phone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from fieldwalk.domain.ground import read_ground
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.messages import MOST_CHANGES
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.demo import neighbourhood
from sync.server.demo.story import TITLE, Demo, tell
from sync.server.demo.tiles import write_tiles
from sync.server.keys import new_identity
from sync.server.writer import found

TILES = "tiles.mbtiles"


def fill(central: Central) -> Demo:
    """Found the demo's organisation in ``central``, with its walks, photos and map tiles.

    Everything is drawn before the first write: a demo that is stopped while it draws leaves no half behind.
    Raises :class:`Refused` when the server does not take its own demo.
    """
    files: dict[str, bytes] = {}
    changes: list[Change] = []

    def put(content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        files[name] = content
        return name

    demo = tell(changes.extend, put, central.clock, new_identity(central.clock()))
    write_tiles(read_ground(neighbourhood.geojson()), central.settings.data / TILES)
    caller = found(central, TITLE, demo.organisation)
    for name, content in files.items():
        central.files.put(caller, name, content)
    for begin in range(0, len(changes), MOST_CHANGES):
        _take(central, caller, changes[begin : begin + MOST_CHANGES])
    return demo


def _take(central: Central, caller: Caller, changes: Sequence[Change]) -> None:
    for receipt in central.take(caller, changes):
        if receipt.refused:
            raise Refused(receipt.refused)
