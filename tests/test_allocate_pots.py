"""Pots: a year's amount divided by weighted measures, each unit capped, to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from engine_packs import (
    CITY,
    EAST,
    WEST,
    allocation_of,
    entry,
    known,
    line_of,
    measure,
    needed,
    pack_of,
    paid,
    unit,
    when,
)

from fiscal_rules.engine.allocate.limits import Limit, limited_shares
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import Allocation, UnspentPot
from fiscal_rules.model.budget import Budget, BudgetLine, MeasureValue, Period, RefusedRow
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.factors import Measure, MeasureBy
from fiscal_rules.model.funding import Agreed, Factors, Full, Matching, Share
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rulepack import InForce, Rule
from fiscal_rules.model.vocabulary import Authority, Standing, Status
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.packs import rule_of

NEED = (Measure("need"),)
BOTH = (Measure("need"), Measure("capacity", MeasureBy.INVERSE))
POT = entry("care.pot", 10)
BY_NEED = entry("care.weights", (("need", Fraction(1)),))
HALVES = entry("care.weights", (("need", Fraction(1, 2)), ("capacity", Fraction(1, 2))))
THREE_TO_ONE = [measure("east", "need", 3), measure("west", "need", 1)]
FALLBACK = Matching(None, (Share("city", "care.share"),), "county")


def rule(measures: Sequence[Measure] = NEED, otherwise: Matching | None = None) -> Rule:
    fund = Factors("city", "care.pot", "care.weights", tuple(measures), "county", otherwise)
    return rule_of(
        "care", when=when(item="care", level="county"), authority=Authority.SHARED, fund=fund
    )


def divided(
    *lines: BudgetLine,
    by: Rule | None = None,
    entries: Sequence[Entry] = (POT, BY_NEED),
    measures: Sequence[MeasureValue] = THREE_TO_ONE,
) -> Allocation:
    pack = pack_of(by or rule())
    return allocation_of(pack, known(*entries), *lines, measures=measures)


def granted(allocation: Allocation) -> dict[str, int]:
    return {result.line.id: result.paid_by("city") for result in allocation.results}


def east(amount: int, *, id: str = "e", **more: int) -> BudgetLine:  # noqa: A002 (as in the model)
    return line_of(amount, id=id, unit="east", money=more)


def west(amount: int, *, id: str = "w", **more: int) -> BudgetLine:  # noqa: A002 (as in the model)
    return line_of(amount, id=id, unit="west", money=more)


def test_a_pot_is_divided_by_shares_of_the_measure() -> None:
    allocation = divided(east(2000), west(2000))
    assert granted(allocation) == {"e": 750, "w": 250}
    assert paid(allocation.results[0]) == {"city": 750, "county": 1250}
    assert allocation.unspent_pots == ()


def test_what_a_cap_cuts_goes_to_the_others() -> None:
    assert granted(divided(east(100), west(2000))) == {"e": 100, "w": 900}


def test_the_cap_is_the_local_amount() -> None:
    assert granted(divided(east(2000, central_funds=1900), west(2000))) == {"e": 100, "w": 900}


def test_what_exceeds_all_caps_is_unspent() -> None:
    allocation = divided(east(100), west(200))
    assert granted(allocation) == {"e": 100, "w": 200}
    assert allocation.unspent_pots == (UnspentPot("care", 2020, 700),)


def test_an_inverse_measure_counts_by_its_reciprocal() -> None:
    measures = [*THREE_TO_ONE, measure("east", "capacity", 1), measure("west", "capacity", 3)]
    allocation = divided(
        east(2000), west(2000), by=rule(BOTH), entries=(POT, HALVES), measures=measures
    )
    assert granted(allocation) == {"e": 750, "w": 250}


def test_a_units_grant_is_spread_over_its_lines_by_local_amount() -> None:
    lines = (east(300, id="e1"), east(1200, id="e2", central_funds=600), west(2000))
    assert granted(divided(*lines)) == {"e1": 250, "e2": 500, "w": 250}


def test_a_tie_goes_to_the_unit_earlier_in_the_pack_and_then_to_the_smaller_line() -> None:
    equal = [measure("east", "need", 1), measure("west", "need", 1)]
    one_fen = entry("care.pot", "0.01")
    lines = (west(100), east(100, id="e2"), east(100, id="e1"))
    assert granted(divided(*lines, entries=(one_fen, BY_NEED), measures=equal)) == {
        "e1": 1,
        "e2": 0,
        "w": 0,
    }


def test_the_city_itself_gets_no_grant() -> None:
    own = line_of(500, id="c", unit="city-itself")
    at_the_city = rule_of(
        "own", when=when(item="care", level="city"), authority=Authority.CITY, fund=Full("city")
    )
    pack = pack_of(rule(), at_the_city)
    allocation = allocation_of(
        pack, known(POT, BY_NEED), own, east(2000), west(2000), measures=THREE_TO_ONE
    )
    assert granted(allocation) == {"c": 500, "e": 750, "w": 250}


def test_a_pot_waits_for_pot_weights_and_every_missing_measure_together() -> None:
    allocation = divided(east(100), west(100), by=rule(BOTH), entries=(), measures=THREE_TO_ONE)
    for result in allocation.results:
        assert result.status is Status.NEEDS
        assert needed(result) == {
            ("parameter", "care.pot"),
            ("parameter", "care.weights"),
            ("measure", "capacity"),
        }
        assert result.open == 100


def test_one_missing_measure_makes_all_lines_wait() -> None:
    allocation = divided(east(100), west(100), measures=THREE_TO_ONE[:1])
    assert [needed(result) for result in allocation.results] == [{("measure", "need")}] * 2


def test_a_measure_that_is_zero_everywhere_says_as_little_as_a_missing_one() -> None:
    zeros = [measure("east", "need", 0), measure("west", "need", 0)]
    allocation = divided(east(100), west(100), measures=zeros)
    assert [needed(result) for result in allocation.results] == [{("measure", "need")}] * 2


def test_a_unit_whose_measure_is_zero_gets_nothing_and_the_rest_is_unspent() -> None:
    measures = [measure("east", "need", 0), measure("west", "need", 5)]
    allocation = divided(east(2000), west(300), measures=measures)
    assert granted(allocation) == {"e": 0, "w": 300}
    assert allocation.unspent_pots == (UnspentPot("care", 2020, 700),)


def test_a_reciprocal_of_zero_refuses_the_budget() -> None:
    measures = [measure("east", "capacity", 0), measure("west", "capacity", 1)]
    by_capacity = entry("care.weights", (("capacity", Fraction(1)),))
    with pytest.raises(BudgetRefusedError) as caught:
        divided(east(1), west(1), by=rule(BOTH[1:]), entries=(POT, by_capacity), measures=measures)
    assert [problem.message.en for problem in caught.value.problems] == [
        "measure capacity of east is 0; it counts by its reciprocal and must be above 0"
    ]


def test_a_pot_that_changes_within_the_year_refuses_the_parameters() -> None:
    july = date(2020, 7, 1)
    entries = (replace(POT, ends=july), replace(entry("care.pot", 20), starts=july), BY_NEED)
    with pytest.raises(PackRefusedError) as caught:
        divided(east(1), west(1), entries=entries)
    assert [problem.message.en for problem in caught.value.problems] == [
        "care.pot has several values within 2020: 10, 20"
    ]


def test_without_pot_and_weights_the_fallback_holds() -> None:
    share = entry("care.share", "2/5", of=ShareOf.REST)
    with_fallback = rule(NEED, FALLBACK)
    assert granted(divided(east(100), by=with_fallback, entries=(share,))) == {"e": 40}


def test_with_a_pot_but_no_weights_the_weights_are_needed_and_no_fallback_holds() -> None:
    share = entry("care.share", "2/5", of=ShareOf.REST)
    allocation = divided(east(100), west(1), by=rule(NEED, FALLBACK), entries=(share, POT))
    assert needed(allocation.results[0]) == {("parameter", "care.weights")}


def test_a_formula_that_no_clause_states_is_assumed() -> None:
    assert divided(east(2000), west(2000)).results[0].standing is Standing.ASSUMED


def test_pots_of_different_years_are_divided_apart() -> None:
    later = replace(east(2000, id="later"), period=Period(2021))
    measures = [*THREE_TO_ONE, replace(measure("east", "need", 1), year=2021)]
    assert granted(divided(east(2000), west(2000), later, measures=measures)) == {
        "e": 750,
        "w": 250,
        "later": 1000,
    }


def test_a_refused_row_of_the_item_makes_the_pots_lines_wait() -> None:
    table = infer(pack_of(rule()))
    refused = (RefusedRow("row 7", (), "care", 2020),)
    budget = Budget("b.csv", "", (east(100), west(100)), refused, tuple(THREE_TO_ONE))
    results = allocated(table, known(POT, BY_NEED), budget).results
    assert [result.status for result in results] == [Status.NEEDS] * 2
    assert [result.open for result in results] == [100, 100]


def test_a_grant_is_no_more_than_an_agreed_subsidy_leaves() -> None:
    agreed = rule_of("agreed", when=when(item="care"), agreed=Agreed("county", "agreed_subsidy"))
    line = line_of(2000, unit="east", id="e", money={"agreed_subsidy": 1900})
    allocation = allocation_of(
        pack_of(rule(), agreed),
        known(POT, BY_NEED),
        line,
        line_of(2000, unit="west", id="w", money={"agreed_subsidy": 0}),
        measures=THREE_TO_ONE,
    )
    assert granted(allocation) == {"e": 100, "w": 900}


def test_a_line_whose_pot_changes_within_the_year_draws_on_both() -> None:
    july = date(2020, 7, 1)
    late = Factors("city", "care.late-pot", "care.weights", NEED, "county")
    from_july = rule_of(
        "late",
        when=when(item="care", level="county"),
        authority=Authority.SHARED,
        fund=late,
        overrides=("care",),
        in_force=(InForce(july, None, Standing.OFFICIAL, ""),),
    )
    allocation = allocation_of(
        pack_of(rule(), from_july),
        known(POT, entry("care.late-pot", 20), BY_NEED),
        east(10_000),
        measures=[measure("east", "need", 1)],
    )
    assert granted(allocation) == {"e": 3000}


def test_of_three_units_the_caps_are_met_one_after_the_other() -> None:
    weights = {"a": Fraction(6), "b": Fraction(3), "c": Fraction(1)}
    limits = {u: Limit(Fraction(0), Fraction(c)) for u, c in {"a": 100, "b": 250, "c": 999}.items()}
    assert limited_shares(Fraction(1000), weights, limits) == {"a": 100, "b": 250, "c": 650}


def test_units_of_the_pack_order_ties_whatever_the_order_of_lines() -> None:
    north = unit("north")
    pack = replace(pack_of(rule()), units=(CITY, north, WEST, EAST))
    equal = [measure(name, "need", 1) for name in ("east", "west", "north")]
    lines = (east(100), west(100), line_of(100, id="n", unit="north"))
    two_fen = entry("care.pot", "0.02")
    allocation = allocation_of(pack, known(two_fen, BY_NEED), *lines, measures=equal)
    assert granted(allocation) == {"e": 0, "w": 1, "n": 1}
