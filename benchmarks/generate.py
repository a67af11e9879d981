"""Generate a budget of any size for the Liaocheng plan, with its measures, pots and parameters.

Rows come from a hash of their number (``generate.sql``): the same seed and number of lines give the
same budget. DuckDB writes them as they are made, so memory does not grow with their number.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
from assumptions import MEASURE_COLUMNS, POT_COLUMNS, measure_rows, parameters_yaml, pot_rows

_SQL = Path(__file__).with_name("generate.sql")
_ROW_GROUP = 122_880
_BATCH = 10_000
_MONEY = ("amount", "central_funds", "province_funds", "agreed_subsidy")
_YUAN = (
    "CREATE MACRO yuan(fen) AS (fen // 100)::VARCHAR || '.' || lpad((fen % 100)::VARCHAR, 2, '0')"
)


def generate(folder: Path, lines: int, *, seed: int = 1) -> Path:
    """Write ``budget.parquet`` and what goes with it; give its path."""
    _write_beside(folder, lines)
    target = folder / "budget.parquet"
    quoted = str(target).replace("'", "''")
    with _budget(lines, seed) as session:
        session.execute(
            f"COPY budget TO '{quoted}' "
            f"(FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {_ROW_GROUP})"
        )
    return target


def generate_csv(folder: Path, lines: int, *, seed: int = 1) -> Path:
    """Write the same rows as ``budget.csv``, money in yuan; give its path."""
    _write_beside(folder, lines)
    target = folder / "budget.csv"
    with _budget(lines, seed) as session:
        session.execute(_YUAN)
        in_yuan = ", ".join(f"yuan({name}_fen) AS {name}_fen" for name in _MONEY)
        found = session.execute(f"SELECT * REPLACE ({in_yuan}) FROM budget")
        names = [column[0].removesuffix("_fen") for column in found.description or ()]
        _write_csv(target, names, _rows(found))
    return target


def _write_beside(folder: Path, lines: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("budget.parquet", "budget.csv"):  # a folder with both is refused
        (folder / old).unlink(missing_ok=True)
    (folder / "parameters.yaml").write_text(parameters_yaml(lines), encoding="utf-8")
    _write_csv(folder / "measures.csv", MEASURE_COLUMNS, measure_rows())
    _write_csv(folder / "pots.csv", POT_COLUMNS, pot_rows(lines))


def _budget(lines: int, seed: int) -> duckdb.DuckDBPyConnection:
    session = duckdb.connect()
    session.execute(f"SET VARIABLE lines = {lines:d}; SET VARIABLE seed = {seed:d}")
    session.execute(_SQL.read_text(encoding="utf-8"))
    return session


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[Sequence[object]]:
    while batch := found.fetchmany(_BATCH):
        yield from batch


def _write_csv(target: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def _main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--lines", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--csv", action="store_true", help="budget.csv, not budget.parquet")
    given = asked.parse_args()
    write = generate_csv if given.csv else generate
    print(write(given.folder, given.lines, seed=given.seed))


if __name__ == "__main__":
    _main()
