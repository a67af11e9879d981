"""Projection: by hand, year by year, with what is advanced and what base transfers make of it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE, WORKED_LINE, WORKED_PARAMETERS, run, write

from fiscal_rules.analysis.comparison import Totals
from fiscal_rules.analysis.projection import growing, with_paid
from fiscal_rules.model.scenario import DropRule, Grow
from fiscal_rules.model.vocabulary import Status

GROWTH = """\
name: {zh: 增长, en: growth}
overlays:
  - grow: {column: headcount, by: 10%}
  - grow: {column: amount, by: 10%}
  - index: {parameter: basic-public-health.standard, by: 50%, from: 2022-01-01, to: 2022-12-31}
"""
LINES = dict.fromkeys(Status, 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    write(tmp_path, "growth.yaml", GROWTH)
    write(tmp_path, "budget.csv", WORKED_LINE)
    return tmp_path


def projected(*others: object) -> dict[str, Any]:
    done = run(
        "project", "budget.csv", "growth.yaml", "--parameters", "shares.yaml", "--years", 2,
        *others, "--format", "json",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.mark.usefixtures("folder")
def test_lines_grow_from_the_base_and_standards_go_on_as_by_hand() -> None:
    """2020: 27000 × 40 % = 10800.

    2021: 1100 heads × 74 = 81400 of 88000, less 47000: 34400 × 40 % = 13760.
    2022: 1210 heads × 111 = 134310, more than the amount of 96800: 49800 × 40 % = 19920.
    """
    years = projected()["years"]
    assert [(each["year"], each["payers"]["city"]) for each in years] == [
        (2020, "10800.00"),
        (2021, "13760.00"),
        (2022, "19920.00"),
    ]
    assert [each["paid"] for each in years] == [None] * 3


@pytest.mark.usefixtures("folder")
def test_what_is_settled_falls_into_the_next_year() -> None:
    """90 % of 13760 is 12384, with 10 % of 10800; then 17928 with 1376."""
    years = projected("--advance", "90%")["years"]
    assert [each["paid"] and each["paid"]["city"] for each in years] == [
        None,
        "13464.00",
        "19304.00",
    ]


def test_base_transfers_are_those_of_the_base_year(folder: Path) -> None:
    for name, share in (("old", "40%"), ("new", "50%")):
        write(folder, f"{name}.yaml", WORKED_PARAMETERS.replace("40%", share))
    found = projected("--old", "old.yaml", "--new", "new.yaml")
    assert found["base_transfers"] == {"city": "2700.00", "county": "-2700.00"}
    done = run(
        "project", "budget.csv", "growth.yaml", "--parameters", "shares.yaml", "--years", 1,
        "--old", "old.yaml", "--new", "new.yaml", "--lang", "en",
    )  # fmt: skip
    section = done.out.split("[With base transfers]")[1]
    city = next(line.split() for line in section.splitlines() if line.startswith("city"))
    assert city == ["city", "10,800.00", "11,060.00"]


def test_growth_is_compounded_in_the_years_for_which_it_is_meant() -> None:
    always = Grow("headcount", Fraction(1, 10))
    once = Grow("amount", Fraction(1, 2), years=(2022,))
    law = DropRule("x")
    found = {year: [*growing([always, once, law], 2020, year)] for year in (2020, 2021, 2023)}
    assert found[2020] == [law]
    assert found[2021] == [always, law]
    assert found[2023] == [
        Grow("headcount", Fraction(331, 1000)),
        Grow("amount", Fraction(1, 2)),
        law,
    ]


def test_what_is_paid_in_all_years_is_what_is_due_but_for_the_ends() -> None:
    due = [101, 203, 307, 401]
    years = [(2020 + i, Totals({("a", "item", "city"): d}, LINES)) for i, d in enumerate(due)]
    paid = [year.paid["city"] for year in with_paid(years, Fraction(1, 2)) if year.paid is not None]
    # Half up: 51 of 101 are paid in 2020, 201 of 401 in 2023; so 50 are left over, and 200 are not.
    assert sum(paid) == 50 + 203 + 307 + 201


def test_the_example_is_carried_on() -> None:
    done = run(
        "project", EXAMPLE / "budget.xlsx", EXAMPLE / "growth.yaml", "--years", 1,
        "--parameters", EXAMPLE / "shares.yaml", "--format", "json",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    base, later = json.loads(done.out)["years"]
    assert base["payers"]["city"] == "355368710.12"
    assert later["lines_by_status"]["determined"] >= base["lines_by_status"]["determined"]


WRONG = {
    ("--years", "31"): "error[FR6",
    ("--advance", "110%"): "error[FR668]: 110% after --advance is no number that can be used",
    ("--old", "old.yaml"): "error[FR660]: --new is missing",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("others", "said"), WRONG.items())
def test_what_is_wrong_is_said(others: tuple[str, str], said: str) -> None:
    done = run("project", "budget.csv", "growth.yaml", *others, "--lang", "en")
    assert done.code == 2
    assert done.err.startswith(said)
