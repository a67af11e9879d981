"""Labels in columns: lines added up by each label, in bounded memory however many values it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from fiscal_rules.engine.columns.cuts import cuts
from fiscal_rules.engine.columns.recipes import paid_column
from fiscal_rules.model.label import (
    MOST_VALUES,
    LabelledSums,
    LabelTotals,
    LabelValue,
    add_labelled,
    less,
)
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import LABELS
from fiscal_rules.readers.database import Workspace, stripped

NARROW = ", ".join(f"{stripped(column)} AS label_{column}" for column in LABELS)
"""What the lines without their texts keep of their labels."""
_AT_ONCE = 50_000
"""How many different values are added up at once."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """The lines with what they came to, and the folder in which they are put for the while."""

    database: duckdb.DuckDBPyConnection
    pack: RulePack
    statement: str
    folder: Workspace

    @property
    def numbers(self) -> str:
        """The file of the lines' labels and numbers."""
        return str(self.folder.path / "labelled.parquet")

    @property
    def ordered(self) -> str:
        """The same file in the order of one label."""
        return str(self.folder.path / "labelled-ordered.parquet")

    @property
    def sums(self) -> str:
        """The sums of some lines, as SQL."""
        paid = (f"sum(paid_{i})::HUGEINT" for i in range(len(self.pack.governments)))
        return ", ".join(
            ("count(*)", "sum(amount)::HUGEINT", "sum(open)::HUGEINT", *paid),
        )


def label_columns(labelling: Labelling, columns: Sequence[str]) -> tuple[LabelTotals, ...]:
    """Add up lines by every label that a budget has, and that any of its lines carries."""
    used = [column for column in LABELS if column in columns]
    if not used:
        return ()
    _write_numbers(labelling, used)
    whole = _sums(_row(labelling, f"SELECT {labelling.sums} FROM read_parquet($1)"))
    found = tuple(_labelled(labelling, used, whole))
    for held in found:
        assert held.whole == whole, f"labels of {held.column} do not add up"
    return found


def _write_numbers(labelling: Labelling, used: Sequence[str]) -> None:
    paid = (
        f"({'' if g.funds is None else f'coalesce({g.funds}, 0) + '}{paid_column(i)})::BIGINT "
        f"AS paid_{i}"
        for i, g in enumerate(labelling.pack.governments)
    )
    numbers = (f"{column}::BIGINT AS {column}" for column in ("amount", "open"))
    columns = ", ".join((*(f"label_{column}" for column in used), *numbers, *paid))
    labelling.database.execute(
        f"COPY (SELECT {columns} FROM ({labelling.statement})) "
        f"TO '{labelling.numbers}' (FORMAT parquet)"
    )


def _labelled(
    labelling: Labelling, used: Sequence[str], whole: LabelledSums
) -> Iterator[LabelTotals]:
    values = ", ".join(f"approx_count_distinct(label_{column})" for column in used)
    counts = _row(labelling, f"SELECT {values} FROM read_parquet($1)")
    for column, count in zip(used, counts, strict=True):
        if count:
            few = count <= _AT_ONCE
            yield _few(labelling, column, whole) if few else _many(labelling, column, whole)


def _few(labelling: Labelling, column: str, whole: LabelledSums) -> LabelTotals:
    grouped = (
        f"SELECT label_{column} AS label, {labelling.sums} FROM read_parquet($1) GROUP BY label"
    )
    counted = f"SELECT *, count(*) OVER () FROM ({grouped}) ORDER BY {_RANK}"
    rows = _labelled_rows(labelling, counted, labelling.numbers)
    told = [one for one, _ in rows if one.value is not None]
    blank = [one for one, _ in rows if one.value is None]
    return _totals(column, whole, told[:MOST_VALUES], blank, len(told))


_RANK = "3 DESC, 1"
"""Most money first, then by the word itself."""


def _many(labelling: Labelling, column: str, whole: LabelledSums) -> LabelTotals:
    """Add up some values after others, in their order; keep those with the most money."""
    label = f"label_{column}"
    labelling.database.execute(
        f"COPY (SELECT {label} AS id, * EXCLUDE ({label}) FROM read_parquet($1) "
        f"WHERE {label} IS NOT NULL ORDER BY id) TO '{labelling.ordered}' (FORMAT parquet)",
        [labelling.numbers],
    )
    told: list[LabelValue] = []
    count = 0
    for condition, values in cuts(labelling.database, labelling.ordered, _AT_ONCE):
        grouped = f"SELECT id, {labelling.sums} FROM read_parquet($1) WHERE {condition} GROUP BY id"
        counted = (
            f"SELECT *, count(*) OVER () FROM ({grouped}) ORDER BY {_RANK} LIMIT {MOST_VALUES}"
        )
        rows = _labelled_rows(labelling, counted, labelling.ordered, *values)
        told += [one for one, _ in rows]
        told = sorted(told, key=lambda one: (-one.sums.amount, one.value or ""))[:MOST_VALUES]
        count += int(rows[0][-1]) if rows else 0
    blank = f"SELECT {labelling.sums} FROM read_parquet($1) WHERE {label} IS NULL"
    row = _row(labelling, blank)
    blanks = [LabelValue(None, _sums(row))] if row[0] else []
    return _totals(column, whole, told, blanks, count)


def _totals(
    column: str,
    whole: LabelledSums,
    told: Sequence[LabelValue],
    blank: Sequence[LabelValue],
    count: int,
) -> LabelTotals:
    values = (*told, *blank)
    untold = count - len(told)
    others = less(whole, add_labelled([held.sums for held in values])) if untold else None
    return LabelTotals(column, values, untold, others)


def _labelled_rows(
    labelling: Labelling, sql: str, path: str, *values: str
) -> list[tuple[LabelValue, int]]:
    """Read values with their sums, and what stands last: how many values there are in all."""
    rows = labelling.database.execute(sql, [path, *values]).fetchall()
    return [(LabelValue(label, _sums(sums)), count) for label, *sums, count in rows]


def _row(labelling: Labelling, sql: str) -> tuple[int, ...]:
    (row,) = labelling.database.execute(sql, [labelling.numbers]).fetchall()
    return row


def _sums(row: Sequence[int | None]) -> LabelledSums:
    lines, amount, opened, *paid = (number or 0 for number in row)
    return LabelledSums(lines, amount, tuple(paid), opened)
