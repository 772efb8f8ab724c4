"""`make bench`: run every bench_* function of this folder, print a table and write build/bench.json.

Words as arguments choose the benchmarks whose names hold one of them. The status is 0 when everything could
be measured, whether it holds or not: a slow machine is not a failure, and the table says NO.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks import machine
from tests.benchmarks.figures import Figure, Note, table

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build"

Benchmark = Callable[[], Iterable[Figure | Note]]


def benchmarks(folder: Path = HERE) -> Iterator[tuple[str, Benchmark]]:
    """Every function named bench_* in the folder's bench_*.py, by file and then as written."""
    for path in sorted(folder.glob("bench_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        for name, found in vars(module).items():
            if name.startswith("bench_") and callable(found):
                yield name, found


def run(chosen: Iterable[tuple[str, Benchmark]]) -> Iterator[Figure | Note]:
    """The machine's reference, then each chosen benchmark's figures; stderr tells which one is at work."""
    yield from machine.measure()
    for name, benchmark in chosen:
        print(f"{name} ...", file=sys.stderr, flush=True)
        yield from benchmark()


def write(figures: Sequence[Figure], build: Path = BUILD) -> Path:
    """Write the figures to bench.json in the build folder: whole or not at all."""
    build.mkdir(parents=True, exist_ok=True)
    unfinished = build / "bench.json.part"
    unfinished.write_text(json.dumps([figure.as_record() for figure in figures], indent=1) + "\n", "utf-8")
    return unfinished.replace(build / "bench.json")


def main(words: Sequence[str]) -> int:
    """Measure, print, write. Status 1 when no benchmark has any of the words in its name."""
    everything = list(benchmarks())
    chosen = [pair for pair in everything if any(word in pair[0] for word in words)] if words else everything
    if not chosen:
        print(f"No benchmark is named like {', '.join(words)}.", file=sys.stderr)
        return 1
    figures: list[Figure] = []
    notes: list[str] = []
    for each in run(chosen):
        if isinstance(each, Note):
            notes.append(each.words)
            continue
        figures.append(each)
        print(f"  {each.what}: {each.value:,.6g} {each.unit}", file=sys.stderr, flush=True)
    written = write(figures).relative_to(BUILD.parent)
    print("", machine.described(), table(figures), *notes, f"Written to {written}.", sep="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
