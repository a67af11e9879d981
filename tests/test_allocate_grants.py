"""Grants by work done: quantity × unit standard × performance, at most the local amount."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine_packs import entry, line_of, needed, pack_of, paid, result_of, when

from fiscal_rules.model.funding import Workload
from fiscal_rules.model.vocabulary import Authority, Standing, Status
from fiscal_rules.testing.packs import rule_of

JULY = date(2020, 7, 1)
FUND = Workload("city", "workload", "care.unit-standard", "performance", "county")
PACK = pack_of(rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=FUND))
TEN = entry("care.unit-standard", 10)
NINE_TENTHS = Fraction(9, 10)


def test_the_grant_is_the_product_and_the_county_bears_the_rest() -> None:
    line = line_of(5000, workload=4, performance=NINE_TENTHS)
    assert paid(result_of(PACK, line, TEN)) == {"city": 3600, "county": 1400}


def test_the_grant_is_no_more_than_the_local_amount() -> None:
    line = line_of(5000, money={"central_funds": 4000}, workload=4, performance=1)
    assert paid(result_of(PACK, line, TEN)) == {"central": 4000, "city": 1000}


def test_the_grant_is_rounded_half_up_once() -> None:
    line = line_of(100, workload=Fraction(1, 20), performance=NINE_TENTHS)
    assert paid(result_of(PACK, line, entry("care.unit-standard", 1))) == {
        "city": 5,  # 4.5
        "county": 95,
    }


def test_a_formula_that_no_clause_states_is_assumed() -> None:
    result = result_of(PACK, line_of(5000, workload=4, performance=1), TEN)
    assert result.standing is Standing.ASSUMED


def test_all_that_is_missing_is_listed_at_once() -> None:
    result = result_of(PACK, line_of(5000))
    assert result.status is Status.NEEDS
    assert needed(result) == {
        ("column", "workload"),
        ("column", "performance"),
        ("parameter", "care.unit-standard"),
    }
    assert result.open == 5000


def test_a_unit_standard_that_changes_counts_by_months() -> None:
    early = entry("care.unit-standard", 10, ends=JULY)
    late = entry("care.unit-standard", 20, starts=JULY)
    line = line_of(10_000, workload=4, performance=1)
    assert paid(result_of(PACK, line, early, late)) == {"city": 6000, "county": 4000}


def test_the_whole_grant_and_not_each_month_is_held_down_to_the_local_amount() -> None:
    """4 × (0 + 20) / 2 = 40 yuan, no more than the local amount of 50."""
    early = entry("care.unit-standard", 0, ends=JULY)
    late = entry("care.unit-standard", 20, starts=JULY)
    line = line_of(5000, workload=4, performance=1)
    assert paid(result_of(PACK, line, early, late)) == {"city": 4000, "county": 1000}
