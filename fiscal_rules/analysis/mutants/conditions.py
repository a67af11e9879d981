"""Conditions of a rule, each changed in every small way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fiscal_rules.analysis.mutants.mutant import Change, Operator
from fiscal_rules.model.condition import NEVER, AllOf, AnyOf, Condition, Is, Not, restrict
from fiscal_rules.model.rulepack import Rule, RulePack
from fiscal_rules.model.vocabulary import ITEM
from fiscal_rules.readers.known import known_to

Changed = tuple[Operator, str, Condition]


def of_conditions(pack: RulePack, rule: Rule) -> Iterator[Change]:
    """Change a rule's condition: values, parts, negations; what no item can meet is left out."""
    for operator, says, when in _of_condition(pack, rule.when):
        if any(restrict(when, item.id) != NEVER for item in pack.items):
            yield operator, says, replace(rule, when=when)


def _of_condition(pack: RulePack, condition: Condition) -> Iterator[Changed]:
    match condition:
        case Is(attribute, values):
            yield from _of_test(pack, attribute, values)
        case AllOf(parts) | AnyOf(parts):
            make = AllOf if isinstance(condition, AllOf) else AnyOf
            for i, part in enumerate(parts):
                others = (parts[:i], parts[i + 1 :])
                if len(parts) > 1 and not (isinstance(part, Is) and part.attribute == ITEM):
                    yield Operator.CONDITION, said(part), make((*others[0], *others[1]))
                for operator, says, changed in _of_condition(pack, part):
                    yield operator, says, make((*others[0], changed, *others[1]))
        case Not(part):
            yield Operator.NEGATED, said(part), part
            for operator, says, changed in _of_condition(pack, part):
                yield operator, says, Not(changed)


def _of_test(pack: RulePack, attribute: str, values: tuple[str, ...]) -> Iterator[Changed]:
    if attribute != ITEM:
        yield Operator.NEGATED, f"not {attribute}", Not(Is(attribute, values))
    for value in values:
        if len(values) > 1:
            kept = tuple(each for each in values if each != value)
            yield Operator.VALUE, f"{attribute} without {value}", Is(attribute, kept)
    if attribute != ITEM:
        for value in _values_of(pack, attribute):
            if value not in values:
                yield Operator.VALUE, f"{attribute} with {value}", Is(attribute, (*values, value))


def _values_of(pack: RulePack, attribute: str) -> tuple[str, ...]:
    derived = {each.id: each.values for each in pack.derived}
    return derived.get(attribute, known_to(pack).values.get(attribute, ()))


def said(condition: Condition) -> str:
    """Write a condition in the words of its file.

    >>> said(Not(Is("scope", ("county",))))
    'not (scope: county)'
    """
    match condition:
        case Is(attribute, values):
            return f"{attribute}: {', '.join(values)}"
        case Not(part):
            return f"not ({said(part)})"
        case AllOf(parts):
            return " and ".join(map(said, parts))
        case AnyOf(parts):
            return " or ".join(map(said, parts))
