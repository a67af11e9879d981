"""Stage lines that were read one by one as columns, so that they are allocated in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import duckdb

from fiscal_rules.model.budget import BudgetLine, LineKind, LineTable
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import (
    AFFILIATION,
    CATEGORY,
    COLUMNS,
    HEADCOUNT_BASIS,
    SEVERITY,
    UNITS,
    UNLISTED,
)
from fiscal_rules.readers.database import open_database, workspace

TOLD_APART = frozenset(column.id for column in (AFFILIATION, CATEGORY, SEVERITY, HEADCOUNT_BASIS))
"""Attributes that matter for every item: parameters, treasuries and findings may turn on them."""
TEXTS = tuple(c.id for c in COLUMNS if c.id not in UNITS and c.id != "line")
"""The columns that are no numbers."""
_AT_ONCE = 20_000
_MOST_IN_64_BITS = 2**63 - 1


def stage(lines: Sequence[BudgetLine], pack: RulePack, carried: Sequence[str]) -> LineTable:
    """Write lines to columns in a folder of our own; ``carried`` names the columns carried."""
    folder = workspace()
    path = Path(folder.name) / "lines.parquet"
    database = open_database((), Path(folder.name), threads=1)
    kinds = _Kinds(pack)
    wide = _wide(lines)
    _create(database, wide, len(carried))
    every = enumerate(lines)
    while batch := list(islice(every, _AT_ONCE)):
        _insert(database, batch, kinds, carried)
    database.execute(f"COPY (SELECT * FROM staged ORDER BY row) TO '{path}' (FORMAT parquet)")
    database.close()
    return LineTable(
        relation=_relation(wide),
        variables={"lines": str(path)},
        kinds=tuple(kinds.found),
        rows=len(lines),
        keeps=folder,
    )


class _Kinds:
    """The kinds of line met so far."""

    def __init__(self, pack: RulePack) -> None:
        self.found: list[LineKind] = []
        self._ids: dict[object, int] = {}
        self._asked = cache(pack.asked_of)

    def of(self, line: BudgetLine) -> int:
        key = kind_key(line, None if line.item is None else self._asked(line.item))
        if key not in self._ids:
            self._ids[key] = len(self.found)
            self.found.append(LineKind(len(self.found), line))
        return self._ids[key]


def kind_key(line: BudgetLine, asked: frozenset[str] | None) -> object:
    """Give what tells the kind of a line; ``asked`` are the attributes that rules ask of its item."""
    choices = (
        (attribute, value)
        for attribute, value in line.choices.items()
        if asked is None or attribute in asked or attribute in TOLD_APART
    )
    return (
        line.period,
        line.unit,
        line.counterpart,
        line.item,
        line.item_text if line.item == UNLISTED else "",
        line.candidates,
        line.findings,
        frozenset(choices),
        frozenset(line.money),
        frozenset(line.numbers),
        line.numbers.get("headcount") == 0,
    )


def whole_units(line: BudgetLine, column: str) -> int | None:
    """Give a number of a line in the whole units in which columns keep it; None where blank."""
    if column == "amount":
        return line.amount
    if column in line.money:
        return line.money[column]
    if column in line.numbers:
        scaled = line.numbers[column] * UNITS[column]
        assert scaled.denominator == 1, f"{column} is finer than it may be (checked when read)"
        return scaled.numerator
    return None


def _wide(lines: Sequence[BudgetLine]) -> frozenset[str]:
    """Name the columns with a number that 64 bits do not hold."""
    return frozenset(
        column
        for column in UNITS
        if any((whole_units(line, column) or 0) > _MOST_IN_64_BITS for line in lines)
    )


def _create(database: duckdb.DuckDBPyConnection, wide: frozenset[str], carried: int) -> None:
    numbers = (f"{c} {'DECIMAL(38, 0)' if c in wide else 'BIGINT'}" for c in UNITS)
    texts = (f"{c} VARCHAR" for c in (*TEXTS, *_carried(carried)))
    columns = ", ".join(("row BIGINT", "kind BIGINT", "line VARCHAR", *numbers, *texts))
    database.execute(f"CREATE TABLE staged ({columns})")


def _relation(wide: frozenset[str]) -> str:
    cast = ", ".join(f"{column}::HUGEINT AS {column}" for column in sorted(wide))
    every = f"* REPLACE ({cast})" if cast else "*"
    return f"SELECT {every} FROM read_parquet(getvariable('lines'))"


def _carried(count: int) -> Iterator[str]:
    return (f"carried_{i}" for i in range(count))


def _insert(
    database: duckdb.DuckDBPyConnection,
    batch: Sequence[tuple[int, BudgetLine]],
    kinds: _Kinds,
    carried: Sequence[str],
) -> None:
    columns: list[Sequence[object]] = [
        [row for row, _ in batch],
        [kinds.of(line) for _, line in batch],
        [line.id for _, line in batch],
        *([whole_units(line, column) for _, line in batch] for column in UNITS),
        *([line.cells.get(column) for _, line in batch] for column in TEXTS),
        *([line.extra.get(column) for _, line in batch] for column in carried),
    ]
    every = ", ".join(f"unnest(${i})" for i in range(1, len(columns) + 1))
    database.execute(f"INSERT INTO staged SELECT {every}", columns)
