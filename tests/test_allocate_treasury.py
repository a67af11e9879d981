"""Flows: from whose treasury to whose a payment goes, and as what."""

from __future__ import annotations

from dataclasses import replace

from engine_packs import CITY, entry, line_of, pack_of, result_of, when

from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.funding import Agreed, Full, Fund, Matching, Share
from fiscal_rules.model.parameter import ShareOf
from fiscal_rules.model.rulepack import Rule
from fiscal_rules.model.vocabulary import Authority, Duty, Flow
from fiscal_rules.testing.packs import rule_of

HALF = entry("care.share", "1/2", of=ShareOf.REST)
SHARED = Matching(None, (Share("city", "care.share"),), "county")


def flows(fund: Fund, line: BudgetLine, *rules: Rule) -> list[tuple[str, str, Flow]]:
    care = rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=fund)
    result = result_of(pack_of(care, *rules), line, HALF)
    return [(p.payer_treasury, p.recipient, p.flow) for p in result.payments if p.amount]


def agreed(payer: str) -> Rule:
    return rule_of("agreed", when=when(item="care"), agreed=Agreed(payer, "agreed_subsidy"))


AT_THE_CITY = replace(line_of(1000, unit=CITY.id), counterpart="west")


def test_money_from_above_is_transferred_to_the_unit() -> None:
    line = line_of(1000, money={"central_funds": 600, "province_funds": 400})
    assert flows(Full("city"), line) == [
        ("central", "east", Flow.TRANSFER),
        ("province", "east", Flow.TRANSFER),
    ]


def test_the_citys_share_of_a_countys_line_is_transferred_and_the_countys_is_its_own() -> None:
    assert flows(SHARED, line_of(1000)) == [
        ("city", "east", Flow.TRANSFER),
        ("east", "east", Flow.OWN),
    ]


def test_in_a_line_of_the_city_the_citys_money_is_its_own_and_the_county_pays_the_city() -> None:
    assert flows(SHARED, AT_THE_CITY) == [
        ("city", "city", Flow.OWN),
        ("west", "city", Flow.TRANSFER),
    ]


def test_what_the_city_spends_on_its_own_institution_in_a_county_is_its_own() -> None:
    line = line_of(1000, choices={"affiliation": "city"})
    assert flows(Full("city"), line) == [("city", "city", Flow.OWN)]


def test_a_subsidy_for_a_countys_task_goes_from_the_county_to_the_city() -> None:
    line = replace(AT_THE_CITY, money={"agreed_subsidy": 300})
    assert flows(Full("city"), line, agreed("county")) == [
        ("west", "city", Flow.ENTRUSTED),
        ("city", "city", Flow.OWN),
    ]


def test_a_subsidy_for_the_citys_task_goes_from_the_city_to_the_county() -> None:
    line = line_of(1000, money={"agreed_subsidy": 300})
    assert flows(Full("county"), line, agreed("city")) == [
        ("city", "east", Flow.ENTRUSTED),
        ("east", "east", Flow.OWN),
    ]


def test_money_for_the_citys_authority_exercised_by_a_county_is_entrusted() -> None:
    delegated = rule_of("delegated", when=when(item="care"), duties=(Duty.DELEGATED,))
    line = line_of(1000, choices={"affiliation": "city"})
    assert flows(Full("city"), line, delegated) == [("city", "east", Flow.ENTRUSTED)]
