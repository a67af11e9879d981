"""Durable-rules decides what the matcher of record decides; a difference stops everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine_packs import pack_of, when

from fiscal_rules.engine import rete
from fiscal_rules.engine.compile import compile_pack
from fiscal_rules.engine.infer import _agree, applying, infer
from fiscal_rules.model.condition import AllOf, AnyOf, Condition, Is, Not
from fiscal_rules.model.funding import Full
from fiscal_rules.model.rulepack import Derived, RulePack
from fiscal_rules.model.vocabulary import LINE_ATTRIBUTES, Authority
from fiscal_rules.testing.packs import rule_of

pytestmark = pytest.mark.skipif(
    not rete.is_available(), reason="durable-rules cannot be imported here"
)

DERIVED = (Derived("large", ("yes", "no"), "no"), Derived("ripe", ("yes", "no"), "no"))


def decided(pack: RulePack, **given: str) -> frozenset[str]:
    """Decide one completed situation of care by durable-rules."""
    space = compile_pack(pack)
    first = {a.id: a.values[0].id for a in LINE_ATTRIBUTES}
    place = {"item": "care", "level": "county", "class": "county", "epoch": space.epochs[-1].id}
    return rete.applying(space, "care", [{**first, **place, **given}])[0]


@pytest.mark.parametrize(
    ("condition", "holds_for"),
    [
        (AllOf(()), {"yes", "no"}),
        (AnyOf(()), set()),
        (Is("capital", ("yes",)), {"yes"}),
        (Is("capital", ("yes", "no")), {"yes", "no"}),
        (Not(Is("capital", ("yes",))), {"no"}),
        (Not(Not(Is("capital", ("yes",)))), {"yes"}),
        (AllOf((Is("capital", ("yes",)), Not(Is("capital", ("yes",))))), set()),
        (AnyOf((Is("capital", ("yes",)), Not(Is("capital", ("yes",))))), {"yes", "no"}),
        (Not(AllOf((Is("capital", ("yes",)), Is("item", ("care",))))), {"no"}),
    ],
)
def test_every_kind_of_condition_is_decided(condition: Condition, holds_for: set[str]) -> None:
    pack = pack_of(rule_of("it", when=condition))
    found = {value for value in ("yes", "no") if "it" in decided(pack, capital=value)}
    assert found == holds_for


def test_a_rule_with_several_alternatives_applies_once() -> None:
    either = AnyOf((Is("capital", ("yes",)), Is("scope", ("county",))))
    assert decided(pack_of(rule_of("it", when=either)), capital="yes", scope="county") == {"it"}


def test_derived_attributes_chain_over_stages() -> None:
    rules = (
        rule_of("last", when=when(ripe="yes")),
        rule_of("middle", when=when(large="yes"), derive=(("ripe", "yes"),)),
        rule_of("first", when=when(capital="yes"), derive=(("large", "yes"),)),
        rule_of("unripe", when=when(ripe="no")),
    )
    pack = replace(pack_of(*rules), derived=DERIVED)
    assert decided(pack, capital="yes") == {"first", "middle", "last"}
    assert decided(pack, capital="no") == {"unripe"}


def test_many_situations_go_through_one_session() -> None:
    pack = pack_of(*(rule_of(f"r{n}", when=when(capital="yes")) for n in range(40)))
    space = compile_pack(pack)
    situations = [space.completed("care", key) for key in space.situations("care")] * 200
    found = rete.applying(space, "care", situations)
    assert [len(rules) for rules in found] == [40, 0] * 200


def test_a_difference_between_the_matchers_is_fatal() -> None:
    space = compile_pack(pack_of(rule_of("it", when=when(item="care", capital="yes"))))
    situations = {key: space.completed("care", key) for key in space.situations("care")}
    right = {key: applying(space, situation) for key, situation in situations.items()}
    assert _agree(space, "care", situations, right) == 2
    wrong = {key: replace(result, rules=()) for key, result in right.items()}
    with pytest.raises(AssertionError, match="the two matchers differ on care"):
        _agree(space, "care", situations, wrong)


def test_a_small_pack_is_decided_by_both_matchers_completely() -> None:
    table = infer(pack_of(rule_of("it", when=when(item="care", capital="yes"))))
    assert (table.rete, table.rete_decided) == (True, 3)


def test_of_a_large_pack_durable_rules_decides_a_sample() -> None:
    asked = [a for a in LINE_ATTRIBUTES if a.id not in ("severity", "policy_change")]
    rules = (rule_of(f"{a.id}-{v.id}", when=when(**{a.id: v.id})) for a in asked for v in a.values)
    table = infer(pack_of(*rules))
    assert table.space.size == 5_760
    assert 5_000 <= table.rete_decided <= 5_002


def test_where_derived_values_conflict_the_matchers_are_not_compared() -> None:
    pack = pack_of(
        rule_of("one", when=when(item="care"), derive=(("large", "yes"),)),
        rule_of("other", when=when(item="care"), derive=(("large", "no"),)),
        rule_of("pays", when=when(large="yes"), authority=Authority.CITY, fund=Full("city")),
    )
    table = infer(replace(pack, derived=DERIVED))
    assert table.rete_decided == 1  # the unlisted item; not care
    assert [conflict.slot for conflict in table.conflicts] == ["large"]
