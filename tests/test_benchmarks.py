"""The benchmarks are found, told apart and written as issue 2 says."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import __main__ as bench
from tests.benchmarks.bench_rig import beside
from tests.benchmarks.figures import Figure, at_least, at_most, percentile, table
from tests.benchmarks.workload import as_record, told_back


def test_a_figure_holds_when_it_reaches_what_was_promised() -> None:
    assert at_most("a tap", 16, "ms", 16).holds
    assert not at_most("a tap", 17, "ms", 16).holds
    assert at_least("phones", 500, "phones", 500).holds
    assert not at_least("phones", 499, "phones", 500).holds
    assert Figure("cores", 2, "cores").holds


def test_the_file_is_a_list_with_the_five_words(tmp_path: Path) -> None:
    written = bench.write([at_most("a tap", 17, "ms", 16), Figure("cores", 2, "cores")], tmp_path / "build")
    assert json.loads(written.read_text("utf-8")) == [
        {"what": "a tap", "value": 17, "unit": "ms", "reach": 16, "holds": False},
        {"what": "cores", "value": 2, "unit": "cores", "reach": None, "holds": True},
    ]
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["bench.json"]


def test_the_table_says_no_where_a_figure_falls_short() -> None:
    head, slow, plain = table([at_most("a tap", 17, "ms", 16), Figure("cores", 2, "cores")]).splitlines()
    assert head.split() == ["what", "value", "unit", "reach", "holds"]
    assert slow.split() == ["a", "tap", "17", "ms", "at", "most", "16", "NO"]
    assert plain.split() == ["cores", "2", "cores"]


def test_the_systems_stand_side_by_side_and_one_that_broke_says_so() -> None:
    push = {"s": 0.25, "up": 1_000, "down": 500, "srv_cpu": 0.1}
    title, heads, ours, theirs, broke = beside(
        "The rig", {"ours": {"push": push}, "theirs": {"error": "gone"}}
    ).splitlines()
    assert (title, heads.split()[0], broke) == ("The rig", "system", "theirs broke: gone")
    assert ours.split() == ["ours", "0.25", "1,500", "0.10", *"-------"]
    assert theirs.split() == ["theirs", *"----------"]


def test_every_benchmark_file_gives_at_least_one_benchmark() -> None:
    found = {benchmark.__module__.rpartition(".")[2] for _, benchmark in bench.benchmarks()}
    assert found == {path.stem for path in bench.HERE.glob("bench_*.py")}


def test_an_unknown_benchmark_is_a_failure() -> None:
    assert bench.main(["no such thing"]) == 1


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.5, 0.9, 0.99, 1.0]))
def test_a_percentile_is_a_measured_value_that_covers_its_share(values: list[float], share: float) -> None:
    reached = percentile(values, share)
    assert reached in values
    assert sum(value <= reached for value in values) >= share * len(values) - 1e-9


def test_an_issue_of_the_rig_is_told_back_as_the_rig_has_it() -> None:
    said = {
        "category": "other",
        "severity": 0,
        "text": "Mörkt",
        "status": "new",
        "assignee": "",
        "sensitivity": "public",
    }
    where = {"lat": 59.2, "lon": 17.8, "accuracy": 4.0, "created": 1}
    ours = as_record({"id": "issue-0001", "t": "issue", "walk_id": "walk-0001", **said, **where})
    assert told_back({"id": ours.record_id, **ours.fields}) == {"id": "issue-0001", **said}
