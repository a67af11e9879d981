"""Budgets in Parquet, read and written: exact, in order, refused row by row."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from fiscal_rules.engine.columns import shards
from fiscal_rules.engine.columns.run import allocate_columns
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import Allocation, Provenance
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import BudgetRefusedError
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.output.parquet.footer import read_footer, write_footer
from fiscal_rules.output.parquet.join_files import join_files
from fiscal_rules.output.parquet.render_parquet import write_decisions, write_parquet
from fiscal_rules.output.report import build_report
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.database import Limits
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack

TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))
NOWHERE = Provenance("", "", "", (), "", "", {}, rete=False, as_of="")
COLUMNS = "line, unit, year, item, amount_fen, affiliation"
CENTRE = "'医疗卫生机构改革和发展建设'"


def parquet(folder: Path, columns: str, *rows: str) -> Path:
    path = folder / "budget.parquet"
    with duckdb.connect() as database:
        values = ", ".join(f"({row})" for row in rows)
        database.execute(f"COPY (SELECT * FROM (VALUES {values}) t({columns})) TO '{path}'")
    return path


def read(path: Path) -> Budget:
    return read_budget(str(path), TABLE.pack, money_unit=None)


def allocated(budget: Budget, threads: int = 1) -> Allocation:
    limits = Limits(threads=threads)
    return allocate_columns(TABLE, Parameters({}), budget, provenance=NOWHERE, limits=limits)


def written(allocation: Allocation, path: Path) -> Sequence[tuple[object, ...]]:
    write_parquet(build_report(allocation), path)
    with duckdb.connect() as database:
        return database.execute("SELECT * FROM read_parquet($1)", [str(path)]).fetchall()


def test_whole_fen_whole_yuan_and_decimals_are_read_to_the_fen(tmp_path: Path) -> None:
    columns = "line, unit, year, item, amount, headcount, central_funds_fen"
    row = "'a', '莘县', 2020, 'medical-assistance', 12.34::DECIMAL(18, 2), 7, 99::BIGINT"
    (result,) = allocated(read(parquet(tmp_path, columns, row))).results
    assert (result.line.amount, dict(result.line.money)) == (1234, {"central_funds": 99})
    columns = columns.replace("central_funds_fen", "central_funds")
    row = row.replace("12.34::DECIMAL(18, 2)", "500").replace("99::BIGINT", "3")
    (result,) = allocated(read(parquet(tmp_path, columns, row))).results
    assert (result.line.amount, dict(result.line.money)) == (500_00, {"central_funds": 3_00})


def test_a_float_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = parquet(
        tmp_path, "unit, year, item, amount", "'莘县', 2020, 'medical-assistance', 1.5e0"
    )
    with pytest.raises(BudgetRefusedError) as refused:
        read(path)
    (problem,) = refused.value.problems
    said = 'column amount, "amount", has type DOUBLE, which is not exact enough'
    assert (problem.code, problem.message.en) == ("FR453", said)


def test_what_is_no_parquet_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "budget.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(BudgetRefusedError) as refused:
        read(path)
    assert [problem.code for problem in refused.value.problems] == ["FR417"]


def test_every_row_that_cannot_stand_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        f"{COLUMNS}, central_funds_fen, capital",
        f"'a', '莘县', 2020, {CENTRE}, 100, 'county', 101, 'no'",
        f"'b', '莘县县', 2020, {CENTRE}, 100, 'county', 0, 'no'",
        f"'c', '莘县', 2020, {CENTRE}, -1, 'county', 0, 'no'",
        f"'d', '莘县', 2020, {CENTRE}, 100, 'county', 0, 'perhaps'",
        f"'e', '莘县', 2020, {CENTRE}, 100, '县属', 0, 'no'",
        f"'e', '莘县', 2020, {CENTRE}, 100, 'county', 0, 'no'",
        f"'f', NULL, 2020, {CENTRE}, 100, 'county', 0, 'no'",
        f"'g', '莘县', 20, {CENTRE}, 100, 'county', 0, 'no'",
    )
    budget = read(path)
    assert [row.row for row in budget.refused] == ["a", "b", "c", "d", "e", "f", "g"]
    codes = [[problem.code for problem in row.problems] for row in budget.refused]
    assert all(codes), codes
    above = "money from above, 1.01 yuan, exceeds the amount, 1.00 yuan"
    assert budget.refused[0].problems[0].message.en == above
    assert [result.line.id for result in allocated(budget).results] == ["e"]


def test_names_aliases_and_codes_mean_the_same_as_in_a_workbook(tmp_path: Path) -> None:
    rows = (
        f"'a', '莘 县', 2020, {CENTRE}, 100, '县属'",
        "'b', '371522', 2020, '食堂改造', 100, NULL",
        f"'c', '莘县', 2020, {CENTRE}, 100, ''",
    )
    by_columns = allocated(read(parquet(tmp_path, COLUMNS, *rows))).results
    header = "line,unit,year,item,amount,affiliation"
    lines = (f"a,莘 县,2020,{CENTRE[1:-1]},1.00,县属", "b,371522,2020,食堂改造,1.00,")
    folder = tmp_path / "csv"
    folder.mkdir()
    text = "\n".join((header, *lines, f"c,莘县,2020,{CENTRE[1:-1]},1.00,"))
    (folder / "budget.csv").write_text(text, encoding="utf-8")
    by_rows = allocated(read(folder)).results
    same = ("status", "authority", "clauses", "payments", "open", "findings", "needs")
    for one, other in zip(by_columns, by_rows, strict=True):
        assert [getattr(one, key) for key in same] == [getattr(other, key) for key in same]
        assert (one.line.unit, one.line.choices) == (other.line.unit, other.line.choices)


def test_numbers_beyond_64_bits_stay_exact(tmp_path: Path) -> None:
    header = "line,unit,year,item,amount,workload,performance,organiser"
    row = "a,莘县,2020,health-capacity,999999999999999.99,999999999999999.9999,2,city"
    (tmp_path / "budget.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    (result,) = allocated(read(tmp_path)).results
    assert result.line.cells["workload"] == "999999999999999.9999"
    assert result.line.amount == 99_999_999_999_999_999


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_lines_are_written_in_their_order_alike_whatever_works_at_once(
    tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "ROWS", 1000)
    path = tmp_path / "budget.parquet"
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT 'L' || i AS line, ['莘县', '冠县'][1 + i % 2] AS unit, 2020 AS year, "
            f"{CENTRE} AS item, i AS amount_fen, ['county', 'city', NULL][1 + i % 3] AS affiliation "
            f"FROM range(5500) t(i)) TO '{path}'"
        )
    rows = written(allocated(read(path), threads), tmp_path / "out.parquet")
    assert [row[0] for row in rows] == [f"L{i}" for i in range(5500)]
    once = written(allocated(read(path), 1), tmp_path / "once.parquet")
    assert rows == once
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "once.parquet").read_bytes()


def test_the_decision_of_a_line_is_found_in_the_table_of_decisions(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        COLUMNS,
        f"'a', '莘县', 2020, {CENTRE}, 100, 'county'",
        "'b', '莘县', 2020, 'residents-insurance', 100, NULL",
    )
    report = build_report(allocated(read(path)))
    lines, decisions = tmp_path / "o.parquet", tmp_path / "o.decisions.parquet"
    write_parquet(report, lines)
    write_decisions(report, decisions)
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT line, d.item, d.authority, d.fund FROM '{lines}' JOIN '{decisions}' d "
            "USING (decision) ORDER BY line"
        ).fetchall()
    assert found[1] == ("b", "residents-insurance", "shared", "matching")


def test_a_footer_comes_back_as_it_was_and_files_join_end_to_end(tmp_path: Path) -> None:
    parts = []
    with duckdb.connect() as database:
        for number in range(3):
            part = tmp_path / f"{number}.parquet"
            rows = f"range({number * 5000}, {number * 5000 + 5000}) t(i)"
            database.execute(f"COPY (SELECT i, 'x' || i AS t FROM {rows}) TO '{part}'")
            content = part.read_bytes()
            footer = content[-8 - int.from_bytes(content[-8:-4], "little") : -8]
            assert write_footer(read_footer(footer)) == footer
            parts.append(part)
        join_files(parts, tmp_path / "all.parquet")
        whole = f"read_parquet('{tmp_path / 'all.parquet'}', file_row_number = true)"
        sql = f"SELECT count(*), bool_and(i = file_row_number AND t = 'x' || i) FROM {whole}"
        assert database.execute(sql).fetchall() == [(15000, True)]


def test_killed_at_any_moment_a_run_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = parquet(tmp_path, COLUMNS, f"'a', '莘县', 2020, {CENTRE}, 100, 'county'")
    target = tmp_path / "out.parquet"
    command = [
        sys.executable,
        "-m",
        "fiscal_rules",
        "allocate",
        str(path),
        "-o",
        str(target),
        "--quiet",
    ]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (our own command)
    lasts = time.monotonic() - started
    new, old = target.read_bytes(), b"the old file"
    chance = random.Random(2019)  # noqa: S311 (a moment, not a secret)
    for _ in range(int(os.environ.get("FISCAL_RULES_KILLS", "6"))):
        target.write_bytes(old)
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own)
        time.sleep(chance.uniform(0, 1.2 * lasts))
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert target.read_bytes() in (old, new)
