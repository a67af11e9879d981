"""What a scenario lays over a base: values by scope and date, lines to the fen, classes by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from engine_packs import EAST, entry, known, line_of, pack_of

from fiscal_rules.analysis.overlays import grown, multiplied, with_class, with_line, with_values
from fiscal_rules.model.budget import Budget, BudgetLine, LineTable
from fiscal_rules.model.diagnostic import BudgetRefusedError
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.scenario import AddLine, ChangeClass, Grow, Multiply, SetValues
from fiscal_rules.model.vocabulary import Standing

PACK = replace(pack_of(), parameter_kinds=(("care.share", ParameterKind.SHARE),))
SHARE = entry(
    "care.share",
    Fraction(1, 2),
    starts=date(2019, 1, 1),
    ends=date(2022, 1, 1),
    scope={"class": "county"},
)
HALVED = Multiply("care.share", Fraction(1, 2), date(2020, 1, 1), None)


def budget_of(*lines: BudgetLine) -> Budget:
    return Budget("budget.csv", "", lines, (), ())


def test_a_value_is_multiplied_for_whom_and_while_it_holds() -> None:
    held = multiplied(known(SHARE), HALVED, PACK)
    county = {"class": "county"}
    assert held.value("care.share", date(2019, 12, 1), county) == SHARE
    changed = held.value("care.share", date(2020, 1, 1), county)
    assert changed is not None
    assert (changed.number, changed.shown, changed.standing) == (
        Fraction(1, 4),
        f"{SHARE.shown} × 0.5",
        Standing.ASSUMED,
    )
    assert held.value("care.share", date(2022, 1, 1), county) is None
    assert held.value("care.share", date(2020, 1, 1), {"class": "zone"}) is None


def test_a_multiplied_value_keeps_its_rank_among_files() -> None:
    later = replace(SHARE, value=Fraction(1, 3), file=2)
    held = multiplied(known(SHARE, later), HALVED, PACK)
    changed = held.value("care.share", date(2020, 6, 1), {"class": "county"})
    assert changed is not None
    assert changed.number == Fraction(1, 6)


def test_what_is_set_counts_before_what_earlier_steps_made() -> None:
    given = replace(SHARE, value=Fraction(2, 5))
    steps = with_values(multiplied(known(SHARE), HALVED, PACK), SetValues((given,)))
    changed = steps.value("care.share", date(2020, 6, 1), {"class": "county"})
    assert changed is not None
    assert changed.number == Fraction(2, 5)
    steps = multiplied(with_values(known(SHARE), SetValues((given,))), HALVED, PACK)
    changed = steps.value("care.share", date(2020, 6, 1), {"class": "county"})
    assert changed is not None
    assert changed.number == Fraction(1, 5)


def test_a_value_may_be_multiplied_twice() -> None:
    held = multiplied(multiplied(known(SHARE), HALVED, PACK), HALVED, PACK)
    changed = held.value("care.share", date(2020, 6, 1), {"class": "county"})
    assert changed is not None
    assert changed.number == Fraction(1, 8)


def test_money_grows_to_the_fen_and_heads_to_whole_ones_half_up() -> None:
    line = line_of(1001, headcount=25, workload=Fraction(1, 3), money={"central_funds": 333})
    by = Fraction(1, 2)
    for column, expected in (("amount", 1502), ("headcount", 38), ("central_funds", 500)):
        (more,) = grown(budget_of(line), Grow(column, by), PACK).lines
        values = {"amount": more.amount, **more.money, **more.numbers}
        assert values[column] == expected
        assert Fraction(more.cells[column]) * (1 if column == "headcount" else 100) == expected


def test_a_blank_does_not_grow() -> None:
    line = line_of(1000)
    assert grown(budget_of(line), Grow("headcount", Fraction(1)), PACK).lines == (line,)


def test_only_the_lines_that_are_named_grow() -> None:
    lines = (line_of(100, id="e"), line_of(100, id="w", unit="west"))
    made = grown(budget_of(*lines), Grow("amount", Fraction(1), units=("west",)), PACK)
    assert [line.amount for line in made.lines] == [100, 200]
    made = grown(budget_of(*lines), Grow("amount", Fraction(1), years=(2021,)), PACK)
    assert made.lines == lines


def test_a_unit_keeps_its_class_until_the_day_on_which_it_changes() -> None:
    pack = with_class(PACK, ChangeClass("east", "zone", date(2021, 1, 1)))
    east = pack.unit_by_id["east"]
    assert east.class_on(date(2020, 12, 1)) == "county"
    assert east.class_on(date(2021, 1, 1)) == "zone"
    assert PACK.unit_by_id["east"] == EAST


def test_a_class_changed_twice_changes_twice() -> None:
    once = with_class(PACK, ChangeClass("east", "zone", date(2021, 1, 1)))
    east = with_class(once, ChangeClass("east", "city", date(2020, 1, 1))).unit_by_id["east"]
    assert east.class_on(date(2019, 1, 1)) == "county"
    assert {east.class_on(date(year, 6, 1)) for year in (2020, 2021, 2022)} == {"city"}


def test_lines_that_are_not_in_memory_are_not_changed() -> None:
    table = LineTable.__new__(LineTable)
    budget = replace(budget_of(), table=table)
    with pytest.raises(BudgetRefusedError, match="FR553"):
        grown(budget, Grow("amount", Fraction(1)), PACK)
    with pytest.raises(BudgetRefusedError, match="FR553"):
        with_line(budget, AddLine(line_of(1)))
