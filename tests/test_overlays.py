"""What a scenario lays over a base: values by scope and date, lines to the fen, classes by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from engine_packs import EAST, entry, known, line_of, pack_of

from fiscal_rules.analysis.overlays import (
    carried,
    grown,
    indexed,
    known_on,
    law_on,
    multiplied,
    with_class,
    with_line,
    with_values,
)
from fiscal_rules.model.budget import Budget, BudgetLine, LineTable
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import InForce
from fiscal_rules.model.scenario import (
    AddLine,
    Carry,
    ChangeClass,
    Grow,
    Index,
    Multiply,
    SetValues,
)
from fiscal_rules.model.vocabulary import Authority, Standing
from fiscal_rules.testing.packs import rule_of

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


def test_a_value_goes_on_from_the_day_before_by_a_rate_in_each_year() -> None:
    overlay = Index("care.share", Fraction(1, 10), date(2021, 7, 1), date(2023, 1, 1))
    held = indexed(known(SHARE), overlay, PACK)
    found = {
        day: entry.number if entry is not None else None
        for day in (date(2021, 6, 1), date(2021, 7, 1), date(2022, 7, 1), date(2023, 1, 1))
        for entry in (held.value("care.share", day, {"class": "county"}),)
    }
    assert [*found.values()] == [Fraction(1, 2), Fraction(11, 20), Fraction(121, 200), None]
    shown = [entry.shown for entry in held.of("care.share")]
    assert shown == [SHARE.shown, f"{SHARE.shown} × 1.1^1", f"{SHARE.shown} × 1.1^2"]
    assert {entry.standing for entry in held.of("care.share")[1:]} == {Standing.ASSUMED}


def test_values_are_carried_on_where_nothing_else_holds() -> None:
    ended = replace(SHARE, ends=date(2021, 1, 1))
    own = replace(SHARE, value=Fraction(1, 3), starts=date(2022, 1, 1), ends=date(2023, 1, 1))
    held = carried(known(ended, own), Carry(date(2021, 1, 1), date(2024, 1, 1)))
    found = {
        year: entry.number
        for year in range(2020, 2025)
        if (entry := held.value("care.share", date(year, 6, 1), {"class": "county"})) is not None
    }
    half, third = Fraction(1, 2), Fraction(1, 3)
    assert found == {2020: half, 2021: half, 2022: third, 2023: half}
    later = held.value("care.share", date(2021, 6, 1), {"class": "county"})
    assert later is not None
    assert later.standing is Standing.ASSUMED


def test_a_value_goes_on_to_the_end_of_the_calendar() -> None:
    overlay = Index("care.share", Fraction(0), date(2021, 7, 1), date.max)
    held = indexed(known(SHARE), overlay, PACK)
    assert held.of("care.share")[-1].ends == date.max


@pytest.mark.parametrize("starts", [date(2030, 1, 1), date.min])
def test_nothing_goes_on_from_no_value(starts: date) -> None:
    overlay = Index("care.share", Fraction(1, 10), starts, date(2031, 1, 1))
    assert carried(known(SHARE), Carry(date.min, date(2019, 6, 1))) == known(SHARE)
    with pytest.raises(PackRefusedError) as refused:
        indexed(known(SHARE), overlay, PACK)
    assert [problem.code for problem in refused.value.problems] == ["FR557"]


def test_what_was_published_later_is_not_known() -> None:
    later = replace(SHARE, value=Fraction(1, 3), published=date(2021, 5, 1), file=2)
    assert known_on(known(SHARE, later), date(2021, 4, 30)).of("care.share") == (SHARE,)
    assert known_on(known(later), date(2021, 4, 30)).of("care.share") == ()


def test_the_law_of_a_day_holds_on_every_day() -> None:
    spans = (
        InForce(date(2019, 1, 1), date(2020, 1, 1), Standing.ASSUMED, "a"),
        InForce(date(2020, 1, 1), None, Standing.OFFICIAL, "b"),
    )
    rules = tuple(rule_of(name, authority=Authority.CITY) for name in ("old", "new"))
    old, new = (replace(r, in_force=(span,)) for r, span in zip(rules, spans, strict=True))
    pack = replace(PACK, rules=(old, new), in_force=spans)
    frozen = law_on(pack, date(2019, 6, 1))
    assert [rule.id for rule in frozen.rules] == [old.id]
    assert [(s.starts, s.ends, s.standing) for s in frozen.in_force] == [
        (date.min, None, Standing.ASSUMED)
    ]
    assert {len(unit.classes) for unit in frozen.units} == {1}


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
