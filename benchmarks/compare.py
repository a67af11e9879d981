"""Compare two results cell by cell, whatever their files: Parquet in fen, or CSV in yuan.

A blank and a null are the same cell, 80 and 80.00 the same number; nothing else is.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import duckdb

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that differs: in how many lines, and some of them with both cells."""

    column: str
    lines: int
    examples: tuple[tuple[str, str, str], ...]


class Columns(Enum):
    """Which columns are compared: both results have the same, or only what they share."""

    ALL = "all"
    SHARED = "shared"


def differences(one: Path, other: Path, *, columns: Columns) -> tuple[Difference, ...]:
    """List the columns that differ; lines of one result alone are a difference too."""
    with duckdb.connect() as session:
        ours, theirs = _load(session, "a", one), _load(session, "b", other)
        found = [_alone(session)]
        if columns is Columns.ALL:
            unshared = tuple((c, "yes" if c in ours else "", "") for c in sorted(ours ^ theirs))
            found.append(Difference("columns of one result alone", len(unshared), unshared))
        found += [_differing(session, column) for column in sorted(ours & theirs)]
    return tuple(difference for difference in found if difference.lines)


def _load(session: duckdb.DuckDBPyConnection, name: str, path: Path) -> set[str]:
    """Make a table of canonical text from a file; give its columns, without ``_fen``."""
    quoted = str(path).replace("'", "''")
    source = (
        f"read_parquet('{quoted}')"
        if path.suffix == ".parquet"
        else f"read_csv('{quoted}', all_varchar = true, header = true)"
    )
    described = session.execute(f"DESCRIBE FROM {source}").fetchall()
    cells = ", ".join(_canonical(column, kind) for column, kind, *_ in described)
    session.execute(f"CREATE TABLE {name} AS SELECT {cells} FROM {source}")
    return {column.removesuffix("_fen") for column, *_ in described}


def _canonical(column: str, kind: str) -> str:
    """Write a cell as text: fen as yuan, a decimal without the zeros that end it."""
    held = f'"{column}"'
    if column.endswith("_fen"):
        held = (
            f"if({held} < 0, '-', '') || (abs({held}) // 100)::VARCHAR || '.' "
            f"|| lpad((abs({held}) % 100)::VARCHAR, 2, '0')"
        )
    elif kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        held = f"rtrim(rtrim({held}::VARCHAR, '0'), '.')"
    return f"coalesce({held}::VARCHAR, '') AS \"{column.removesuffix('_fen')}\""


def _alone(session: duckdb.DuckDBPyConnection) -> Difference:
    found = session.execute(
        "SELECT coalesce(a.line, b.line), coalesce(a.line, ''), coalesce(b.line, '') "
        "FROM a FULL JOIN b USING (line) WHERE a.line IS NULL OR b.line IS NULL"
    ).fetchall()
    return Difference("lines of one result alone", len(found), tuple(found[:_SHOWN]))


def _differing(session: duckdb.DuckDBPyConnection, column: str) -> Difference:
    found = session.execute(
        f'SELECT line, a."{column}", b."{column}" FROM a JOIN b USING (line) '
        f'WHERE a."{column}" <> b."{column}" ORDER BY line'
    ).fetchall()
    return Difference(column, len(found), tuple(found[:_SHOWN]))


def _main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("one", type=Path)
    asked.add_argument("other", type=Path)
    asked.add_argument("--columns", type=Columns, default=Columns.ALL, help="all or shared")
    given = asked.parse_args()
    found = differences(given.one, given.other, columns=given.columns)
    for difference in found:
        print(f"{difference.column}: {difference.lines} differ")
        for example in difference.examples:
            print("   ", *example, sep="  ")
    print("different" if found else "equal, cell by cell")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    _main()
