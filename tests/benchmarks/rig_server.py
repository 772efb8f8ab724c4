"""`python rig_server.py PORT FOLDER`: our real server for the rig that measures other systems.

Its first phone finds the way in beside the data, in the file ``way-in``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from sync.server.app import assemble, create_app
from sync.server.settings import Settings
from sync.server.writer import found

WAY_IN = "way-in"


def main(port: int, folder: Path) -> None:
    settings = Settings(data=folder, secret="kept")
    central = assemble(settings)
    way_in = folder / WAY_IN
    if not way_in.exists():
        opened = central.joining.invite(found(central, "Fittjahem").organisation, "coordinator")
        way_in.write_text(opened.url.rsplit("/", 1)[-1], "utf-8")
    app = create_app(settings, central=central)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
