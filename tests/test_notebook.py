"""The Python of notebooks: the same figures as the command line, as columns, as HTML."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path

import pytest
from command_line import EXAMPLE, WORKED_LINE, WORKED_PARAMETERS, write

import fiscal_rules
from fiscal_rules import notebook
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.output.write import OutputRefusedError

SHARE = "basic-public-health.city-share"


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> notebook.Run:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    budget = write(tmp_path, "budget.csv", WORKED_LINE)
    return fiscal_rules.run(budget, parameters=["shares.yaml"], lang="en")


def test_lines_are_given_as_arrow_pandas_and_polars_to_the_fen(held: notebook.Run) -> None:
    columns = held.lines()
    for row in (
        columns.arrow().to_pylist()[0],
        columns.pandas().to_dict("records")[0],
        columns.polars().to_dicts()[0],
    ):
        assert (row["pay_city_fen"], row["pay_county_fen"]) == (1_080_000, 2_220_000)
        assert type(row["pay_city_fen"]) is int
    assert str(columns.pandas().dtypes["county_standard"]).startswith("decimal")
    assert held.decisions().arrow().num_rows == 1


def test_what_is_not_installed_is_said(held: notebook.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        notebook, "find_spec", lambda name: None if name == "polars" else util.find_spec(name)
    )
    with pytest.raises(ModuleNotFoundError, match="polars is not installed: pip install polars"):
        held.lines().polars()


def test_questions_are_shown_as_tables_and_given_as_rows(held: notebook.Run) -> None:
    swept = held.sweep(SHARE, "40%", 0.5, "10%")
    city = [row["amount"] for row in swept.rows if row["payer"] == "city"]
    assert city == ["10800.00", "13500.00"]
    assert '<td class="n">13,500.00</td>' in swept._repr_html_()
    assert "| 50% |" in str(swept)
    (row, _) = held.sensitivity({SHARE: ("30%", "50%")}).rows
    assert row == {"parameter": SHARE, "per": "0.01", "payer": "city", "moves": "270.00"}


def test_a_line_is_explained_in_words(held: notebook.Run) -> None:
    shown = held.explain("A1")
    assert str(shown).startswith("Line A1: Shen County, 2020")
    assert shown._repr_html_().startswith("<pre>Line A1")
    assert shown.rows == []
    with pytest.raises(KeyError):
        held.explain("B2")


def test_a_scenario_stands_beside_and_is_written(held: notebook.Run, tmp_path: Path) -> None:
    half = f"""\
name: {{zh: 一半, en: half}}
overlays:
  - set:
      {SHARE}:
        - {{value: 50%, of: rest, from: 2020-01-01, standing: assumed, source: draft}}
"""
    shown = held.compare(write(tmp_path, "half.yaml", half))
    assert [row["change"] for row in shown.rows] == ["2700.00", "-2700.00"]
    for name in ("half.html", "half.xlsx", "half.md"):
        shown.write(name)
        assert Path(name).stat().st_size > 0
    held.write("report.md")
    assert Path("report.md").read_text(encoding="utf-8").startswith("# Who pays what")
    for writes in (held.write, shown.write):
        with pytest.raises(OutputRefusedError):
            writes("report.pdf")


def test_a_run_is_shown_in_its_language(held: notebook.Run) -> None:
    assert "<h3>Who pays what: budget.csv (amounts in yuan)</h3>" in held._repr_html_()


def test_what_is_no_number_is_refused(held: notebook.Run) -> None:
    with pytest.raises(ValueError, match="'much' is not a number"):
        held.sweep(SHARE, "much", 1, 1)


def test_a_parameter_that_is_not_the_packs_is_refused(held: notebook.Run) -> None:
    with pytest.raises(PackRefusedError) as refused:
        held.sweep("no.such", "40%", "50%", "10%")
    assert [problem.code for problem in refused.value.problems] == ["FR556"]


def test_refused_rows_are_skipped_only_where_that_is_asked(tmp_path: Path) -> None:
    budget = write(
        tmp_path,
        "budget.csv",
        f"{WORKED_LINE.rstrip()}\n"
        + WORKED_LINE.splitlines()[1].replace("A1", "A2").replace("莘县", "某县"),
    )
    with pytest.raises(BudgetRefusedError):
        fiscal_rules.run(budget, skip_refused=False)
    held = fiscal_rules.run(budget, skip_refused=True)
    assert len(held.allocation.budget.refused) == 1


def test_a_budget_is_refused_with_every_problem(tmp_path: Path) -> None:
    budget = write(
        tmp_path, "budget.csv", "unit,year,amount,item\n某县,2020,5,basic-public-health\n"
    )
    with pytest.raises(BudgetRefusedError) as refused:
        fiscal_rules.run(budget)
    assert len(refused.value.problems) == 1


def test_the_package_starts_without_what_notebooks_use() -> None:
    script = (
        "import sys, fiscal_rules\n"
        "assert 'duckdb' not in sys.modules\n"
        "assert callable(fiscal_rules.run) and 'duckdb' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 (our own words)
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        fiscal_rules.walk  # noqa: B018 (asking is the test)


@pytest.fixture
def in_example() -> Iterator[None]:
    before = Path.cwd()
    os.chdir(EXAMPLE)
    yield
    os.chdir(before)


@pytest.mark.usefixtures("in_example")
def test_the_notebook_of_the_example_shows_what_its_cells_come_to() -> None:
    made = runpy.run_path(str(EXAMPLE / "make_notebook.py"))["made"]()
    kept = (EXAMPLE / "notebook.ipynb").read_text(encoding="utf-8")
    assert json.loads(kept) == json.loads(made)
