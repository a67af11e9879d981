"""Scenarios beside a budget, on the command line: worked by hand, and on the example."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from command_line import EXAMPLE, WORKED_LINE, WORKED_PARAMETERS, run, write

HALF = """\
name: {zh: 市级负担一半, en: the city pays half}
overlays:
  - set:
      basic-public-health.city-share:
        - {value: 50%, of: rest, from: 2020-01-01, standing: assumed, source: draft}
"""
MORE = """\
name: {zh: 人数多一倍、市级负担一半, en: twice the heads and half of it}
overlays:
  - grow: {column: headcount, by: 100%}
  - set:
      basic-public-health.city-share:
        - {value: 50%, of: rest, from: 2020-01-01, standing: assumed, source: draft}
"""


@pytest.fixture
def budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    write(tmp_path, "half.yaml", HALF)
    write(tmp_path, "more.yaml", MORE)
    return write(tmp_path, "budget.csv", WORKED_LINE)


def compared(budget: Path, *asked: object) -> dict[str, Any]:
    done = run("compare", budget, *asked, "--parameters", "shares.yaml", "--format", "json")
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_a_share_is_changed_as_by_hand(budget: Path) -> None:
    """The base leaves 74000 − 47000 = 27000: 40 % of it is 10800, 50 % is 13500."""
    found = compared(budget, "half.yaml")
    assert found["base"] == {
        "central": "37000.00",
        "city": "10800.00",
        "county": "22200.00",
        "province": "10000.00",
    }
    (half,) = found["scenarios"]
    assert half["change"] == {"city": "2700.00", "county": "-2700.00"}
    assert [step["in_order"] for step in half["steps"]] == [half["change"]]
    assert half["interaction"] == {}


def test_steps_are_taken_apart_as_by_hand(budget: Path) -> None:
    """Twice the heads: the whole 80000 is below the base, which leaves 80000 − 47000 = 33000.

    40 % of that is 13200, 2400 more; then 50 % is 16500, 3300 more. Alone the share moves 2700, so
    600 are what the steps make of one another, half of which each has on the average.
    """
    (more,) = compared(budget, "more.yaml", "--shapley")["scenarios"]
    heads, share = more["steps"]
    assert heads["in_order"]["city"] == heads["alone"]["city"] == "2400.00"
    assert (share["in_order"]["city"], share["alone"]["city"]) == ("3300.00", "2700.00")
    assert more["interaction"]["city"] == "600.00"
    assert (heads["shapley"]["city"], share["shapley"]["city"]) == ("2700.00", "3000.00")
    assert more["change"]["city"] == "5700.00"


def test_a_scenario_of_nothing_is_the_base(budget: Path, tmp_path: Path) -> None:
    write(tmp_path, "same.yaml", "name: {zh: 不变, en: the same}\n")
    found = compared(budget, "same.yaml")
    (same,) = found["scenarios"]
    assert same["payers"] == found["base"]
    assert (same["change"], same["steps"]) == ({}, [])


def test_several_scenarios_stand_side_by_side(budget: Path) -> None:
    done = run(
        "compare", budget, "half.yaml", "more.yaml", "--parameters", "shares.yaml", lang="en"
    )  # fmt: skip
    rows = [line.split() for line in done.out.splitlines()]
    city = ["city", "10,800.00", "13,500.00", "2,700.00", "16,500.00", "5,700.00"]
    assert city in rows
    assert "[the city pays half: what each step moves]" in done.out
    assert "Less: 1, more: 0, the same: 0 (the city pays half)." in " ".join(done.out.split())


def test_in_chinese_steps_are_named(budget: Path) -> None:
    done = run("compare", budget, "more.yaml", "--parameters", "shares.yaml", lang="zh")
    assert "情景比较：budget.csv" in done.out
    assert "1. 人数增长 100%" in done.out
    assert "各步相互影响" in done.out


def test_csv_has_what_changes_for_whom(budget: Path) -> None:
    done = run(
        "compare", budget, "half.yaml", "--parameters", "shares.yaml", "--format", "csv"
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.out.lstrip("\ufeff"))))
    assert [(row["payer"], row["change"]) for row in rows] == [
        ("city", "2700.00"),
        ("county", "-2700.00"),
    ]


def test_a_class_may_change_and_a_line_be_added(budget: Path, tmp_path: Path) -> None:
    text = (
        "name: {zh: 甲, en: one}\noverlays:\n"
        "  - class: {unit: 莘县, is: county, from: 2020-01-01}\n"
        "  - add: {line: B, unit: 冠县, year: 2020, item: 基本公共卫生服务, amount: 74, headcount: 1}\n"
    )
    write(tmp_path, "other.yaml", text)
    (other,) = compared(budget, "other.yaml")["scenarios"]
    assert other["change"] == {"city": "29.60", "county": "44.40"}
    assert other["lines_by_status"] == {"determined": 2}


REFUSED = {
    "a share above 1": (
        "  - multiply: {parameter: basic-public-health.city-share, by: 3, from: 2020-01-01}\n",
        4,
        "error[FR550]: basic-public-health.city-share cannot be 1.2",
    ),
    "more from above than it costs": (
        "  - grow: {column: central_funds, by: 100%}\n",
        3,
        "error[FR551]: after growth the line A1 receives more from above",
    ),
    "a line that is there": (
        "  - add: {line: A1, unit: 莘县, year: 2020, item: 基本公共卫生服务, amount: 5}\n",
        3,
        "error[FR552]: the budget has a line A1 already",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_changed_so_is_refused(what: str, budget: Path, tmp_path: Path) -> None:
    step, code, said = REFUSED[what]
    write(tmp_path, "wrong.yaml", f"name: {{zh: 甲, en: one}}\noverlays:\n{step}")
    done = run("compare", budget, "wrong.yaml", "--parameters", "shares.yaml", lang="en")
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_too_many_steps_have_no_shapley_values(budget: Path, tmp_path: Path) -> None:
    steps = "  - grow: {column: headcount, by: 1%}\n" * 9
    write(tmp_path, "long.yaml", f"name: {{zh: 甲, en: one}}\noverlays:\n{steps}")
    done = run(
        "compare", budget, "long.yaml", "--parameters", "shares.yaml", "--shapley", lang="en"
    )
    assert done.code == 4
    assert "error[FR554]: the scenario long has 9 steps" in done.err


def test_the_example_adds_up(tmp_path: Path) -> None:
    write(tmp_path, "half.yaml", HALF)
    shares = ("--parameters", EXAMPLE / "shares.yaml")
    done = run(
        "compare", EXAMPLE / "budget.xlsx", tmp_path / "half.yaml", *shares, "--format", "json"
    )  # fmt: skip
    found = json.loads(done.out)
    whole = json.loads(run("allocate", EXAMPLE / "budget.xlsx", *shares, "--format", "json").out)
    payers = {p: v for p, v in whole["totals"]["payers"].items() if v != "0.00"}
    assert {**found["base"], "open": None} == {**payers, "open": None}
    assert found["scenarios"][0]["change"] == {"city": "16676970.70", "county": "-16676970.70"}


@pytest.mark.parametrize(
    ("column", "by", "said"),
    [
        ("amount", "999999999999", "error[FR464]: amount"),
        ("headcount", "99999999999999999", "error[FR464]: headcount"),
        ("performance", "500%", "performance"),
    ],
)
def test_no_number_grows_beyond_what_a_budget_may_hold(
    column: str, by: str, said: str, budget: Path, tmp_path: Path
) -> None:
    head, line = WORKED_LINE.splitlines()
    write(tmp_path, "budget.csv", f"{head},performance\n{line},1\n")
    step = f"  - grow: {{column: {column}, by: {by}}}\n"
    write(tmp_path, "wrong.yaml", f"name: {{zh: 甲, en: one}}\noverlays:\n{step}")
    asked = ("--parameters", "shares.yaml", "-o", "o.json")
    done = run("compare", budget, "wrong.yaml", *asked, lang="en")
    assert (done.code, done.out) == (3, "")
    assert "budget.csv:2: error[" in done.err
    assert said in done.err
    assert not (tmp_path / "o.json").exists()


def test_every_line_that_changes_is_listed_with_its_result(tmp_path: Path) -> None:
    """Without the share the second line needs it; with it, the city pays 40 % of 27000."""
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    write(
        tmp_path, "more.yaml", f"{MORE}  - add: {{line: new, unit: 莘县, year: 2020, amount: 5}}\n"
    )
    budget = write(tmp_path, "budget.csv", WORKED_LINE)
    done = run(
        "compare", budget, tmp_path / "more.yaml", "--lines", "--format", "json",
        "--parameters", tmp_path / "shares.yaml",
    )  # fmt: skip
    (found,) = json.loads(done.out)["scenarios"]
    first, new = found["lines"]["first"]
    assert (first["line"], first["before"], first["after"]) == ("A1", "determined", "determined")
    assert first["change"] == {"city": "5700.00", "county": "-5700.00"}
    assert (new["line"], new["before"], new["after"]) == ("new", None, "needs")
    assert new["change"] == {"open": "5.00"}
    assert (found["lines"]["count"], found["lines"]["became_determined"]) == (2, 0)


def test_lines_that_become_open_are_counted(tmp_path: Path) -> None:
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    before = "name: {zh: 甲, en: before the plan}\noverlays:\n  - law_of: 2018-12-31\n"
    write(tmp_path, "before.yaml", before)
    done = run(
        "compare", write(tmp_path, "budget.csv", WORKED_LINE), tmp_path / "before.yaml", "--lines",
        "--parameters", tmp_path / "shares.yaml", "--lang", "en",
    )  # fmt: skip
    assert "Lines that change: 1. Determined by it: 0; no longer determined: 1." in done.out


RULE = """\
name: {zh: 县的管理事务由市负担, en: the city pays for administration}
overlays:
  - rule:
      id: health-administration-of-a-county
      clause: "4.3"
      quote: 由同级财政承担支出责任
      when: {item: health-administration, affiliation: county}
      assign: city
      fund: {full: city}
  - law_of: 2018-12-31
"""


def test_a_rule_is_replaced_and_the_law_is_that_of_another_day(tmp_path: Path) -> None:
    """100 of a county's administration are the city's by the new rule, and open before the plan."""
    write(tmp_path, "rule.yaml", RULE)
    budget = write(
        tmp_path,
        "budget.csv",
        "line,unit,year,item,amount,affiliation\nA,莘县,2020,health-administration,100,county\n",
    )
    done = run("compare", budget, tmp_path / "rule.yaml", "--format", "json", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    (found,) = json.loads(done.out)["scenarios"]
    rule, law = found["steps"]
    assert rule["step"] == "rule health-administration-of-a-county (clause 4.3)"
    assert law["step"] == "the law of 2018-12-31"
    assert rule["in_order"] == {"city": "100.00", "county": "-100.00"}
    assert law["in_order"] == {"city": "-100.00", "open": "100.00"}
    assert found["lines_by_status"] == {"undetermined": 1}


ORGANISED = """\
name: {zh: 市组织的由市负担, en: what the city organises}
overlays:
  - rule:
      id: organised-by-the-city
      clause: "4.3"
      quote: 由同级财政承担支出责任
      when: {item: health-administration, affiliation: county, organiser: city}
      assign: city
      fund: {full: city}
      overrides: [health-administration-of-a-county]
"""
TWO_ORGANISERS = """\
line,unit,year,item,amount,affiliation,organiser
A,莘县,2020,health-administration,100,county,county
B,莘县,2020,health-administration,10,county,city
"""


def test_a_new_rule_tells_lines_apart_by_what_no_rule_asked_before(tmp_path: Path) -> None:
    """Both lines are of one sort by the pack as it is; the new rule moves the second alone, 10."""
    budget = write(tmp_path, "budget.csv", TWO_ORGANISERS)
    rule = write(tmp_path, "rule.yaml", ORGANISED)
    done = run("compare", budget, rule, "--format", "json")
    assert (done.code, done.err) == (0, "")
    (found,) = json.loads(done.out)["scenarios"]
    assert found["steps"][0]["in_order"] == {"city": "10.00", "county": "-10.00"}


def test_lines_in_columns_that_a_new_rule_would_have_to_tell_apart_are_refused(
    tmp_path: Path,
) -> None:
    write(tmp_path, "budget.csv", TWO_ORGANISERS)
    budget = tmp_path / "budget.parquet"
    with duckdb.connect() as database:
        rows = f"SELECT * REPLACE (amount * 100 AS amount) FROM '{tmp_path / 'budget.csv'}'"
        renamed = f"SELECT * RENAME (amount AS amount_fen) FROM ({rows})"
        database.execute(f"COPY ({renamed}) TO '{budget}'")
    done = run("compare", budget, write(tmp_path, "rule.yaml", ORGANISED), "--lang", "en")
    assert (done.code, done.out) == (3, "")
    assert "rule.yaml:4:7: error[FR560]: " in done.err
    assert "organised-by-the-city is about were not told apart by organiser" in done.err
    every = ORGANISED.replace(", organiser: city", "")
    done = run("compare", budget, write(tmp_path, "every.yaml", every), "--format", "json")
    assert (done.code, done.err) == (0, "")
    (found,) = json.loads(done.out)["scenarios"]
    assert found["steps"][0]["in_order"] == {"city": "110.00", "county": "-110.00"}


def test_rules_that_differ_are_refused_at_their_place(tmp_path: Path) -> None:
    write(tmp_path, "rule.yaml", RULE.replace("id: health-administration-of-a-county", "id: other"))
    budget = write(tmp_path, "budget.csv", WORKED_LINE)
    done = run("compare", budget, tmp_path / "rule.yaml", "--lang", "en")
    assert done.code == 4
    assert "rule.yaml:4:7: error[FR502]: rules health-administration-of-a-county, other differ" in (
        done.err
    )
