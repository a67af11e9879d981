"""Sessions of DuckDB that run ``baseline.sql`` on a folder, whole or up to the lines."""

from __future__ import annotations

from pathlib import Path

import duckdb

_SQL = Path(__file__).with_name("baseline.sql")
MOST_MEMORY = "SET memory_limit = '1GB'"
"""DuckDB takes what it may: without a bound, its peak says more about the machine than the job."""
_LINES = "COPY (\nWITH funded"


def run_baseline(folder: Path, target: Path) -> None:
    """Run the baseline: ``target`` and beside it its decisions."""
    with _opened(folder, target) as session:
        session.execute(_SQL.read_text(encoding="utf-8"))


def baseline_until_lines(folder: Path) -> duckdb.DuckDBPyConnection:
    """Read, check, decide situations and solve the pots; the lines are left to somebody else."""
    session = _opened(folder, Path("nothing.parquet"))
    before, found, _ = _SQL.read_text(encoding="utf-8").partition(_LINES)
    assert found, "baseline.sql has another statement for the lines"
    session.execute(before)
    return session


def _opened(folder: Path, target: Path) -> duckdb.DuckDBPyConnection:
    session = duckdb.connect()
    session.execute(MOST_MEMORY)
    files = {
        "budget": folder / "budget.parquet",
        "pots": folder / "pots.csv",
        "measures": folder / "measures.csv",
        "lines": target,
        "decisions": target.with_suffix(".decisions.parquet"),
    }
    for name, path in files.items():
        quoted = str(path).replace("'", "''")
        session.execute(f"SET VARIABLE {name} = '{quoted}'")
    return session
