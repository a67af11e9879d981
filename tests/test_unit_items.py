"""Units by items in 10,000 yuan: a table that adds up both ways, as by hand and on the example."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest
from command_line import EXAMPLE, run, write

BUDGET, SHARES = EXAMPLE / "budget.xlsx", EXAMPLE / "shares.yaml"
HEAD = "line,unit,year,item,amount\n"
THIRDS = (
    "1,莘县,2020,卫生健康管理事务,3333.33\n"
    "2,东阿县,2020,卫生健康管理事务,3333.33\n"
    "3,莘县,2020,基本公共卫生服务,3333.34\n"
    "4,莘县,2021,基本公共卫生服务,99\n"
)


def shown(folder: Path, *asked: object) -> list[str]:
    budget = write(folder, "budget.csv", HEAD + THIRDS)
    done = run("table", budget, *asked, lang="en")
    assert done.code == 0
    return [" ".join(line.split()) for line in done.out.splitlines()]


def test_figures_that_are_rounded_still_add_up(tmp_path: Path) -> None:
    """Three thirds of 10,000 yuan are 1 in all: so one of them is shown as 1, the others as 0."""
    lines = shown(tmp_path, "--year", "2020", "--decimals", "0")
    assert lines[0] == "Units × items: budget.csv, 2020, all amounts (in 10,000 yuan)"
    figures = [line.split()[-3:] for line in lines if line.startswith(("Shen", "Dong'e", "total"))]
    assert figures[-1] == ["0", "1", "1"]
    rows = [[int(figure) for figure in row] for row in figures]
    assert all(first + second == total for first, second, total in rows)
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]


def test_a_fen_is_shown_as_it_is(tmp_path: Path) -> None:
    lines = shown(tmp_path, "--year", "2020", "--to", "yuan")
    assert "Dong'e County 0.00 3,333.33 3,333.33" in lines
    assert "total 3,333.34 6,666.66 10,000.00" in lines


def test_columns_are_named_below(tmp_path: Path) -> None:
    said = " ".join(shown(tmp_path, "--year", "2020"))
    assert "Columns: 1.1 basic public health services, 4.3" in said


@pytest.mark.parametrize("payer", [None, "city", "county"])
@pytest.mark.parametrize(
    ("to", "decimals"), [("wan-yuan", 0), ("wan-yuan", 2), ("hundred-yuan", 0)]
)
def test_the_example_adds_up_and_stays_beside_its_exact_values(
    payer: str | None, to: str, decimals: int
) -> None:
    asked = ("--parameters", SHARES, "--year", "2020", "--to", to, "--decimals", str(decimals))
    whom = () if payer is None else ("--payer", payer)
    found = json.loads(run("table", BUDGET, *asked, *whom, "--format", "json").out)
    step = Fraction(found["to"])
    exact = [[Fraction(cell) for cell in held["exact"]] for held in found["units"]]
    cells = [[Fraction(cell) for cell in held["rounded"]] for held in found["units"]]
    rows = [Fraction(held["total"]) for held in found["units"]]
    columns = [Fraction(total) for total in found["totals"]]
    assert [sum(row) for row in cells] == rows
    assert [sum(column) for column in zip(*cells, strict=True)] == columns
    assert sum(rows) == sum(columns) == Fraction(found["total"])
    flat = [*chain(*exact), *map(sum, exact), *map(sum, zip(*exact, strict=True))]
    made = [*chain(*cells), *rows, *columns]
    assert all(abs(one - other) < step for one, other in zip(flat, made, strict=True))
    assert all((cell / step).denominator == 1 for cell in made)


def test_csv_has_the_exact_amount_beside_the_rounded_one(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + THIRDS)
    done = run("table", budget, "--year", "2020", "--decimals", "0", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out.lstrip("\ufeff"))))
    assert rows[0].keys() == {"year", "unit", "item", "exact", "rounded"}
    assert sum(Fraction(row["exact"]) for row in rows) == 10_000
    assert sum(Fraction(row["rounded"]) for row in rows) == 10_000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--decimals", "7"), "error[FR607]: --decimals cannot be 7"),
        (("--to", "yuan", "--decimals", "3"), "error[FR666]: 3 decimals of yuan are below a fen"),
        (("--year", "2020", "--payer", "town"), "error[FR667]: the pack has no government town"),
        ((), "error[FR662]"),
    ],
)
def test_what_cannot_be_shown_is_refused(asked: tuple[str, ...], said: str, tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + THIRDS)
    done = run("table", budget, *asked, lang="en")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
