"""A server of files that a test can stop and start again at the same address."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; a path without a file is the app's own, as it is on the real server."""

    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm",
    }  # fmt: skip

    def translate_path(self, path: str) -> str:
        found = Path(super().translate_path(path))
        is_page = not found.exists() and "." not in found.name and not path.startswith("/api/")
        return str(Path(self.directory) / "index.html") if is_page else str(found)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if self.path != self.server.half:  # type: ignore[attr-defined]
            return super().copyfile(source, outputfile)
        content = source.read()
        outputfile.write(content[: len(content) // 2])
        self.server.in_the_middle.set()  # type: ignore[attr-defined]
        self.server.go_on.wait(300)  # type: ignore[attr-defined]
        with suppress(OSError):
            outputfile.write(content[len(content) // 2 :])
        return None

    def do_POST(self) -> None:  # an echo, for the transport's test
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("X-Heard", self.headers.get("X-Said", ""))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[::-1])

    def log_message(self, *arguments: Any) -> None:
        pass


class _Closing(ThreadingHTTPServer):
    """Also hangs up on those who have connected and not yet asked: a browser connects ahead of need."""

    daemon_threads = True
    allow_reuse_port = True

    def __init__(self, *arguments: Any) -> None:
        self._open: set[socket.socket] = set()
        self.half = ""
        self.in_the_middle, self.go_on = threading.Event(), threading.Event()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for request in list(self._open):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)


class FileServer:
    """Serves ``folder`` on a port of its own while it is started."""

    def __init__(self, folder: Path) -> None:
        self._handler = partial(_Quiet, directory=str(folder))
        # Held while the server is stopped too, without listening: nobody else is given the port meanwhile.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))
        self._port = self._place.getsockname()[1]
        self._server: _Closing | None = None
        self.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = _Closing(("127.0.0.1", self._port), self._handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def show(self, folder: Path) -> None:
        """From now on another folder is served at the same address."""
        self._handler = partial(_Quiet, directory=str(folder))
        if self._server is not None:
            self._server.RequestHandlerClass = self._handler

    @contextmanager
    def halfway(self, path: str) -> Iterator[threading.Event]:
        """Whoever asks for the path gets half of it, and the event is set; the other half comes after the block."""
        assert self._server is not None
        self._server.half = path
        self._server.in_the_middle.clear()
        self._server.go_on.clear()
        try:
            yield self._server.in_the_middle
        finally:
            self._server.half = ""
            self._server.go_on.set()

    def close(self) -> None:
        """Gone for good."""
        self.stop()
        self._place.close()

    def stop(self) -> None:
        """Nobody answers at the address any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.hang_up()
            self._server = None


def linked_copy(folder: Path, target: Path) -> Path:
    """The folder anew, without copying a byte; change a file in it only by ``replace``."""
    shutil.copytree(folder, target, copy_function=lambda source, copy: Path(copy).hardlink_to(source))
    return target


def replace(file: Path, content: bytes) -> None:
    """Gives a file of a linked copy a content of its own."""
    file.unlink()
    file.write_bytes(content)
