"""Compiling: what rules cannot tell apart becomes one situation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine_packs import pack_of, unit, when

from fiscal_rules.engine.compile import compile_pack, stages
from fiscal_rules.model.condition import ALWAYS, NEVER, AllOf, AnyOf, Is, Not, restrict
from fiscal_rules.model.rulepack import Derived, InForce
from fiscal_rules.model.vocabulary import Standing
from fiscal_rules.testing.packs import rule_of


def test_an_attribute_that_no_rule_asks_about_drops_out() -> None:
    space = compile_pack(pack_of(rule_of("all", when=when(item="care"))))
    assert space.items["care"].domains == ()
    assert list(space.situations("care")) == [()]


def test_values_that_no_rule_distinguishes_are_one_class() -> None:
    pack = pack_of(rule_of("wide", when=when(item="care", scope="city-wide|cross-region")))
    (domain,) = compile_pack(pack).items["care"].domains
    assert domain.attribute == "scope"
    assert domain.classes == (("city-wide", "cross-region"), ("county",))
    assert domain.representative("cross-region") == "city-wide"


def test_what_is_asked_of_one_item_does_not_split_another() -> None:
    rules = (
        rule_of("care", when=when(item="care", scope="county")),
        rule_of("relief", when=when(item="relief")),
    )
    space = compile_pack(pack_of(*rules, items=("care", "relief")))
    assert {item: found.size for item, found in space.items.items()} == {
        "care": 2,
        "relief": 1,
        "unlisted": 1,
    }
    assert space.size == 4


def test_a_negated_item_is_asked_of_all_others() -> None:
    pack = pack_of(
        rule_of("others", when=AllOf((Not(Is("item", ("care",))), Is("capital", ("yes",)))))
    )
    space = compile_pack(pack)
    assert space.items["care"].size == 1
    assert space.items["unlisted"].size == 2


def test_a_condition_is_reduced_to_what_it_asks_of_an_item() -> None:
    capital = Is("capital", ("yes",))
    assert restrict(when(item="care"), "care") == ALWAYS
    assert restrict(when(item="care"), "relief") == NEVER
    assert restrict(AnyOf((Is("item", ("care",)), capital)), "relief") == AnyOf((capital,))
    assert restrict(AnyOf((Is("item", ("care",)), capital)), "care") == ALWAYS
    assert restrict(Not(when(item="care")), "care") == NEVER


def test_only_pairs_of_level_and_class_that_a_unit_has_are_possible() -> None:
    pack = pack_of(rule_of("of-zones", when=when(item="care", level="county", **{"class": "zone"})))
    with_a_zone = replace(pack, units=(*pack.units, unit("zone-1", "zone")))
    domains = [domain.attribute for domain in compile_pack(pack).items["care"].domains]
    assert domains == ["level", "class"]
    assert list(compile_pack(pack).situations("care")) == [("city", "city"), ("county", "city")]
    assert list(compile_pack(with_a_zone).situations("care")) == [
        ("city", "city"),
        ("county", "city"),
        ("county", "zone"),
    ]


def test_an_epoch_begins_where_the_rules_in_force_change() -> None:
    first_half = InForce(date(2020, 1, 1), date(2020, 7, 1), Standing.OFFICIAL, "")
    pack = pack_of(rule_of("all"), rule_of("early", in_force=(first_half,)))
    epochs = compile_pack(pack).epochs
    assert [(e.starts, e.in_force, sorted(e.rules)) for e in epochs] == [
        (date.min, False, []),
        (date(2020, 1, 1), True, ["all", "early"]),
        (date(2020, 7, 1), True, ["all"]),
    ]


def test_a_day_at_which_nothing_changes_begins_no_epoch() -> None:
    spans = (
        InForce(date(2019, 1, 1), date(2020, 1, 1), Standing.ASSUMED, ""),
        InForce(date(2020, 1, 1), None, Standing.OFFICIAL, ""),
    )
    space = compile_pack(replace(pack_of(rule_of("all")), in_force=spans))
    assert [epoch.starts for epoch in space.epochs] == [date.min, date(2019, 1, 1)]


def test_a_day_lies_in_the_epoch_that_began_last() -> None:
    space = compile_pack(pack_of(rule_of("all")))
    assert not space.epoch_on(date(2019, 12, 31)).in_force
    assert space.epoch_on(date(2020, 1, 1)).in_force


def test_a_rule_in_force_throughout_asks_nothing_about_epochs() -> None:
    first_half = InForce(date(2020, 1, 1), date(2020, 7, 1), Standing.OFFICIAL, "")
    space = compile_pack(pack_of(rule_of("all"), rule_of("early", in_force=(first_half,))))
    assert space.conditions["all"] == ALWAYS
    assert space.conditions["early"] == AllOf((ALWAYS, Is("epoch", ("from-2020-01-01",))))


def test_a_rule_comes_after_all_that_derive_what_it_tests_whatever_their_order() -> None:
    rules = (
        rule_of("last", when=when(ripe="yes")),
        rule_of("middle", when=when(large="yes"), derive=(("ripe", "yes"),)),
        rule_of("first", when=when(capital="yes"), derive=(("large", "yes"),)),
    )
    derived = (Derived("ripe", ("yes", "no"), "no"), Derived("large", ("yes", "no"), "no"))
    pack = replace(pack_of(*rules), derived=derived)
    assert stages(pack) == {"last": 2, "middle": 1, "first": 0}
    assert [rule.id for rule in compile_pack(pack).by_stage] == ["first", "middle", "last"]
