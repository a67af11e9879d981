"""Strategies for whole packs: overlapping rules, overrides, derived attributes, epochs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import assume
from hypothesis import strategies as st

from fiscal_rules.engine.compile import compile_pack
from fiscal_rules.engine.infer import DecisionTable, infer
from fiscal_rules.engine.prove import limits
from fiscal_rules.model.condition import AllOf, Is, Not
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.plan import Clause, Document
from fiscal_rules.model.rulepack import (
    Comparison,
    Item,
    Operand,
    PackAbove,
    Rule,
    RulePack,
    ThenIf,
)
from fiscal_rules.model.text import same
from fiscal_rules.model.vocabulary import (
    CLASS,
    ITEM,
    LEVEL,
    UNLISTED,
    Authority,
    Duty,
    Finding,
    Standing,
)
from fiscal_rules.readers.above import kinds_above
from fiscal_rules.testing import numbers
from fiscal_rules.testing.conditions import Vocabulary, conditions, tests
from fiscal_rules.testing.funds import agreements, from_the_centre, funds, parameter_kinds, payers
from fiscal_rules.testing.places import (
    CLASSES,
    GOVERNMENTS,
    HERE,
    LOCAL_LEVELS,
    RECIPIENTS,
    Declared,
    declarations,
    spans,
)

_MOST_WILD_RULES = 8
_MOST_EXCEPTIONS = 3
_MOST_REMARKS = 2
_NUMBERS = (
    Operand("column", "county_standard"),
    Operand("column", "workload"),
    Operand("column", "central_funds"),
    Operand("quantity", "amount"),
    Operand("quantity", "base"),
    Operand("quantity", "standard"),
)


def packs() -> st.SearchStrategy[RulePack]:
    """Draw a pack: one in which every situation is decided once, or one with gaps and conflicts."""
    return sound_packs() | wild_packs()


@st.composite
def sound_packs(draw: st.DrawFn) -> RulePack:
    """Draw a pack without gaps and conflicts; some of its rules may never apply.

    Every item has a ground rule, or one for each half of an attribute; exceptions override all
    that stands before them. Rules of one derived attribute derive the same value.
    """
    return draw(_sound(draw(declarations())))


@st.composite
def _sound(draw: st.DrawFn, declared: Declared) -> RulePack:
    grounds = [rule for item in _items(declared) for rule in draw(_grounds(declared, item))]
    derivers = [draw(_deriver(declared, n)) for n in range(len(declared.derived))]
    exceptions: list[Rule] = []
    for number in range(draw(st.integers(0, _MOST_EXCEPTIONS))):
        before = tuple(rule.id for rule in (*grounds, *exceptions))
        exceptions.append(replace(draw(_exception(declared, number)), overrides=before))
    remarks = [draw(_remark(declared, n)) for n in range(draw(st.integers(0, _MOST_REMARKS)))]
    tops = rule_of("top-up", when=AllOf(()), above_base=draw(payers()))
    agreed = [draw(_agreed(declared))] if draw(numbers.rarely()) else []
    return draw(_assembled(declared, [*grounds, *derivers, *exceptions, *remarks, tops, *agreed]))


@st.composite
def stacked_packs(draw: st.DrawFn) -> RulePack:
    """Draw a pack without gaps and conflicts under another, which computes what it leaves blank."""
    declared = draw(declarations())
    below, drawn = draw(_sound(declared)), draw(_sound(declared))
    raised = tuple(replace(rule, fund=from_the_centre(rule.fund)) for rule in drawn.rules)
    above = replace(drawn, id="above/2018-1", rules=raised)
    shared = [
        item.id
        for item in below.items
        if item.id in above.item_by_id
        and not any(isinstance(rule.fund, Factors) for rule in above.rules_for(item.id))
    ]
    assume(shared)
    names = (government.id for government in below.above())
    held = PackAbove(
        above,
        unit=draw(st.sampled_from([*filter(above.is_lower, above.units)])).id,
        payers=tuple(draw(_some(list(names)))),
        items=tuple(draw(_some(shared))),
        when="above.computes",
    )
    asked = (*below.parameter_kinds, (held.when, ParameterKind.YES_NO), *kinds_above(held))
    return replace(below, pack_above=held, parameter_kinds=asked)


def _some(names: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True)


@st.composite
def wild_packs(draw: st.DrawFn) -> RulePack:
    """Draw a pack of two to eight rules that fill any slots under any conditions."""
    declared = draw(declarations())
    count = draw(st.integers(2, _MOST_WILD_RULES))
    rules: list[Rule] = []
    for number in range(count):
        before = [rule.id for rule in rules]
        some = st.lists(st.sampled_from(before), unique=True) if before else st.just([])
        drawn = draw(_wild(declared, number))
        rules.append(replace(drawn, overrides=tuple(draw(some)) if drawn.authority else ()))
    return draw(_assembled(declared, rules))


def tables(packs: st.SearchStrategy[RulePack]) -> st.SearchStrategy[DecisionTable]:
    """Decide packs that were drawn."""
    return packs.map(infer)


def rule_of(name: str, **slots: object) -> Rule:
    """Make a rule in which nothing is said but what is named."""
    blank = Rule(
        id=name,
        clause=f"c-{name}",
        quote="",
        when=AllOf(()),
        authority=None,
        fund=None,
        agreed=None,
        above_base=None,
        derive=(),
        duties=(),
        findings=(),
        then_if=(),
        overrides=(),
        in_force=(),
        standing=None,
        published=date(2019, 1, 1),
        at=HERE,
    )
    return replace(blank, **slots)  # type: ignore[arg-type]


def vocabulary_of(declared: Declared, *, stage: int) -> Vocabulary:
    """List what a condition may test that comes after ``stage`` derived attributes."""
    return {
        ITEM: tuple(_items(declared)),
        LEVEL: tuple(level.value for level in LOCAL_LEVELS),
        CLASS: CLASSES,
        **{a.id: tuple(value.id for value in a.values) for a in declared.attributes},
        **{derived.id: derived.values for derived in declared.derived[:stage]},
    }


def _items(declared: Declared) -> list[str]:
    return [*(item.id for item in declared.items), UNLISTED]


@st.composite
def _assembled(draw: st.DrawFn, declared: Declared, rules: Sequence[Rule]) -> RulePack:
    pack = RulePack(
        id="drawn/2019-1",
        name=same("drawn"),
        document=Document("drawn", same("drawn"), date(2019, 1, 1), "drawn"),
        in_force=declared.in_force,
        governments=GOVERNMENTS,
        classes=tuple((name, same(name)) for name in CLASSES),
        units=declared.units,
        items=declared.items,
        derived=declared.derived,
        defaults=declared.defaults,
        reservations=declared.reservations,
        clauses=tuple(_clause(c) for c in _clauses(declared.items, rules)),
        rules=tuple(draw(st.permutations(rules))),
        entries=(),
        parameter_kinds=(
            *parameter_kinds(rules),
            *((r.parameter, ParameterKind.YES_NO) for r in declared.reservations),
        ),
        digest="drawn",
        root="drawn",
        recipients=RECIPIENTS if draw(st.booleans()) else (),
    )
    assume(not limits(compile_pack(pack)))
    return pack


def _clauses(items: Sequence[Item], rules: Sequence[Rule]) -> list[str]:
    return list(dict.fromkeys((*(i.clause for i in items), *(r.clause for r in rules))))


def _clause(name: str) -> Clause:
    return Clause(name, name, "", (), same(name), None, HERE)


@st.composite
def _grounds(draw: st.DrawFn, declared: Declared, item: str) -> list[Rule]:
    """Draw what holds for an item: one rule, or one if a test holds and one if it does not."""
    of_item = Is(ITEM, (item,))
    whole = draw(_money(item))
    if not draw(st.booleans()):
        return [replace(whole, when=of_item)]
    vocabulary = vocabulary_of(declared, stage=len(declared.derived))
    test = draw(tests({name: values for name, values in vocabulary.items() if name != ITEM}))
    return [
        replace(whole, when=AllOf((of_item, test))),
        replace(draw(_money(f"{item}-else")), when=AllOf((of_item, Not(test)))),
    ]


@st.composite
def _money(draw: st.DrawFn, name: str) -> Rule:
    return rule_of(
        name,
        authority=draw(st.sampled_from(list(Authority))),
        fund=draw(funds(name)),
        standing=draw(st.sampled_from([None, None, *Standing])),
    )


@st.composite
def _exception(draw: st.DrawFn, declared: Declared, number: int) -> Rule:
    when = draw(conditions(vocabulary_of(declared, stage=len(declared.derived))))
    span = draw(st.none() | spans())
    return replace(
        draw(_money(f"exception-{number + 1}")), when=when, in_force=(span,) if span else ()
    )


@st.composite
def _deriver(draw: st.DrawFn, declared: Declared, stage: int) -> Rule:
    derived = declared.derived[stage]
    value = draw(st.sampled_from(derived.values))
    when = draw(conditions(vocabulary_of(declared, stage=stage)))
    return rule_of(f"derive-{derived.id}", when=when, derive=((derived.id, value),))


@st.composite
def _remark(draw: st.DrawFn, declared: Declared, number: int) -> Rule:
    return rule_of(
        f"remark-{number + 1}",
        when=draw(conditions(vocabulary_of(declared, stage=len(declared.derived)))),
        duties=tuple(draw(st.lists(st.sampled_from(list(Duty)), max_size=1))),
        findings=tuple(draw(st.lists(st.sampled_from(list(Finding)), max_size=1))),
        then_if=tuple(draw(st.lists(_then_if(), max_size=2))),
    )


@st.composite
def _then_if(draw: st.DrawFn) -> ThenIf:
    left, right = draw(st.permutations(_NUMBERS))[:2]
    comparison = draw(st.sampled_from(list(Comparison)))
    return ThenIf(left, comparison, right, (Duty.FILE_STANDARD,), (Finding.BASE_STANDARD_NOT_MET,))


@st.composite
def _agreed(draw: st.DrawFn, declared: Declared) -> Rule:
    when = draw(conditions(vocabulary_of(declared, stage=len(declared.derived))))
    return rule_of("agreed", when=when, agreed=draw(agreements()))


@st.composite
def _wild(draw: st.DrawFn, declared: Declared, number: int) -> Rule:
    stage = draw(st.integers(0, len(declared.derived)))
    name = f"rule-{number + 1}"
    span = draw(st.none() | st.none() | spans())
    later = declared.derived[stage : stage + 1]
    derive = tuple((d.id, draw(st.sampled_from(d.values))) for d in later)
    places_money = draw(st.booleans())
    return rule_of(
        name,
        when=draw(conditions(vocabulary_of(declared, stage=stage))),
        derive=derive,
        authority=draw(st.sampled_from(list(Authority))) if places_money else None,
        fund=draw(funds(name)) if places_money else None,
        agreed=draw(agreements()) if draw(numbers.rarely()) else None,
        above_base=draw(st.none() | payers()),
        duties=tuple(draw(st.lists(st.sampled_from(list(Duty)), max_size=1))),
        in_force=(span,) if span else (),
    )
