"""A condition on a situation, and the meaning of record of "it holds".

A situation gives every attribute one value of its closed vocabulary; blanks are completed before
a condition is asked (``engine.infer``), so a ``not`` can never hold because nothing was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from fiscal_rules.model.vocabulary import ITEM

Situation = Mapping[str, str]
"""A completed situation: each attribute's id → one of its values."""


@dataclass(frozen=True, slots=True)
class Is:
    """The attribute has one of these values."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Is | AllOf | AnyOf | Not


def holds(condition: Condition, situation: Situation) -> bool:
    """Tell whether a condition holds in a completed situation.

    >>> holds(Not(Is("sponsor", ("military",))), {"sponsor": "government"})
    True
    """
    match condition:
        case Is(attribute, values):
            return situation[attribute] in values
        case AllOf(parts):
            return all(holds(part, situation) for part in parts)
        case AnyOf(parts):
            return any(holds(part, situation) for part in parts)
        case Not(part):
            return not holds(part, situation)
        case _:
            assert_never(condition)


def tests_of(condition: Condition) -> Iterator[Is]:
    """Yield every test of an attribute that a condition makes, in its order.

    >>> [t.attribute for t in tests_of(AllOf((Is("item", ("a",)), Not(Is("scope", ("county",))))))]
    ['item', 'scope']
    """
    match condition:
        case Is():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_of(part)
        case Not(part):
            yield from tests_of(part)
        case _:
            assert_never(condition)


Literal = tuple[str, str, bool]
"""An attribute, a value, and whether it must be that value (True) or must not (False)."""


def disjuncts(condition: Condition, *, negated: bool = False) -> list[frozenset[Literal]]:
    """Rewrite a condition as alternatives, each a set of literals that must all hold.

    >>> disjuncts(Is("scope", ("county",)), negated=True)
    [frozenset({('scope', 'county', False)})]
    """
    match condition:
        case Is(attribute, values) if negated:
            return [frozenset((attribute, value, False) for value in values)]
        case Is(attribute, values):
            return [frozenset({(attribute, value, True)}) for value in values]
        case AllOf(parts) | AnyOf(parts):
            together = isinstance(condition, AllOf) is not negated
            branches = [disjuncts(part, negated=negated) for part in parts]
            return _product(branches) if together else [d for branch in branches for d in branch]
        case Not(part):
            return disjuncts(part, negated=not negated)
        case _:
            assert_never(condition)


def _product(branches: list[list[frozenset[Literal]]]) -> list[frozenset[Literal]]:
    combined: list[frozenset[Literal]] = [frozenset()]
    for branch in branches:
        combined = [left | right for left in combined for right in branch if _agree(left, right)]
    return list(dict.fromkeys(combined))


def _agree(left: frozenset[Literal], right: frozenset[Literal]) -> bool:
    wanted = {attribute: value for attribute, value, positive in left if positive}
    return all(
        (attribute, value, not positive) not in left
        and not (positive and wanted.get(attribute, value) != value)
        for attribute, value, positive in right
    )


ALWAYS = AllOf(())
NEVER = AnyOf(())


def restrict(condition: Condition, item: str) -> Condition:
    """Reduce a condition to what it asks of one item; ``ALWAYS`` and ``NEVER`` where nothing is."""
    match condition:
        case Is(attribute, values):
            if attribute != ITEM:
                return condition
            return ALWAYS if item in values else NEVER
        case AllOf(parts):
            asked = [p for p in (restrict(part, item) for part in parts) if p != ALWAYS]
            return NEVER if NEVER in asked else AllOf(tuple(asked))
        case AnyOf(parts):
            asked = [p for p in (restrict(part, item) for part in parts) if p != NEVER]
            return ALWAYS if ALWAYS in asked else AnyOf(tuple(asked))
        case Not(part):
            inner = restrict(part, item)
            return ALWAYS if inner == NEVER else NEVER if inner == ALWAYS else Not(inner)
