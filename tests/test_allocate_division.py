"""Reservations: whether a government pays its part in a class of units the text passes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine_packs import entry, line_of, needed, pack_of, paid, result_of, unit, when

from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.funding import Full, Fund, Matching, Share
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rulepack import Reservation
from fiscal_rules.model.vocabulary import Authority, Finding, Standing, Status
from fiscal_rules.testing.packs import rule_of

JULY = date(2020, 7, 1)
SHARED = Matching(None, (Share("city", "care.share"),), "county")
FORTY = entry("care.share", "2/5", of=ShareOf.REST)
RESERVED = Reservation(
    "city", "zone", "zone.city-pays", "others-take-over", Finding.PROVINCE_MANAGED_UNSETTLED
)
YES, NO = entry("zone.city-pays", True), entry("zone.city-pays", False)  # noqa: FBT003 (values)


def in_a_zone(*entries: Entry, fund: Fund = SHARED, amount: int = 1000) -> LineResult:
    pack = pack_of(rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=fund))
    zone = unit("zone-1", "zone")
    reserved = replace(pack, units=(*pack.units, zone), reservations=(RESERVED,))
    return result_of(reserved, line_of(amount, unit="zone-1"), FORTY, *entries)


def test_unanswered_the_city_pays_and_the_line_says_that_it_is_assumed() -> None:
    result = in_a_zone()
    assert paid(result) == {"city": 400, "county": 600}
    assert (result.status, result.standing) == (Status.DETERMINED, Standing.ASSUMED)
    assert [finding.id for finding in result.findings] == [Finding.PROVINCE_MANAGED_UNSETTLED]


def test_answered_yes_the_city_pays_on_the_standing_of_the_answer() -> None:
    result = in_a_zone(replace(YES, standing=Standing.DERIVED))
    assert paid(result) == {"city": 400, "county": 600}
    assert (result.standing, result.findings) == (Standing.DERIVED, ())


def test_answered_no_the_citys_part_is_open_and_waits_for_a_decision() -> None:
    result = in_a_zone(NO)
    assert (paid(result), result.open) == ({"county": 600}, 400)
    assert result.status is Status.NEEDS
    assert needed(result) == {("decision", "others-take-over")}


def test_an_answer_that_changes_within_the_year_counts_month_by_month() -> None:
    result = in_a_zone(replace(YES, ends=JULY), replace(NO, starts=JULY))
    assert (paid(result), result.open) == ({"city": 200, "county": 600}, 200)


def test_what_is_rounded_up_twice_is_taken_from_no_one_below_nothing() -> None:
    """Of one fen the city pays half and withholds half: the county does not pay minus one."""
    all_of_it = entry("care.share", 1, of=ShareOf.REST, scope={"class": "zone"})
    result = in_a_zone(all_of_it, replace(YES, ends=JULY), replace(NO, starts=JULY), amount=1)
    assert (paid(result), result.open) == ({"city": 1}, 0)


def test_full_funding_is_no_share_and_is_not_reserved() -> None:
    result = in_a_zone(NO, fund=Full("city"))
    assert (paid(result), result.open) == ({"city": 1000}, 0)


def test_units_of_other_classes_are_not_asked_about() -> None:
    pack = pack_of(rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=SHARED))
    reserved = replace(pack, reservations=(RESERVED,))
    result = result_of(reserved, line_of(1000), FORTY, NO)
    assert (paid(result), result.findings) == ({"city": 400, "county": 600}, ())
