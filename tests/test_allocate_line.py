"""One line: its status, what it waits for, agreed subsidies, and who may be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine_packs import (
    allocation_of,
    entry,
    known,
    line_of,
    needed,
    pack_of,
    paid,
    result_of,
    when,
)

from fiscal_rules.model.budget import BudgetLine, Period
from fiscal_rules.model.funding import Agreed, Full, Fund, Matching, Outside, Share, Undetermined
from fiscal_rules.model.parameter import ShareOf
from fiscal_rules.model.rulepack import InForce, Rule
from fiscal_rules.model.vocabulary import Authority, Finding, Part, Standing, Status
from fiscal_rules.testing.packs import rule_of

SHARED = Matching(None, (Share("city", "care.share"),), "county")
FORTY = entry("care.share", "2/5", of=ShareOf.REST)
ELSE = rule_of(
    "else",
    when=when(item="unlisted"),
    authority=Authority.UNSTATED,
    fund=Undetermined("authority"),
)


def care(fund: Fund, **slots: object) -> Rule:
    return rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=fund, **slots)


def agreed(payer: str) -> Rule:
    return rule_of("agreed", when=when(item="care"), agreed=Agreed(payer, "agreed_subsidy"))


def of_the_city(amount: int, *, counterpart: str | None = None, **money: int) -> BudgetLine:
    line = line_of(amount, unit="city-itself", money=money)
    return replace(line, counterpart=counterpart)


def test_one_government_pays_the_local_amount_in_full() -> None:
    result = result_of(pack_of(care(Full("city"))), line_of(1000, money={"province_funds": 300}))
    assert paid(result) == {"province": 300, "city": 700}
    assert (result.status, result.open) == (Status.DETERMINED, 0)
    assert result.standing is Standing.OFFICIAL


def test_a_determined_line_has_a_standing_even_where_nothing_is_left_to_pay() -> None:
    result = result_of(pack_of(care(Full("city"))), line_of(300, money={"province_funds": 300}))
    assert paid(result) == {"province": 300}
    assert result.standing is Standing.OFFICIAL


def test_what_the_text_leaves_open_stays_open_with_the_decision_it_needs() -> None:
    pack = pack_of(care(Undetermined("funding")))
    result = result_of(pack, line_of(1000, money={"central_funds": 300}))
    assert (result.status, result.open, result.standing) == (Status.UNDETERMINED, 700, None)
    assert needed(result) == {("decision", "funding")}
    assert result.authority is Authority.SHARED


def test_a_line_outside_the_document_needs_nothing() -> None:
    result = result_of(pack_of(care(Outside())), line_of(1000))
    assert (result.status, result.open, needed(result)) == (Status.OUTSIDE, 1000, set())


def test_before_the_document_the_authority_is_to_be_decided() -> None:
    pack = pack_of(care(Full("city")))
    result = result_of(pack, line_of(1000, period=Period(2019), money={"central_funds": 1}))
    assert (result.status, result.authority, result.open) == (Status.UNDETERMINED, None, 999)
    assert needed(result) == {("decision", "authority")}
    assert result.clauses == ("care-clause",)
    assert [finding.id for finding in result.findings] == [Finding.BEFORE_THE_LAW]


def test_an_item_that_the_pack_does_not_know_is_never_an_error() -> None:
    line = replace(line_of(1000, item="unlisted"), item_text="Care")
    result = result_of(pack_of(care(Full("city")), ELSE), line)
    assert (result.status, result.open) == (Status.UNDETERMINED, 1000)
    assert result.clauses == ("c-else",)
    (finding,) = result.findings
    assert (finding.id, finding.nearest) == (Finding.ITEM_NOT_IN_PACK, ("care",))


def test_an_agreed_subsidy_is_paid_before_the_rest() -> None:
    line = line_of(1000, money={"central_funds": 100, "agreed_subsidy": 300})
    result = result_of(pack_of(care(Full("county")), agreed("city")), line)
    assert [(p.payer, p.part, p.amount) for p in result.payments] == [
        ("central", Part.UPPER, 100),
        ("city", Part.AGREED, 300),
        ("county", Part.FULL, 600),
    ]
    assert result.clauses == ("c-agreed", "c-care")


def test_an_agreed_subsidy_is_paid_even_where_the_rest_is_undetermined() -> None:
    pack = pack_of(care(Undetermined("funding")), agreed("city"))
    result = result_of(pack, line_of(1000, money={"agreed_subsidy": 300}))
    assert (paid(result), result.open) == ({"city": 300}, 700)
    assert result.status is Status.UNDETERMINED
    assert result.standing is Standing.OFFICIAL


def test_an_agreed_subsidy_left_blank_leaves_all_local_money_open() -> None:
    pack = pack_of(care(Full("county")), agreed("city"))
    result = result_of(pack, line_of(1000, money={"central_funds": 100}))
    assert (result.status, result.open) == (Status.NEEDS, 900)
    assert needed(result) == {("column", "agreed_subsidy")}


@pytest.mark.parametrize("fund", [SHARED, Full("county")])
def test_a_line_of_the_city_asks_which_county_pays(fund: Fund) -> None:
    pack = pack_of(care(fund))
    result = result_of(pack, of_the_city(1000, central_funds=100), FORTY)
    assert (result.status, result.open) == (Status.NEEDS, 900)
    assert needed(result) == {("column", "counterpart")}
    named = result_of(pack, of_the_city(1000, counterpart="east"), FORTY)
    assert named.status is Status.DETERMINED


def test_a_line_of_the_city_that_the_city_pays_asks_for_no_county() -> None:
    result = result_of(pack_of(care(Full("city"))), of_the_city(1000))
    assert (result.status, paid(result)) == (Status.DETERMINED, {"city": 1000})


def test_a_blank_county_whose_parameter_is_known_asks_for_the_county_only() -> None:
    of_east = entry("care.share", "1/2", of=ShareOf.REST, scope={"unit": "east"})
    result = result_of(pack_of(care(SHARED)), of_the_city(1000), of_east)
    assert needed(result) == {("column", "counterpart")}


def test_a_blank_county_for_which_no_entry_can_hold_asks_for_the_parameter_too() -> None:
    of_city_institutions = entry(
        "care.share", "1/2", of=ShareOf.REST, scope={"affiliation": "city"}
    )
    result = result_of(pack_of(care(SHARED)), of_the_city(1000), of_city_institutions)
    assert needed(result) == {("column", "counterpart"), ("parameter", "care.share")}


def test_a_blank_county_whose_parameter_changes_asks_for_the_county_only() -> None:
    whole = entry("care.share", "1/2", of=ShareOf.REST, scope={"unit": "east"})
    july = date(2020, 7, 1)
    early, late = replace(whole, ends=july), replace(whole, starts=july)
    result = result_of(pack_of(care(SHARED)), of_the_city(1000), early, late)
    assert needed(result) == {("column", "counterpart")}


def test_a_rule_whose_time_in_force_is_assumed_makes_the_line_assumed() -> None:
    """The weakest of what the placed money rests on: parameters, methods, dates in force."""
    span = InForce(date(2020, 1, 1), None, Standing.ASSUMED, "our reading")
    pack = pack_of(care(Full("city"), in_force=(span,)))
    assert result_of(pack, line_of(1000)).standing is Standing.ASSUMED


def test_columns_come_first_among_what_is_needed_in_the_order_of_the_budget() -> None:
    pack = pack_of(care(SHARED), agreed("city"))
    result = result_of(pack, of_the_city(1000))
    assert [need.id for need in result.needs] == ["counterpart", "agreed_subsidy", "care.share"]


def test_every_line_comes_out_once_and_in_order() -> None:
    lines = [line_of(n, id=name) for n, name in enumerate(("b", "a", "c"))]
    allocation = allocation_of(pack_of(care(Full("city"))), known(), *lines)
    assert [result.line.id for result in allocation.results] == ["b", "a", "c"]
    assert allocation.result_of("a") == allocation.results[1]
    assert allocation.result_of("d") is None
