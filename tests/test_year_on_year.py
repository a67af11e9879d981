"""Year on year: by hand, as a law of parts that add up, and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from command_line import WORKED_LINE, run, write
from engine_packs import entry, known, line_of
from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.analysis.comparison import Totals
from fiscal_rules.analysis.year_on_year import (
    Source,
    Stages,
    main_year,
    moved,
    moved_values,
    parts_of,
)
from fiscal_rules.model.budget import Budget, LineTable, Period
from fiscal_rules.model.vocabulary import Status

VALUES = """\
parameters:
  basic-public-health.standard:
    - {value: 74, from: 2020-01-01, to: 2020-12-31, standing: official, source: example}
    - {value: 79, from: 2021-01-01, to: 2021-12-31, standing: official, source: example}
  basic-public-health.city-share:
    - {value: 40%, of: rest, from: 2018-01-01, to: 2020-12-31, standing: assumed, source: example}
    - {value: 50%, of: rest, from: 2021-01-01, standing: assumed, source: example}
  province-managed.city-pays:
    - {value: yes, from: 2018-01-01, standing: assumed, source: example}
"""
OLD, NEW = (
    f"""\
parameters:
  basic-public-health.city-share:
    - {{value: {share}, of: rest, from: 2020-01-01, standing: assumed, source: example}}
"""
    for share in ("40%", "50%")
)
LINES = dict.fromkeys(Status, 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "values.yaml", VALUES)
    write(tmp_path, "2020.csv", WORKED_LINE)
    more = WORKED_LINE.replace("2020", "2021").replace("80000", "90000").replace("1000,", "1100,")
    write(tmp_path, "2021.csv", more)
    return tmp_path


def apart(last: str, this: str, *others: object) -> dict[str, Any]:
    done = run(
        "year-on-year", last, this, "--parameters", "values.yaml", *others, "--format", "json"
    )
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.mark.usefixtures("folder")
def test_lines_and_values_are_taken_apart_as_by_hand() -> None:
    """Of 74000 − 47000 = 27000 the city paid 40 %, 10800.

    1100 heads by 74 leave 34400, of which 40 % are 13760: 2960 more by the lines. By 79 they leave
    39900, of which half is 19950: 6190 more by the values. The county: 80000 − 47000 − 10800 = 22200;
    then 90000 − 47000 − 13760 = 29240; then 23050.
    """
    found = apart("2020.csv", "2021.csv")
    none = {"law": "0.00", "rounding": "0.00"}
    assert found["payers"]["city"] == {"data": "2960.00", "parameters": "6190.00", **none}
    assert found["payers"]["county"] == {"data": "7040.00", "parameters": "-6190.00", **none}
    assert found["units"] == {"莘县": found["payers"]["county"]}
    assert found["base_transfers"] is None


def test_what_the_law_changes_stands_apart(folder: Path) -> None:
    """Before 2019 there is no plan: all that is left of money from above is open."""
    for year in ("2018", "2019"):
        write(folder, f"{year}.csv", WORKED_LINE.replace("2020", year))
    values = VALUES.replace("{value: 74, from: 2020", "{value: 74, from: 2018")
    write(folder, "values.yaml", values)
    found = apart("2018.csv", "2019.csv")
    none = {"data": "0.00", "parameters": "0.00", "rounding": "0.00"}
    assert found["payers"]["open"] == {**none, "law": "-33000.00"}
    assert found["payers"]["city"] == {**none, "law": "10800.00"}


def test_base_transfers_of_the_last_year_stand_beside(folder: Path) -> None:
    """By new shares the city bears 2700 more of last year's budget, and receives as much."""
    write(folder, "old.yaml", OLD)
    write(folder, "new.yaml", NEW)
    found = apart("2020.csv", "2021.csv", "--old", "old.yaml", "--new", "new.yaml")
    assert found["base_transfers"] == {"city": "2700.00", "county": "-2700.00"}


@pytest.mark.usefixtures("folder")
def test_people_read_what_comes_from_what() -> None:
    done = run(
        "year-on-year", "2020.csv", "2021.csv", "--parameters", "values.yaml", "--lang", "en"
    )
    lines = done.out.splitlines()
    assert lines[0] == (
        "Where the change from last year comes from: 2020.csv → 2021.csv (amounts in yuan)"
    )
    city = next(line.split() for line in lines if line.startswith("city"))
    assert city == [
        "city",
        "10,800.00",
        "19,950.00",
        "9,150.00",
        "2,960.00",
        "6,190.00",
        "0.00",
        "0.00",
    ]


@pytest.mark.usefixtures("folder")
def test_old_shares_alone_are_not_enough() -> None:
    done = run("year-on-year", "2020.csv", "2021.csv", "--old", "old.yaml", "--lang", "en")
    assert done.code == 2
    assert done.err.startswith("error[FR660]: --new is missing\n")


@pytest.mark.usefixtures("folder")
def test_last_year_stands_beside_scenarios(folder: Path) -> None:
    write(folder, "same.yaml", "name: {zh: 不变, en: the same}\n")
    done = run(
        "compare", "2021.csv", "same.yaml", "--last", "2020.csv", "--parameters", "values.yaml",
        "--lang", "en",
    )  # fmt: skip
    city = next(line.split() for line in done.out.splitlines() if line.startswith("city"))
    assert city == ["city", "10,800.00", "19,950.00", "19,950.00", "0.00"]


Exact = dict[tuple[str, str | None, str], Fraction]
AMOUNTS = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.just("item"), st.sampled_from(("city", "county"))),
    st.fractions(0, 100, max_denominator=12),
)


@given(exact=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS))
def test_parts_add_up_to_every_change(exact: tuple[Exact, Exact, Exact, Exact]) -> None:
    last, this = (
        Totals({key: round(amount) for key, amount in stage.items()}, LINES)
        for stage in (exact[0], exact[3])
    )
    payers, units = parts_of(Stages(last, this, exact), "county")
    for name, parts in payers.items():
        change = this.by_payer().get(name, 0) - last.by_payer().get(name, 0)
        assert sum(parts.values()) == change
        assert [*parts] == [*Source]
    for unit, parts in units.items():
        own = (totals.by_unit("county").get(unit, 0) for totals in (this, last))
        assert sum(parts.values()) == next(own) - next(own)


def test_a_budget_is_moved_by_whole_years() -> None:
    line = replace(line_of(100), period=Period(2020, 7, 12))
    budget = Budget("b.csv", "", (line,), (), ())
    assert moved(budget, -2).lines[0].period == Period(2018, 7, 12)
    assert budget.lines[0].period == Period(2020, 7, 12)
    table = LineTable("", "", {}, (), (Period(2020), Period(2021, 1, 6)), (), (), 2)
    columns = moved(replace(budget, lines=(), table=table), 1)
    assert columns.table is not None
    assert columns.table.periods == (Period(2021), Period(2022, 1, 6))
    assert (main_year(budget), main_year(columns)) == (2020, 2022)


def test_values_hold_in_the_year_they_are_moved_to() -> None:
    held = known(
        entry("care.share", Fraction(1, 2), starts=date(2021, 7, 1), ends=date(2022, 1, 1))
    )
    (there,) = moved_values(held, -1).of("care.share")
    assert (there.starts, there.ends) == (date(2020, 7, 1), date(2021, 1, 1))
    always = known(entry("care.share", Fraction(1, 2), starts=date.min))
    assert moved_values(always, -1).of("care.share")[0].starts == date.min
