"""Quarters of a year: they add up to it, units and payers to one another, within a fen."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from command_line import EXAMPLE, run, write
from small_reports import allocation, budget_line, paid, result, split

from fiscal_rules.analysis.quarters import quarters
from fiscal_rules.model.instalments import QUARTERS

BUDGET, SHARES = EXAMPLE / "budget.xlsx", EXAMPLE / "shares.yaml"
HEAD = "line,unit,year,item,amount,affiliation\n"
LINES = "1,莘县,2020,卫生健康管理事务,0.05,county\n2,东阿县,2020,卫生健康管理事务,0.02,\n"


def test_a_table_of_units_and_payers_is_divided_as_by_hand() -> None:
    """A line of 1000 yuan: 300, 280 and 420; a quarter each is 75, 70 and 105."""
    plan = quarters(allocation(split("A1"), split("A2", at="西县")), year=2020)
    assert (plan.units, plan.payers) == (("东县", "西县"), ("central", "city", "county", "open"))
    assert plan.whole == ((300_00, 280_00, 420_00, 0),) * 2
    assert plan.quarters == (((75_00, 70_00, 105_00, 0),) * 2,) * 4


def test_open_money_is_divided_and_other_years_are_left_out() -> None:
    line = budget_line("A1", 10)
    plan = quarters(allocation(result(line, paid("A1", "city", 4)), split("A2")), year=2020)
    assert plan.whole == ((300_00, 280_04, 420_00, 6),)
    assert sum(part[0][-1] for part in plan.quarters) == 6
    assert quarters(allocation(split("A1")), year=2021).quarters == ((),) * 4


@pytest.mark.parametrize(
    "shares", ["", "40%,30%,20%,10%", "1/3，1/3，1/3，0", "0.25,0.25,0.25,0.25"]
)
def test_the_whole_example_adds_up_in_every_direction(shares: str) -> None:
    weights = ("--weights", shares) if shares else ()
    asked = ("--parameters", SHARES, "--year", "2020", "--format", "json")
    found = json.loads(run("quarters", BUDGET, *asked, *weights).out)
    exact = [Fraction(weight) for weight in found["weights"]]
    assert sum(exact) == 1
    for held in [*found["units"], found["totals"]]:
        assert_adds_up(held["year"], held["quarters"])
        for weight, quarter in zip(exact, held["quarters"], strict=True):
            assert abs(Fraction(quarter["amount"]) - weight * Fraction(held["year"]["amount"])) < (
                Fraction(1, 100)
            )
    for number in range(4):
        parts = [held["quarters"][number] for held in found["units"]]
        total = found["totals"]["quarters"][number]
        assert all(sum(fen(part[payer]) for part in parts) == fen(total[payer]) for payer in total)
    amounts = json.loads(run("allocate", BUDGET, "--parameters", SHARES, "--format", "json").out)
    by_unit = {held["unit"]: held["amount"] for held in amounts["units"]}
    del by_unit["阳谷县"]  # has a line of 2018 too
    assert by_unit.items() <= {h["unit"]: h["year"]["amount"] for h in found["units"]}.items()


def assert_adds_up(year: dict[str, str], parts: list[dict[str, str]]) -> None:
    for payer, amount in year.items():
        assert sum(fen(part[payer]) for part in parts) == fen(amount)
    for held in (year, *parts):
        assert sum(fen(amount) for name, amount in held.items() if name != "amount") == fen(
            held["amount"]
        )


def fen(text: str) -> int:
    return int(text.replace(".", ""))


def test_tables_show_units_payers_and_every_quarter(tmp_path: Path) -> None:
    """5 fen and 2 fen, 7 in all: 2 a quarter would be 8, so the fourth has 1."""
    budget = write(tmp_path, "budget.csv", HEAD + LINES)
    chinese, english = (run("quarters", budget, lang=lang).out for lang in ("zh", "en"))
    assert chinese.startswith(
        "按季分解：budget.csv，2020 年（金额单位：元）\n\n【各区划的季度数】\n"
    )
    assert "第 1 季度（25%）" in chinese
    assert "各季之和等于全年" in chinese
    assert "“待定”是尚不知由谁负担的金额，同样按季分解。" in chinese
    titles = [line for line in english.splitlines() if line.startswith("[")]
    assert titles == [
        "[Units by quarter]",
        "[Payers by quarter]",
        *(f"[Quarter {number}: units × payers]" for number in range(1, 5)),
    ]
    total = next(line for line in english.splitlines() if line.startswith("total"))
    assert total.split() == ["total", "0.02", "0.02", "0.02", "0.01", "0.07"]


def test_rows_are_of_every_quarter_unit_and_payer(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + LINES)
    out = run("quarters", budget, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
    assert list(rows[0]) == ["year", "quarter", "unit", "payer", "amount"]
    assert len(rows) == 4 * 2 * 2
    assert sum(fen(row["amount"]) for row in rows if row["payer"] == "county") == 5
    assert {row["payer"] for row in rows} == {"county", "open"}


def test_other_weights_say_which_totals_are_within_a_fen(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + LINES)
    out = run("quarters", budget, "--weights", "40%,30%,20%,10%").out
    assert "each figure but a payer’s total of a quarter is within a fen" in " ".join(out.split())
    assert "quarter 1 (40%)" in " ".join(out.split())


@pytest.mark.parametrize(
    "weights", ["50%,50%", "30%,30%,30%,30%", "x,1,0,0", "150%,-50%,0,0", "25%,25%,25%,25%,0"]
)
def test_weights_that_are_not_four_shares_of_a_whole_are_refused(weights: str) -> None:
    for lang, expected in (
        ("en", f"error[FR665]: {weights} after --weights is not four shares that add up to 100%"),
        ("zh", f"错误[FR665]：--weights 后面的 {weights} 不是合计为 100% 的四个比例"),
    ):
        outcome = run("quarters", "b.csv", "--weights", weights, lang=lang)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.splitlines()[0] == expected
    assert "hint: write them like 30%,30%,20%,20%" in outcome.err or lang == "zh"


def test_a_budget_of_several_years_needs_its_year() -> None:
    assert run("quarters", BUDGET, "--parameters", SHARES).err.startswith(
        "error[FR662]: budget.xlsx has lines of several years, 2018, 2020: it is not clear which "
        "one is meant\n  hint: name the year with --year\n"
    )


def test_four_equal_parts_are_the_default() -> None:
    assert (Fraction(1, 4),) * 4 == QUARTERS
