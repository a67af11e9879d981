"""Pots divided by every way of counting, with coefficients, floors and caps, worked by hand.

East needs 3 and West 1 of a pot of 10 yuan: 7.50 and 2.50 where nothing else is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from engine_packs import allocation_of, entry, known, line_of, measure, needed, pack_of, when

from fiscal_rules.model.allocation import Allocation, UnspentPot
from fiscal_rules.model.diagnostic import BudgetRefusedError
from fiscal_rules.model.factors import (
    NO_BOUNDS,
    Bounds,
    FloorsFrom,
    Measure,
    MeasureBy,
    PotBound,
    Times,
)
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import Bands, Entry
from fiscal_rules.model.rounding import RoundedEach, Rounding, RoundingMode
from fiscal_rules.model.vocabulary import Authority
from fiscal_rules.testing.packs import rule_of

POT = entry("care.pot", 10)
BY_NEED = entry("care.weights", (("need", Fraction(1)),))
NEED = (Measure("need"),)
THREE_TO_ONE = (measure("east", "need", 3), measure("west", "need", 1))
LAST = PotBound("care.kept", "last-grant")
LAST_YEAR = (("east", "last-grant", 5), ("west", "last-grant", 4))
KEPT = entry("care.kept", "0.9")
SCORES = (("east", "performance", "0.8"), ("west", "performance", 1))


def divided(
    *entries: Entry,
    by: tuple[Measure, ...] = NEED,
    times: Times | None = None,
    bounds: Bounds = NO_BOUNDS,
    more: Sequence[tuple[str, str, int | str]] = (),
    costs: tuple[int, int] = (2000, 2000),
    rounding: Rounding | None = None,
) -> Allocation:
    """Divide the pot between East and West, whose lines cost 20 yuan each where nothing is said."""
    fund = Factors("city", "care.pot", "care.weights", by, "county", None, times, bounds, rounding)
    rule = rule_of(
        "care", when=when(item="care", level="county"), authority=Authority.SHARED, fund=fund
    )
    lines = [line_of(costs[0], id="e", unit="east"), line_of(costs[1], id="w", unit="west")]
    measures = [*THREE_TO_ONE, *(measure(*row) for row in more)]
    parameters = known(POT, BY_NEED, *entries)
    return allocation_of(pack_of(rule), parameters, *lines, measures=measures)


def granted(allocation: Allocation) -> tuple[int, ...]:
    return tuple(result.paid_by("city") for result in allocation.results)


def working(allocation: Allocation, line: int) -> list[tuple[str, str, str]]:
    """Give what is said of a line's grant: in English, working and result."""
    return [(step.what.en, step.working, step.result) for step in allocation.results[line].steps]


def test_a_measure_per_head_is_divided_by_another() -> None:
    heads = [("east", "population", 30), ("west", "population", 5)]
    allocation = divided(by=(Measure("need", MeasureBy.PER_HEAD, of="population"),), more=heads)
    assert granted(allocation) == (333, 667)  # 3/30 and 1/5: one third and two thirds
    said = working(allocation, 0)
    assert ("weighted shares of the measures", "100% × (3/30)/0.3", "1/3") in said


def test_nobody_is_divided_by_a_population_of_0() -> None:
    heads = [("east", "population", 0), ("west", "population", 5)]
    with pytest.raises(BudgetRefusedError):
        divided(by=(Measure("need", MeasureBy.PER_HEAD, of="population"),), more=heads)


def test_a_measure_counts_by_the_band_that_it_lies_in() -> None:
    bands = entry("care.bands", Bands(((Fraction(0), Fraction(1)), (Fraction(3), Fraction(4)))))
    banded = (Measure("need", MeasureBy.BANDED, bands="care.bands"),)
    allocation = divided(bands, by=banded)
    assert granted(allocation) == (800, 200)  # 3 begins the second band, 1 lies in the first
    assert ("weighted shares of the measures", "100% × 4/5", "0.8") in working(allocation, 0)


def test_bands_are_needed_as_weights_are() -> None:
    allocation = divided(by=(Measure("need", MeasureBy.BANDED, bands="care.bands"),))
    assert needed(allocation.results[0]) == {("parameter", "care.bands")}


def test_bands_that_count_for_nothing_everywhere_say_as_little_as_a_missing_measure() -> None:
    bands = entry("care.bands", Bands(((Fraction(0), Fraction(0)), (Fraction(9), Fraction(1)))))
    allocation = divided(bands, by=(Measure("need", MeasureBy.BANDED, bands="care.bands"),))
    assert needed(allocation.results[0]) == {("measure", "need")}


def test_a_coefficient_that_is_renormalised_leaves_nothing_unspent() -> None:
    allocation = divided(times=Times("performance"), more=SCORES)
    assert granted(allocation) == (706, 294)  # 0.75 × 0.8 = 0.6 and 0.25, out of 0.85
    assert allocation.unspent_pots == ()


def test_what_a_coefficient_cuts_for_good_stays_unspent() -> None:
    allocation = divided(times=Times("performance", renormalise=False), more=SCORES)
    assert granted(allocation) == (600, 250)
    assert allocation.unspent_pots == (UnspentPot("care", 2020, 150),)
    said = working(allocation, 0)
    assert ("weighted shares of the measures", "(100% × 3/4) × 0.8", "0.6") in said


def test_a_coefficient_above_one_takes_from_the_others_and_never_more_than_the_pot() -> None:
    better = [("east", "performance", 1), ("west", "performance", 2)]
    allocation = divided(times=Times("performance", renormalise=False), more=better)
    assert granted(allocation) == (600, 400)  # 7.50 and 5.00 asked of 10


def test_a_coefficient_is_needed_of_every_unit() -> None:
    allocation = divided(times=Times("performance"), more=SCORES[:1])
    assert needed(allocation.results[0]) == {("measure", "performance")}


def test_a_floor_out_of_the_pot_is_borne_by_the_others() -> None:
    bounds = Bounds(at_least=(LAST,), floors_from=FloorsFrom.OTHERS)
    allocation = divided(KEPT, bounds=bounds, more=LAST_YEAR)
    assert granted(allocation) == (640, 360)  # West keeps 0.9 × 4 yuan of last year
    assert ("at least", "4 × 9/10", "3.60") in working(allocation, 1)


def test_a_floor_beside_the_pot_takes_nothing_from_the_others() -> None:
    bounds = Bounds(at_least=(LAST,), floors_from=FloorsFrom.PAYER)
    allocation = divided(KEPT, bounds=bounds, more=LAST_YEAR)
    assert granted(allocation) == (750, 360)
    raised = ("raised to the floor, beside the pot", "2.50 + 1.10", "3.60")
    assert raised in working(allocation, 1)


def test_floors_above_the_pot_are_left_to_be_decided() -> None:
    bounds = Bounds(at_least=(LAST,), floors_from=FloorsFrom.OTHERS)
    allocation = divided(entry("care.kept", 2), bounds=bounds, more=LAST_YEAR)
    assert granted(allocation) == (0, 0)
    assert needed(allocation.results[0]) == {("decision", "floors-above-pot")}


def test_a_floor_may_be_a_part_of_the_pot() -> None:
    bounds = Bounds(at_least=(PotBound("care.kept"),), floors_from=FloorsFrom.OTHERS)
    assert granted(divided(entry("care.kept", "0.4"), bounds=bounds)) == (600, 400)


def test_no_floor_pays_more_than_the_lines_cost() -> None:
    bounds = Bounds(at_least=(LAST,), floors_from=FloorsFrom.OTHERS)
    allocation = divided(KEPT, bounds=bounds, more=LAST_YEAR, costs=(2000, 300))
    assert granted(allocation) == (700, 300)


def test_the_highest_of_two_floors_and_the_lowest_of_two_caps_hold() -> None:
    bounds = Bounds(
        at_least=(LAST, PotBound("care.least")),
        at_most=(PotBound("care.growth", "last-grant"), PotBound("care.most")),
        floors_from=FloorsFrom.OTHERS,
    )
    rates = (entry("care.least", "0.3"), entry("care.growth", "1.2"), entry("care.most", "0.7"))
    allocation = divided(KEPT, *rates, bounds=bounds, more=LAST_YEAR)
    # East: 4.50 to 6.00; West: 3.60 to 4.80. East is cut to 6.00, which leaves 4.00.
    assert granted(allocation) == (600, 400)


def test_what_caps_leave_is_unspent() -> None:
    bounds = Bounds(at_most=(PotBound("care.most"),))
    allocation = divided(entry("care.most", "0.4"), bounds=bounds)
    assert granted(allocation) == (400, 250 + 150)
    allocation = divided(entry("care.most", "0.3"), bounds=bounds)
    assert granted(allocation) == (300, 300)
    assert allocation.unspent_pots == (UnspentPot("care", 2020, 400),)


def test_a_floor_holds_over_a_cap() -> None:
    bounds = Bounds(
        at_least=(LAST,), at_most=(PotBound("care.most"),), floors_from=FloorsFrom.OTHERS
    )
    allocation = divided(KEPT, entry("care.most", "0.1"), bounds=bounds, more=LAST_YEAR)
    assert granted(allocation) == (450, 360)


def test_a_floor_is_rounded_up_to_the_fen_and_a_cap_down() -> None:
    bounds = Bounds(
        at_least=(LAST,), at_most=(PotBound("care.most"),), floors_from=FloorsFrom.OTHERS
    )
    third = entry("care.most", "0.4333")
    last = [("east", "last-grant", "0.01"), ("west", "last-grant", "5.11")]
    allocation = divided(KEPT, third, bounds=bounds, more=last)
    # West: 0.9 × 5.11 = 4.599, raised to 4.60; its cap of 4.333 gives way. East: 4.333 cut to 4.33.
    assert granted(allocation) == (433, 460)


def test_last_years_grants_are_needed_where_floors_count_by_them() -> None:
    bounds = Bounds(at_least=(LAST,), floors_from=FloorsFrom.OTHERS)
    allocation = divided(bounds=bounds)
    assert needed(allocation.results[0]) == {
        ("parameter", "care.kept"),
        ("measure", "last-grant"),
    }


def to_yuan(each: RoundedEach, mode: RoundingMode = RoundingMode.HALF_UP) -> Rounding:
    return Rounding(100, mode, each, "c-rounding")


def test_each_units_grant_is_rounded_by_itself() -> None:
    rounded = divided(rounding=to_yuan(RoundedEach.UNIT))
    assert granted(rounded) == (800, 300)  # 7.50 and 2.50: the payer adds 1 yuan beside the pot
    assert rounded.unspent_pots == ()
    assert ("rounded (clause c-rounding)", "7.50", "8.00") in working(rounded, 0)
    truncated = divided(rounding=to_yuan(RoundedEach.UNIT, RoundingMode.TRUNCATE))
    assert granted(truncated) == (700, 200)
    assert truncated.unspent_pots == (UnspentPot("care", 2020, 100),)
    even = divided(rounding=to_yuan(RoundedEach.UNIT, RoundingMode.HALF_EVEN))
    assert granted(even) == (800, 200)


def test_grants_rounded_in_total_add_up_to_the_pot_in_whole_units() -> None:
    rounded = divided(rounding=to_yuan(RoundedEach.TOTAL))
    assert granted(rounded) == (800, 200)  # a tie of remainders goes to the earlier unit
    assert rounded.unspent_pots == ()


def test_no_grant_is_rounded_above_what_its_lines_cost() -> None:
    rounded = divided(rounding=to_yuan(RoundedEach.UNIT), costs=(760, 2000))
    assert granted(rounded) == (700, 300)  # at most 7 whole yuan; the other 3 go to West


def test_a_floor_is_whole_in_the_unit_that_is_rounded_to() -> None:
    bounds = Bounds(at_least=(LAST,), floors_from=FloorsFrom.OTHERS)
    rounded = divided(KEPT, bounds=bounds, more=LAST_YEAR, rounding=to_yuan(RoundedEach.TOTAL))
    assert granted(rounded) == (600, 400)  # 3.60 is 4 whole yuan at least
