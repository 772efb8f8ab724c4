"""``python -m fieldwalk.bundle OUT`` assembles the browser app in the folder OUT."""

import argparse
import sys
import time
from pathlib import Path

from fieldwalk.bundle.build import ENTRY, build
from fieldwalk.bundle.errors import BundleError


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 0 only when the app is whole."""
    parser = argparse.ArgumentParser(prog="python -m fieldwalk.bundle", description="Build the browser app.")
    parser.add_argument("out", type=Path, help="the folder to write; an older build there is replaced")
    parser.add_argument("--entry", default=ENTRY, help="the module that starts the app (%(default)s)")
    parser.add_argument("--extra", type=Path, help="a folder with more Python modules to carry along")
    parser.add_argument("--plain", action="store_true", help="no compressed copies beside the files")
    options = parser.parse_args(arguments)
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - started:5.1f} s  {text}", flush=True)

    try:
        build(options.out, entry=options.entry, extra=options.extra, compress=not options.plain, say=say)
    except BundleError as error:
        print(f"The browser app was not built. {error}", file=sys.stderr)
        return 1
    files = [path for path in options.out.rglob("*") if path.is_file() and path.suffix not in (".br", ".gz")]
    size = sum(path.stat().st_size for path in files)
    say(f"done: {options.out} ({size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
