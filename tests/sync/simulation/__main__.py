"""`python -m tests.sync.simulation --seeds 10000`: play many stories; status 1 when any of them ends badly."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections import Counter
from multiprocessing import Pool

from tests.sync.simulation.story import MODES, played


def outcome(seed: int, mode: str | None = None) -> tuple[int, str | None]:
    """How the story of ``seed`` ended; a crash of the code at trial is an end too."""
    logging.disable(logging.ERROR)
    try:
        return seed, played(seed, mode)
    except Exception as fault:
        return seed, f"crash: {fault!r}"[:200]


def _outcome(asked: tuple[int, str | None]) -> tuple[int, str | None]:
    return outcome(*asked)


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.sync.simulation")
    asked.add_argument("--seeds", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    asked.add_argument("--mode", choices=sorted(set(MODES)))
    asked.add_argument("--until-bad", action="store_true", help="stop at the first that ends badly")
    chosen = asked.parse_args(arguments)
    began = time.monotonic()
    seeds = [(seed, chosen.mode) for seed in range(chosen.first, chosen.first + chosen.seeds)]
    with Pool(chosen.workers) as pool:
        ends = []
        for seed, end in pool.imap(_outcome, seeds, chunksize=4):
            ends += [(seed, end)] if end else []
            if end and chosen.until_bad:
                break
    for what, count in Counter(end[:60] for _, end in ends).most_common(12):
        first = next(seed for seed, end in ends if end.startswith(what))
        print(f"{count:6}  {what}  (first: seed {first})")
    print(f"{chosen.seeds} seeds, {len(ends)} ended badly, {time.monotonic() - began:.1f} s")
    return 1 if ends else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
