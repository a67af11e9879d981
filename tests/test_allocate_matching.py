"""Matching grants: shares of a base standard or of the amount, and what is above the base."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine_packs import CENTURY, entry, line_of, needed, pack_of, paid, result_of, when

from fiscal_rules.model.budget import Period
from fiscal_rules.model.funding import Base, Matching, Share
from fiscal_rules.model.parameter import ShareOf
from fiscal_rules.model.rulepack import InForce, Rule, RulePack
from fiscal_rules.model.vocabulary import Authority, Duty, Part, Standing, Status
from fiscal_rules.testing.packs import rule_of

JULY = date(2020, 7, 1)
FORTY = entry("care.share", "2/5", of=ShareOf.REST)
STANDARD = entry("care.standard", 74)
TOP_UP = rule_of("top-up", when=when(item="care"), above_base="county")


def matching(*shares: Share, base: Base | None = None, rest: str = "county") -> Rule:
    fund = Matching(base, shares or (Share("city", "care.share"),), rest)
    return rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=fund)


OF_THE_AMOUNT = pack_of(matching())
BASED = pack_of(matching(base=Base("care.standard", "headcount")), TOP_UP)


def by_part(pack: RulePack, *args: object) -> dict[tuple[str, Part], int]:
    result = result_of(pack, *args)  # type: ignore[arg-type]
    return {(payment.payer, payment.part): payment.amount for payment in result.payments}


def test_the_worked_example_of_the_contract_comes_out_to_the_fen() -> None:
    line = line_of(
        8_000_000,
        money={"central_funds": 3_700_000, "province_funds": 1_000_000},
        headcount=1000,
    )
    assert by_part(BASED, line, STANDARD, FORTY) == {
        ("central", Part.UPPER): 3_700_000,
        ("province", Part.UPPER): 1_000_000,
        ("city", Part.BASE): 1_080_000,
        ("county", Part.BASE): 1_620_000,
        ("county", Part.ABOVE): 600_000,
    }


def test_without_a_base_the_amount_is_shared_after_money_from_above() -> None:
    line = line_of(1000, money={"central_funds": 400})
    assert paid(result_of(OF_THE_AMOUNT, line, FORTY)) == {
        "central": 400,
        "city": 240,
        "county": 360,
    }


def test_a_share_of_the_base_is_held_down_to_what_is_left_of_it() -> None:
    of_base = replace(FORTY, share_of=ShareOf.BASE)
    assert paid(result_of(OF_THE_AMOUNT, line_of(1000), of_base)) == {"city": 400, "county": 600}
    line = line_of(1000, money={"central_funds": 700})
    assert paid(result_of(OF_THE_AMOUNT, line, of_base)) == {"central": 700, "city": 300}


def test_a_half_fen_goes_up_and_the_bearer_of_the_rest_takes_what_remains() -> None:
    half = entry("care.share", "1/2", of=ShareOf.REST)
    assert paid(result_of(OF_THE_AMOUNT, line_of(5), half)) == {"city": 3, "county": 2}


def test_of_two_sharers_the_second_takes_its_share_of_what_the_first_left() -> None:
    pack = pack_of(matching(Share("province", "care.first"), Share("city", "care.share")))
    first = entry("care.first", "1/2", of=ShareOf.REST)
    result = result_of(pack, line_of(1000), first, FORTY)
    assert paid(result) == {"province": 500, "city": 200, "county": 300}


def test_the_base_is_no_more_than_the_amount() -> None:
    line = line_of(5_000_000, headcount=1000)
    assert paid(result_of(BASED, line, STANDARD, FORTY)) == {
        "city": 2_000_000,
        "county": 3_000_000,
    }


def test_money_from_above_pays_the_base_first_and_then_the_top_up() -> None:
    line = line_of(1100, money={"central_funds": 1050}, headcount=1)
    parts = by_part(BASED, line, entry("care.standard", 10), FORTY)
    assert parts == {
        ("central", Part.UPPER): 1050,
        ("city", Part.BASE): 0,
        ("county", Part.BASE): 0,
        ("county", Part.ABOVE): 50,
    }


def test_a_standard_counts_by_the_months_of_the_period() -> None:
    line = line_of(1000, period=Period(2020, 1, 3), headcount=1)
    parts = by_part(BASED, line, entry("care.standard", 12), FORTY)
    assert parts["city", Part.BASE] + parts["county", Part.BASE] == 300


def test_the_base_is_rounded_once_over_all_months() -> None:
    """Seven months of a twelfth of 0.10 yuan are 5.83 fen: 6, and not seven times 1."""
    line = line_of(100, period=Period(2020, 1, 7), headcount=1)
    parts = by_part(BASED, line, entry("care.standard", "1/10"), FORTY)
    assert parts["county", Part.ABOVE] == 94


def test_a_share_that_changes_within_the_year_is_taken_month_by_month_and_rounded_once() -> None:
    early = entry("care.share", "1/3", of=ShareOf.REST, ends=JULY)
    late = entry("care.share", "1/2", of=ShareOf.REST, starts=JULY)
    assert paid(result_of(OF_THE_AMOUNT, line_of(1000), early, late)) == {
        "city": 417,
        "county": 583,
    }


def test_where_share_and_standard_change_the_months_weigh_by_their_base() -> None:
    entries = (
        entry("care.standard", 10, ends=JULY),
        entry("care.standard", 30, starts=JULY),
        entry("care.share", 0, of=ShareOf.REST, ends=JULY),
        entry("care.share", 1, of=ShareOf.REST, starts=JULY),
    )
    assert paid(result_of(BASED, line_of(2000, headcount=1), *entries)) == {
        "city": 1500,
        "county": 500,
    }


def test_without_a_share_the_top_up_is_placed_and_the_rest_of_the_base_is_open() -> None:
    line = line_of(8_000_000, money={"central_funds": 3_700_000}, headcount=1000)
    result = result_of(BASED, line, STANDARD)
    assert result.status is Status.NEEDS
    assert needed(result) == {("parameter", "care.share")}
    assert paid(result) == {"central": 3_700_000, "county": 600_000}
    assert result.open == 3_700_000
    assert result.standing is Standing.OFFICIAL


def test_all_that_is_missing_is_listed_at_once() -> None:
    result = result_of(BASED, line_of(100))
    assert needed(result) == {
        ("column", "headcount"),
        ("parameter", "care.standard"),
        ("parameter", "care.share"),
    }
    assert result.open == 100
    assert result.standing is None


def test_a_parameter_that_lacks_in_one_month_is_needed() -> None:
    until_july = replace(FORTY, ends=JULY)
    assert needed(result_of(OF_THE_AMOUNT, line_of(100), until_july)) == {
        ("parameter", "care.share")
    }
    half_year = line_of(100, period=Period(2020, 1, 6))
    assert result_of(OF_THE_AMOUNT, half_year, until_july).status is Status.DETERMINED


def test_a_parameter_that_tells_categories_apart_asks_for_the_column() -> None:
    of_deaths = entry("care.share", "1/2", of=ShareOf.REST, scope={"category": "death"})
    assert needed(result_of(OF_THE_AMOUNT, line_of(100), of_deaths)) == {("column", "category")}
    line = line_of(100, choices={"category": "death"})
    assert paid(result_of(OF_THE_AMOUNT, line, of_deaths)) == {"city": 50, "county": 50}


@pytest.mark.parametrize(
    ("of", "standing"),
    [
        (ShareOf.REST, Standing.OFFICIAL),
        (ShareOf.BASE, Standing.OFFICIAL),
        (None, Standing.ASSUMED),
    ],
)
def test_a_share_that_does_not_say_of_what_makes_the_line_assumed(
    of: ShareOf | None, standing: Standing
) -> None:
    result = result_of(OF_THE_AMOUNT, line_of(100), replace(FORTY, share_of=of))
    assert paid(result) == {"city": 40, "county": 60}
    assert result.standing is standing


def test_the_weakest_of_all_that_was_used_taints_the_line() -> None:
    derived = replace(STANDARD, standing=Standing.DERIVED)
    result = result_of(BASED, line_of(100, headcount=1), derived, FORTY)
    assert result.standing is Standing.DERIVED


def test_money_above_the_base_is_cited_by_its_clause() -> None:
    line = line_of(8_000_000, headcount=1000)
    assert result_of(BASED, line, STANDARD, FORTY).clauses == ("c-care", "c-top-up")
    at_base = line_of(7_400_000, headcount=1000)
    assert result_of(BASED, at_base, STANDARD, FORTY).clauses == ("c-care",)


def test_money_above_the_base_is_cited_even_where_money_from_above_pays_it() -> None:
    """5.4 exactly when there is money above the base."""
    line = line_of(8_000_000, money={"central_funds": 8_000_000}, headcount=1000)
    assert result_of(BASED, line, STANDARD, FORTY).clauses == ("c-care", "c-top-up")


def noted_from_july() -> RulePack:
    """A pack in which, from July, a rule adds a duty and nothing else."""
    from_july = InForce(JULY, None, Standing.OFFICIAL, "")
    noted = rule_of("noted", when=when(item="care"), duties=(Duty.FILE_POLICY,))
    return pack_of(*BASED.rules, replace(noted, in_force=(from_july,)))


def test_a_line_is_cut_by_the_bases_of_its_segments() -> None:
    """450 a month until June, 590 from July: the amount is just the base, so nothing is above."""
    entries = (
        entry("care.standard", 450 * 12, ends=JULY),
        entry("care.standard", 590 * 12, starts=JULY),
        FORTY,
    )
    base = 6 * 450_00 + 6 * 590_00
    result = result_of(noted_from_july(), line_of(base, headcount=1), *entries)
    assert [payment.part for payment in result.payments] == [Part.BASE, Part.BASE]
    assert paid(result) == {"city": base * 2 // 5, "county": base * 3 // 5}
    assert result.findings == ()


def test_the_base_is_rounded_once_over_all_segments() -> None:
    """A standard of 1.01 yuan is 50.5 fen for each half year, and 101 for the whole."""
    line = line_of(200, headcount=1)
    result = result_of(noted_from_july(), line, entry("care.standard", "1.01"), FORTY)
    assert sum(p.amount for p in result.payments if p.part is Part.ABOVE) == 99


def steps_of(pack: RulePack, *args: object) -> list[tuple[str, str]]:
    result = result_of(pack, *args)  # type: ignore[arg-type]
    return [(step.working, step.result) for step in result.steps]


def test_the_arithmetic_is_written_down_as_it_was_done() -> None:
    line = line_of(8_000_000, money={"central_funds": 4_700_000}, headcount=1000)
    assert steps_of(BASED, line, STANDARD, FORTY) == [
        ("1000 × 74", "74000.00"),
        ("max(0, 74000.00 − 47000.00)", "27000.00"),
        ("80000.00 − 74000.00", "6000.00"),
        ("27000.00 × 40%", "10800.00"),
        ("27000.00 − 10800.00", "16200.00"),
    ]


def test_the_second_sharers_step_starts_from_what_the_first_left() -> None:
    pack = pack_of(matching(Share("province", "care.first"), Share("city", "care.share")))
    first = entry("care.first", "1/2", of=ShareOf.REST)
    assert ("5.00 × 40%", "2.00") in steps_of(pack, line_of(1000), first, FORTY)


def test_the_step_of_a_share_of_the_base_shows_that_it_is_held_down() -> None:
    line = line_of(1000, money={"central_funds": 700})
    of_base = replace(FORTY, share_of=ShareOf.BASE)
    assert ("min(10.00 × 40%, 3.00)", "3.00") in steps_of(OF_THE_AMOUNT, line, of_base)


def test_the_step_of_a_share_that_changes_with_the_standard_weighs_by_bases() -> None:
    entries = (
        entry("care.standard", 10, ends=JULY),
        entry("care.standard", 30, starts=JULY),
        entry("care.share", "1/10", of=ShareOf.REST, starts=CENTURY, ends=JULY),
        entry("care.share", "1/2", of=ShareOf.REST, starts=JULY),
    )
    steps = steps_of(BASED, line_of(2000, headcount=1), *entries)
    (working,) = (working for working, result in steps if result == "8.00")  # 5 × 10% + 15 × 50%
    assert "6/12" not in working
