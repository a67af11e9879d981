"""The benchmark's baseline is a second reading of the plan, in SQL: it must come to the same."""

import subprocess
import sys
from pathlib import Path

import duckdb

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def run(script: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(BENCHMARKS / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own scripts)


def rewrite(source: Path, target: Path, change: str) -> None:
    duckdb.read_parquet(str(source)).select(f"* REPLACE ({change})").write_parquet(str(target))


def test_the_plan_by_hand_in_sql_and_the_engine_come_to_the_same_in_every_cell(
    tmp_path: Path,
) -> None:
    rows, columns = tmp_path / "csv", tmp_path / "parquet"
    run("generate.py", rows, "--lines", "1000", "--seed", "20191017", "--csv")
    run("generate.py", columns, "--lines", "1000", "--seed", "20191017")
    by_engine, by_hand = tmp_path / "engine.csv", tmp_path / "hand.parquet"
    assert run("child.py", "scalar", rows, by_engine).stderr == ""
    assert run("child.py", "baseline", columns, by_hand).stderr == ""
    assert run("compare.py", by_engine, by_hand).stdout == "equal, cell by cell\n"


def test_the_comparison_shows_a_fen(tmp_path: Path) -> None:
    run("generate.py", tmp_path, "--lines", "500")
    by_hand, changed = tmp_path / "hand.parquet", tmp_path / "changed.parquet"
    run("child.py", "baseline", tmp_path, by_hand)
    rewrite(by_hand, changed, "if(line = 'L000000007', open_fen + 1, open_fen) AS open_fen")
    said = run("compare.py", by_hand, changed)
    assert (said.returncode, said.stdout.splitlines()[0]) == (1, "open: 1 differ")


def test_the_baseline_refuses_a_line_that_stands_twice(tmp_path: Path) -> None:
    run("generate.py", tmp_path, "--lines", "500")
    budget, twice = tmp_path / "budget.parquet", tmp_path / "twice.parquet"
    rewrite(budget, twice, "if(line = 'L000000007', 'L000000008', line) AS line")
    twice.rename(budget)
    said = run("child.py", "baseline", tmp_path, tmp_path / "hand.parquet")
    assert "a line stands twice" in said.stderr
    assert not (tmp_path / "hand.parquet").exists()
