"""A column at a time gives the same text, to the last byte, as a change at a time."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fields import Json
from fieldwalk.domain.refusals import Refused
from sync.protocol.canonical import canonical_column, canonical_rows, canonical_text
from sync.protocol.changes import Change, all_sound, check
from sync.protocol.table import Table

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
places = st.lists(st.floats(), min_size=3, max_size=3) | st.lists(st.integers(), max_size=2)
kinds = [st.text(), st.integers(), st.floats(), st.booleans(), st.none() | st.integers(), st.none() | st.text(), places]
alike = st.sampled_from([*kinds, values]).flatmap(lambda kind: st.lists(kind, max_size=6))


@given(alike)
def test_a_column_is_written_as_each_of_its_values_is(column: list[Json]) -> None:
    assert list(canonical_column(column)) == [canonical_text(value) for value in column]


names = st.lists(st.from_regex(r"[a-z_%]{1,8}", fullmatch=True), unique=True, max_size=4).map(sorted)


@given(names, st.data())
def test_rows_are_written_as_each_object_is(names: list[str], data: st.DataObject) -> None:
    columns = [data.draw(st.lists(values, min_size=2, max_size=2)) for _ in names]
    objects = [dict(zip(names, [column[row] for column in columns], strict=True)) for row in range(2)]

    assert list(canonical_rows(names, columns, 2)) == [canonical_text(value) for value in objects]


@given(names, st.data())
def test_a_table_gives_the_changes_that_each_would_be_by_itself(names: list[str], data: st.DataObject) -> None:
    """Also when its columns are not sorted, or hold what cannot be written down, or there are none."""
    columns = [data.draw(st.lists(values, min_size=2, max_size=2)) for _ in names]
    stamps = [f"0000000000010000-{'a' * 8}", f"0000000000020000-{'b' * 8}"]
    shuffled = data.draw(st.permutations(range(len(names))))
    table = Table(
        "iss%sue", [names[n] for n in shuffled], stamps, ["p", "q"], ["id-1", "id-2"], [columns[n] for n in shuffled]
    )

    for row, change in enumerate(table.changes()):
        fields = {name: column[row] for name, column in zip(names, columns, strict=True)}
        alone = Change(stamps[row], "pq"[row], "iss%sue", f"id-{row + 1}", fields)
        assert (change.stamp, change.person, change.record, change.record_id) == (
            alone.stamp, alone.person, alone.record, alone.record_id,
        )  # fmt: skip
        assert said(change) == said(alone)


def said(change: Change) -> tuple[str, str] | str:
    try:
        return change.content, change.sha256()
    except UnicodeError:
        return "cannot be written"


fields = st.fixed_dictionaries(
    {"words": st.sampled_from(["a", "\0", None, 1]), "severity": st.sampled_from([1, 4, True])}
)
stamped = st.sampled_from([f"0000000000010000-{'a' * 8}", "nonsense"])
rows = st.lists(st.tuples(stamped, st.sampled_from(["issue-0001", "short"]), fields), min_size=1, max_size=3)


@given(st.sampled_from(["issue", "unknown"]), rows)
def test_changes_that_are_sound_together_are_sound_each(
    record: str, rows: list[tuple[str, str, dict[str, Json]]]
) -> None:
    changes = [Change(stamp, "", record, record_id, fields) for stamp, record_id, fields in rows]

    if all_sound(changes):
        for change in changes:
            check(change)
    elif record == "issue":
        assert any(map(refused, changes))


def refused(change: Change) -> bool:
    try:
        check(change)
    except Refused:
        return True
    return False
