"""`python rig_server.py PORT FOLDER`: our real server for the rig that measures other systems.

Its phones find the ways in beside the data, each good for one of them, as names of files in the folder ``ways-in``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from sync.server.app import assemble, create_app
from sync.server.settings import Settings
from sync.server.writer import found

WAYS_IN = "ways-in"
_PHONES = 8


def main(port: int, folder: Path) -> None:
    settings = Settings(data=folder, secret="kept")
    central = assemble(settings)
    ways = folder / WAYS_IN
    if not ways.exists():
        ways.mkdir()
        organisation = found(central, "Fittjahem").organisation
        for _ in range(_PHONES):
            (ways / central.joining.invite(organisation, "coordinator").url.rsplit("/", 1)[-1]).touch()
    app = create_app(settings, central=central)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
