"""Inferring: what follows from the rules in a situation, and what blanks leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from engine_packs import pack_of, when

from fiscal_rules.engine.infer import Conflict, Verdict, infer, overrides
from fiscal_rules.model.condition import Is, Not
from fiscal_rules.model.funding import Agreed, Full, Undetermined
from fiscal_rules.model.rulepack import Default, Derived, RulePack
from fiscal_rules.model.text import same
from fiscal_rules.model.vocabulary import Authority, Duty
from fiscal_rules.testing.packs import rule_of

CITY_PAYS = {"authority": Authority.CITY, "fund": Full("city")}
COUNTY_PAYS = {"authority": Authority.COUNTY, "fund": Full("county")}
OPEN = {"authority": Authority.UNSTATED, "fund": Undetermined("authority")}
IN_A_COUNTY = {"level": "county", "class": "county"}


def verdict(pack: RulePack, *items: str, **given: str) -> Verdict:
    """Decide a line of a county in 2020."""
    table = infer(pack)
    return table.decide(items or ("care",), {**IN_A_COUNTY, **given}, table.space.epochs[-1])


def by_affiliation() -> RulePack:
    return pack_of(
        rule_of("city's", when=when(item="care", affiliation="city"), **CITY_PAYS),
        rule_of("county's", when=when(item="care", affiliation="county"), **COUNTY_PAYS),
        rule_of("else", when=when(item="unlisted"), **OPEN),
    )


def test_a_line_without_blanks_is_decided_by_the_rules_that_hold() -> None:
    found = verdict(by_affiliation(), affiliation="county")
    assert found.rules == ("county's",)
    assert found.columns == ()
    assert found.authority is not None
    assert (found.authority.value, found.authority.clause) == (Authority.COUNTY, "c-county's")
    assert found.fund is not None
    assert found.fund.value == Full("county")
    assert found.clauses == ("c-county's",)


def test_a_blank_that_decides_is_asked_for() -> None:
    found = verdict(by_affiliation())
    assert found.columns == ("affiliation",)
    assert found.decision is None
    assert (found.authority, found.fund) == (None, None)
    assert found.clauses == ("care-clause",)


def test_a_blank_that_decides_nothing_is_not_asked_for() -> None:
    pack = pack_of(
        rule_of("all", when=when(item="care"), **CITY_PAYS),
        rule_of("noted", when=when(item="care", capital="yes"), duties=(Duty.FILE_POLICY,)),
    )
    found = verdict(pack)
    assert found.columns == ()
    assert found.fund is not None
    assert found.duties == ()


def test_only_the_blanks_that_matter_are_asked_for() -> None:
    county_wide = when(item="care", scope="county", affiliation="county")
    pack = pack_of(
        rule_of("all", when=when(item="care"), **CITY_PAYS),
        rule_of("own", when=county_wide, overrides=("all",), **COUNTY_PAYS),
    )
    assert verdict(pack).columns == ("affiliation", "scope")
    assert verdict(pack, scope="county").columns == ("affiliation",)
    assert verdict(pack, scope="city-wide").columns == ()


def test_an_authority_that_all_completions_share_stands_while_the_money_is_open() -> None:
    pack = pack_of(
        rule_of("whose", when=when(item="care"), authority=Authority.SHARED),
        rule_of("capital", when=when(item="care", capital="yes"), fund=Full("city")),
        rule_of("current", when=when(item="care", capital="no"), fund=Full("county")),
    )
    found = verdict(pack)
    assert found.columns == ("capital",)
    assert found.authority is not None
    assert found.authority.value is Authority.SHARED
    assert found.fund is None


def test_a_negation_does_not_hold_because_nothing_was_said() -> None:
    pack = pack_of(
        rule_of("all", when=when(item="care"), **CITY_PAYS),
        rule_of("not-capital", when=Not(Is("capital", ("yes",))), duties=(Duty.FILE_POLICY,)),
    )
    assert verdict(pack).duties == ()
    assert [duty.value for duty in verdict(pack, capital="no").duties] == [Duty.FILE_POLICY]


def test_a_duty_that_every_completion_has_stands_whichever_rules_give_it() -> None:
    pack = pack_of(
        rule_of("all", when=when(item="care"), **CITY_PAYS),
        rule_of("if", when=when(capital="yes"), duties=(Duty.FILE_POLICY,)),
        rule_of("if-not", when=when(capital="no"), duties=(Duty.FILE_POLICY,)),
    )
    assert [duty.value for duty in verdict(pack).duties] == [Duty.FILE_POLICY]


def test_an_item_left_blank_is_asked_for_alone() -> None:
    pack = pack_of(
        rule_of("care", when=when(item="care", affiliation="city"), **CITY_PAYS),
        rule_of("care-else", when=when(item="care", affiliation="county"), **COUNTY_PAYS),
        rule_of("relief", when=when(item="relief"), **CITY_PAYS),
        items=("care", "relief"),
    )
    assert verdict(pack, "care", "relief").columns == ("item",)


def test_a_default_is_read_in_the_blank_of_its_items_only() -> None:
    rules = tuple(
        rule_of(f"{item}-{by}", when=when(item=item, organiser=by), **pays)
        for item in ("care", "relief")
        for by, pays in (("city", CITY_PAYS), ("county", COUNTY_PAYS))
    )
    default = Default("organiser", "city", ("care",), same("as its name says"))
    pack = replace(pack_of(*rules, items=("care", "relief")), defaults=(default,))
    assert verdict(pack, "care").columns == ()
    assert verdict(pack, "care").rules == ("care-city",)
    assert verdict(pack, "care", organiser="county").rules == ("care-county",)
    assert verdict(pack, "relief").columns == ("organiser",)


def chained() -> RulePack:
    rules = (
        rule_of("pays", when=when(item="care", ripe="yes"), **CITY_PAYS),
        rule_of("pays-not", when=when(item="care", ripe="no"), **COUNTY_PAYS),
        rule_of("ripens", when=when(large="yes"), derive=(("ripe", "yes"),)),
        rule_of("grows", when=when(capital="yes"), derive=(("large", "yes"),)),
    )
    derived = (Derived("ripe", ("yes", "no"), "no"), Derived("large", ("yes", "no"), "no"))
    return replace(pack_of(*rules), derived=derived)


def test_derived_attributes_chain_whatever_the_order_of_the_rules() -> None:
    assert verdict(chained(), capital="yes").rules == ("pays", "ripens", "grows")
    assert verdict(chained(), capital="no").rules == ("pays-not",)


def test_a_blank_is_asked_for_through_what_is_derived_from_it() -> None:
    assert verdict(chained()).columns == ("capital",)


def test_overrides_reach_through_one_another() -> None:
    pack = pack_of(
        rule_of("first", when=when(item="care"), **CITY_PAYS),
        rule_of("second", when=when(item="care", capital="yes"), overrides=("first",)),
        rule_of("third", when=when(item="care"), overrides=("second",), **COUNTY_PAYS),
    )
    assert overrides(pack, pack.rule_by_id["third"]) == {"first", "second"}
    found = verdict(pack, capital="no")
    assert found.rules == ("first", "third")
    assert found.fund is not None
    assert found.fund.rule == "third"
    assert infer(pack).conflicts == ()


def test_an_override_takes_authority_and_fund_but_no_subsidy_and_no_duty() -> None:
    pack = pack_of(
        rule_of(
            "first",
            when=when(item="care"),
            agreed=Agreed("city", "agreed_subsidy"),
            duties=(Duty.FILE_POLICY,),
            **CITY_PAYS,
        ),
        rule_of("second", when=when(item="care"), overrides=("first",), **COUNTY_PAYS),
    )
    found = verdict(pack)
    assert found.agreed is not None
    assert found.agreed.rule == "first"
    assert [duty.value for duty in found.duties] == [Duty.FILE_POLICY]


@pytest.mark.parametrize(
    ("slot", "one", "other"),
    [
        ("authority", Authority.CITY, Authority.COUNTY),
        ("fund", Full("city"), Full("county")),
        ("agreed", Agreed("city", "agreed_subsidy"), Agreed("county", "agreed_subsidy")),
        ("above_base", "city", "county"),
        ("derive", (("ripe", "yes"),), (("ripe", "no"),)),
    ],
)
def test_two_rules_that_fill_a_slot_differently_are_a_conflict(
    slot: str, one: object, other: object
) -> None:
    pack = replace(
        pack_of(
            rule_of("one", when=when(item="care"), **{slot: one}),
            rule_of("other", when=when(item="care", capital="yes"), **{slot: other}),
        ),
        derived=(Derived("ripe", ("yes", "no", "over"), "over"),),
    )
    names: Mapping[str, str] = {"authority": "assign", "derive": "ripe"}
    witness = (("item", "care"), ("capital", "yes"))
    expected = Conflict(names.get(slot, slot), ("one", "other"), witness)
    assert infer(pack).conflicts == (expected,)


def test_two_rules_that_say_the_same_are_no_conflict() -> None:
    pack = pack_of(
        rule_of("one", when=when(item="care"), **CITY_PAYS),
        rule_of("other", when=when(item="care"), **CITY_PAYS),
    )
    assert infer(pack).conflicts == ()
    found = verdict(pack).fund
    assert found is not None
    assert found.rule == "one"


def test_before_the_document_nothing_is_decided_but_the_items_own_clause() -> None:
    table = infer(by_affiliation())
    epoch = table.space.epoch_on(date(2019, 12, 1))
    found = table.decide(("care",), IN_A_COUNTY, epoch)
    assert not found.in_force
    assert found.clauses == ("care-clause",)
    assert (found.authority, found.fund, found.columns) == (None, None, ())
