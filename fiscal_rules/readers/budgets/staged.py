"""Stage lines that were read one by one as columns, so that they are allocated in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import duckdb

from fiscal_rules.model.budget import BudgetLine, LineTable
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMNS, UNITS
from fiscal_rules.readers.budgets.sorts import Sorts, told_apart
from fiscal_rules.readers.database import Workspace, open_database

TEXTS = tuple(c.id for c in COLUMNS if c.id not in UNITS and c.id != "line")
"""The columns that are no numbers."""
_AT_ONCE = 20_000
_MOST_IN_64_BITS = 2**63 - 1


def stage(lines: Sequence[BudgetLine], pack: RulePack, carried: Sequence[str]) -> LineTable:
    """Write lines to columns in a folder of our own; ``carried`` names the columns carried."""
    folder = Workspace()
    path = folder.path / "lines.parquet"
    database = open_database((), folder.path, threads=1)
    sorts = Sorts(pack)
    wide = _wide(lines)
    _create(database, wide, len(carried))
    every = enumerate(lines)
    while batch := list(islice(every, _AT_ONCE)):
        _insert(database, batch, sorts, carried)
    database.execute(f"COPY (SELECT * FROM staged ORDER BY row) TO '{path}' (FORMAT parquet)")
    database.close()
    return LineTable(
        relation=_relation(wide),
        texts=_texts(len(carried)),
        variables={"lines": str(path)},
        items=tuple(sorts.items),
        periods=tuple(sorts.periods),
        places=tuple(sorts.places),
        hows=tuple(sorts.hows),
        rows=len(lines),
        keeps=folder,
        told_apart=told_apart(pack),
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
    columns = ", ".join(
        (
            "row BIGINT",
            "which BIGINT",
            "period BIGINT",
            "place BIGINT",
            "how BIGINT",
            "line VARCHAR",
            *numbers,
            *texts,
        )
    )
    database.execute(f"CREATE TABLE staged ({columns})")


def _relation(wide: frozenset[str]) -> str:
    cast = ", ".join(f"{column}::HUGEINT AS {column}" for column in sorted(wide))
    every = f"* REPLACE ({cast})" if cast else "*"
    return f"SELECT {every} FROM read_parquet(getvariable('lines'))"


def _texts(carried: int) -> str:
    columns = ", ".join(("row", "line", *TEXTS, *_carried(carried)))
    return f"SELECT {columns} FROM read_parquet(getvariable('lines'))"


def _carried(count: int) -> Iterator[str]:
    return (f"carried_{i}" for i in range(count))


def _insert(
    database: duckdb.DuckDBPyConnection,
    batch: Sequence[tuple[int, BudgetLine]],
    sorts: Sorts,
    carried: Sequence[str],
) -> None:
    columns: list[Sequence[object]] = [
        [row for row, _ in batch],
        *zip(*(sorts.of(line) for _, line in batch), strict=True),
        [line.id for _, line in batch],
        *([whole_units(line, column) for _, line in batch] for column in UNITS),
        *([line.cells.get(column) for _, line in batch] for column in TEXTS),
        *([line.extra.get(column) for _, line in batch] for column in carried),
    ]
    every = ", ".join(f"unnest(${i})" for i in range(1, len(columns) + 1))
    database.execute(f"INSERT INTO staged SELECT {every}", columns)
