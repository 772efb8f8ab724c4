"""A quick share of the stories in every run; `python -m tests.sync.simulation --seeds 10000` plays them all."""

import ast

import pytest

from tests.sync.simulation.__main__ import outcome
from tests.sync.simulation.mutants import MUTANTS, ROOT
from tests.sync.simulation.story import MODES

SEEDS = 80


@pytest.mark.parametrize("begin", range(0, SEEDS, 20))
def test_every_story_ends_well(begin: int) -> None:
    assert [end for end in map(outcome, range(begin, begin + 20)) if end[1]] == []


@pytest.mark.parametrize("mode", sorted(set(MODES)))
def test_every_kind_of_misfortune_ends_well(mode: str) -> None:
    assert [end for seed in range(5) if (end := outcome(50_000 + seed, mode))[1]] == []


def test_the_same_seed_is_the_same_story() -> None:
    assert outcome(7) == outcome(7)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.said)
def test_every_mutant_still_has_its_place_in_the_code(mutant: object) -> None:
    source = (ROOT / mutant.file).read_text("utf-8")  # type: ignore[attr-defined]
    assert source.count(mutant.before) == 1  # type: ignore[attr-defined]
    ast.parse(source.replace(mutant.before, mutant.after))  # type: ignore[attr-defined]
