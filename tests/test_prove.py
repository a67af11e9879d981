"""Proving: gaps, conflicts and waste are found before any budget is read, with a witness."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine_packs import pack_of, when

from fiscal_rules.engine.compile import compile_pack
from fiscal_rules.engine.infer import infer
from fiscal_rules.engine.prove import limits, prove
from fiscal_rules.model.condition import AllOf, AnyOf, Is
from fiscal_rules.model.diagnostic import Diagnostic, Severity
from fiscal_rules.model.factors import Measure
from fiscal_rules.model.funding import (
    Base,
    Factors,
    Full,
    Fund,
    Matching,
    Share,
    Undetermined,
)
from fiscal_rules.model.rulepack import Rule
from fiscal_rules.model.text import same
from fiscal_rules.model.vocabulary import LINE_ATTRIBUTES, Authority
from fiscal_rules.testing.packs import rule_of

CITY_PAYS = {"authority": Authority.CITY, "fund": Full("city")}
COUNTY_PAYS = {"authority": Authority.COUNTY, "fund": Full("county")}
ELSE = rule_of(
    "else",
    when=when(item="unlisted"),
    authority=Authority.UNSTATED,
    fund=Undetermined("authority"),
)
BASED = Matching(Base("care.standard", "headcount"), (Share("city", "care.share"),), "county")


def proved(*rules: Rule) -> list[Diagnostic]:
    return list(prove(infer(pack_of(*rules, ELSE))))


def said(problem: Diagnostic) -> tuple[str, str, str]:
    return problem.code, str(problem.place), problem.message.en


def test_a_pack_that_decides_everything_once_proves_clean() -> None:
    assert proved(rule_of("all", when=when(item="care"), **CITY_PAYS)) == []


def test_a_situation_without_a_fund_is_a_gap() -> None:
    found = proved(
        rule_of("whose", when=when(item="care"), authority=Authority.CITY),
        rule_of("pays", when=when(item="care", capital="yes"), fund=Full("city")),
    )
    assert [said(p) for p in found] == [
        ("FR501", "small", "no rule says who pays in this situation: item=care, capital=no")
    ]
    assert found[0].message.zh == "有一种情形没有规则说明支出责任：item=care, capital=no"


def test_a_situation_without_an_authority_is_a_gap() -> None:
    found = proved(rule_of("pays", when=when(item="care"), fund=Full("city")))
    assert [said(p) for p in found] == [
        ("FR501", "small", "no rule says the authority in this situation: item=care")
    ]


def test_two_rules_that_differ_are_a_conflict_at_the_later() -> None:
    found = proved(
        rule_of("all", when=when(item="care"), **CITY_PAYS),
        rule_of("own", when=when(item="care", capital="yes"), **COUNTY_PAYS),
    )
    witness = "in one situation: item=care, capital=yes"
    assert [said(p) for p in found] == [
        ("FR502", "pack.yaml:3", f"rules all, own differ on the authority {witness}"),
        ("FR502", "pack.yaml:3", f"rules all, own differ on who pays {witness}"),
    ]


def test_an_override_settles_a_conflict() -> None:
    own = rule_of("own", when=when(item="care", capital="yes"), overrides=("all",), **COUNTY_PAYS)
    assert proved(rule_of("all", when=when(item="care"), **CITY_PAYS), own) == []


def test_a_rule_that_never_applies_is_dead() -> None:
    never = AllOf((Is("capital", ("yes",)), Is("capital", ("no",))))
    found = proved(
        rule_of("all", when=when(item="care"), **CITY_PAYS), rule_of("never", when=never)
    )
    assert [said(p) for p in found] == [
        ("FR503", "pack.yaml:3", "rule never applies in no situation")
    ]


def test_a_rule_for_a_class_that_no_unit_of_its_level_has_is_dead() -> None:
    of_zones = when(item="care", level="city", **{"class": "zone"})
    found = proved(
        rule_of("all", when=when(item="care"), **CITY_PAYS), rule_of("zones", when=of_zones)
    )
    assert [p.code for p in found] == ["FR503"]


def test_an_override_that_never_meets_its_target_is_said() -> None:
    found = proved(
        rule_of("capital", when=when(item="care", capital="yes"), **CITY_PAYS),
        rule_of(
            "current", when=when(item="care", capital="no"), overrides=("capital",), **COUNTY_PAYS
        ),
    )
    assert [said(p) for p in found] == [
        (
            "FR504",
            "pack.yaml:3",
            "rule current never applies together with capital, which it overrides",
        )
    ]
    assert found[0].severity is Severity.WARNING


def with_fallback(otherwise: Matching) -> Factors:
    return Factors(
        "city", "care.pot", "care.weights", (Measure("need"),), "county", otherwise=otherwise
    )


@pytest.mark.parametrize(
    "fund",
    [
        BASED,
        with_fallback(BASED),
    ],
)
def test_a_base_without_a_bearer_of_the_top_up_is_said(fund: Fund) -> None:
    found = proved(rule_of("all", when=when(item="care"), authority=Authority.SHARED, fund=fund))
    assert [said(p) for p in found] == [
        (
            "FR507",
            "small",
            "a situation has a base standard, but no rule says who bears what is above it: item=care",
        )
    ]


def test_all_problems_are_said_at_once() -> None:
    found = proved(
        rule_of("capital", when=when(item="care", capital="yes"), **CITY_PAYS),
        rule_of("also", when=when(item="care", capital="yes"), **COUNTY_PAYS),
        rule_of("never", when=AnyOf(())),
    )
    assert [p.code for p in found] == ["FR501", "FR501", "FR502", "FR502", "FR503"]


def test_a_pack_of_too_many_situations_is_refused_with_the_attributes_to_blame() -> None:
    asked = {a.id: [value.id for value in a.values] for a in LINE_ATTRIBUTES}
    asked["class"] = [f"k{n}" for n in range(9)]
    rules = [
        rule_of(f"{a}-{v}", when=when(**{a: v})) for a, values in asked.items() for v in values
    ]
    pack = replace(pack_of(*rules), classes=tuple((name, same(name)) for name in asked["class"]))
    message = (
        "the pack tells 414720 situations apart, at most 200000 are allowed; "
        "most come from class (9), category (5), sponsor (4)"
    )
    assert [said(p) for p in limits(compile_pack(pack))] == [("FR505", "small", message)]


def test_a_stage_that_can_hold_in_too_many_ways_is_refused() -> None:
    wide = rule_of(
        "wide",
        when=when(
            item="care",
            category="death|disability|complication-1|complication-2",
            severity="extremely-major|major|large|general",
            sponsor="government|military|enterprise|private",
        ),
        **CITY_PAYS,
    )
    assert [said(p) for p in limits(compile_pack(pack_of(wide, ELSE)))] == [
        (
            "FR506",
            "small",
            "the rules of care can hold in 64 ways at one stage, at most 60 are allowed",
        )
    ]
