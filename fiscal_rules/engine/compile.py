"""Compile a pack into the few situations that its rules can tell apart.

For each item, values of an attribute that no rule distinguishes are one class, and attributes that
no rule asks about drop out. What is left is small enough to decide completely before any line of a
budget is read (``engine.infer``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from math import prod

from fiscal_rules.model.condition import (
    AllOf,
    Condition,
    Is,
    restrict,
    tests_of,
)
from fiscal_rules.model.rulepack import Rule, RulePack
from fiscal_rules.model.vocabulary import (
    CLASS,
    EPOCH,
    ITEM,
    LEVEL,
    LINE_ATTRIBUTES,
    UNLISTED,
)


@dataclass(frozen=True, slots=True)
class Epoch:
    """A span of days on which the same rules are in force; ``rules`` is empty outside the law."""

    id: str
    starts: date
    in_force: bool
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Domain:
    """An attribute that matters for an item, with its values merged into classes."""

    attribute: str
    classes: tuple[tuple[str, ...], ...]

    @property
    def representatives(self) -> tuple[str, ...]:
        """Give one value for each class: its first."""
        return tuple(values[0] for values in self.classes)

    def representative(self, value: str) -> str:
        """Give the value that stands for the class of a value."""
        return next(values[0] for values in self.classes if value in values)


@dataclass(frozen=True)
class ItemSpace:
    """Every situation of one item that rules can tell apart: a product of domains."""

    item: str
    domains: tuple[Domain, ...]

    @property
    def size(self) -> int:
        """Count the situations, impossible ones included."""
        return prod(len(domain.classes) for domain in self.domains)


@dataclass(frozen=True)
class Space:
    """The compiled pack: its epochs and, item by item, its situations."""

    pack: RulePack
    epochs: tuple[Epoch, ...]
    items: Mapping[str, ItemSpace]
    conditions: Mapping[str, Condition]
    """The condition of each rule, with the epochs in which it is in force."""
    stages: Mapping[str, int]
    """The stage of each rule: one after the last that derives an attribute it tests."""

    @cached_property
    def by_stage(self) -> tuple[Rule, ...]:
        """List the rules so that each comes after all that derive what it tests."""
        return tuple(sorted(self.pack.rules, key=lambda rule: self.stages[rule.id]))

    @property
    def size(self) -> int:
        """Count the situations of all items."""
        return sum(space.size for space in self.items.values())

    @cached_property
    def vocabulary(self) -> dict[str, tuple[str, ...]]:
        """List the values of every attribute that is given, not derived."""
        return vocabulary(self.pack, tuple(e.id for e in self.epochs if e.in_force))

    @cached_property
    def possible_units(self) -> frozenset[tuple[str, str]]:
        """List the pairs of level and class that some unit has."""
        return frozenset((u.level.value, c.value) for u in self.pack.units for c in u.classes)

    def epoch_on(self, day: date) -> Epoch:
        """Find the epoch of a day."""
        return next(epoch for epoch in reversed(self.epochs) if epoch.starts <= day)

    def situations(self, item: str) -> Iterator[tuple[str, ...]]:
        """Yield the key of every possible situation of an item: a value for each domain."""
        domains = self.items[item].domains
        attributes = [domain.attribute for domain in domains]
        for key in product(*(domain.representatives for domain in domains)):
            if self._is_possible(domains, dict(zip(attributes, key, strict=True))):
                yield key

    def completed(self, item: str, key: tuple[str, ...]) -> dict[str, str]:
        """Write a key out as a situation in which every attribute has a value."""
        domains = self.items[item].domains
        given = {d.attribute: value for d, value in zip(domains, key, strict=True)}
        first = {attribute: values[0] for attribute, values in self.vocabulary.items()}
        return {**first, **given, ITEM: item}

    def _is_possible(self, domains: tuple[Domain, ...], given: Mapping[str, str]) -> bool:
        """Tell whether some unit has the level and the class, as far as they are asked."""
        classes = {domain.attribute: domain.classes for domain in domains}
        members = {
            name: next(values for values in classes[name] if values[0] == given[name])
            for name in (LEVEL, CLASS)
            if name in given
        }
        return any(
            level in members.get(LEVEL, (level,)) and name in members.get(CLASS, (name,))
            for level, name in self.possible_units
        )


def compile_pack(pack: RulePack) -> Space:
    """Compile a pack; nothing is decided yet."""
    epochs = _epochs(pack)
    within = tuple(epoch.id for epoch in epochs if epoch.in_force)
    conditions = {rule.id: _in_force(rule, epochs) for rule in pack.rules}
    values = vocabulary(pack, within)
    items = {
        item: ItemSpace(item, _domains(item, tuple(conditions.values()), values))
        for item in values[ITEM]
    }
    return Space(pack, epochs, items, conditions, stages(pack))


def stages(pack: RulePack) -> dict[str, int]:
    """Give each rule its stage, whatever the order of the rules (circles were refused)."""
    derivers = {
        derived.id: [r for r in pack.rules if derived.id in dict(r.derive)]
        for derived in pack.derived
    }
    known: dict[str, int] = {}

    def stage_of(rule: Rule) -> int:
        if rule.id not in known:
            before = [stage_of(r) for a in rule.attributes for r in derivers.get(a, ())]
            tests_derived = any(attribute in derivers for attribute in rule.attributes)
            known[rule.id] = 1 + max(before, default=0) if tests_derived else 0
        return known[rule.id]

    return {rule.id: stage_of(rule) for rule in pack.rules}


def vocabulary(pack: RulePack, epochs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """List the values of every attribute that a line, its unit and its date give."""
    return {
        ITEM: (*(item.id for item in pack.items), UNLISTED),
        LEVEL: tuple(level.value for level in pack.levels),
        CLASS: tuple(identifier for identifier, _ in pack.classes),
        EPOCH: epochs,
        **{a.id: tuple(value.id for value in a.values) for a in LINE_ATTRIBUTES},
    }


def _domains(
    item: str, conditions: tuple[Condition, ...], values: Mapping[str, tuple[str, ...]]
) -> tuple[Domain, ...]:
    asked = [test for c in conditions for test in tests_of(restrict(c, item))]
    found = (
        Domain(attribute, _merged(domain, [t for t in asked if t.attribute == attribute]))
        for attribute, domain in values.items()
        if attribute != ITEM
    )
    return tuple(domain for domain in found if len(domain.classes) > 1)


def _merged(values: tuple[str, ...], asked: list[Is]) -> tuple[tuple[str, ...], ...]:
    classes: dict[tuple[bool, ...], list[str]] = {}
    for value in values:
        classes.setdefault(tuple(value in test.values for test in asked), []).append(value)
    return tuple(tuple(members) for members in classes.values())


def _epochs(pack: RulePack) -> tuple[Epoch, ...]:
    spans = [*pack.in_force, *(span for rule in pack.rules for span in rule.in_force)]
    starts = {date.min, *(s.starts for s in spans), *(s.ends for s in spans if s.ends)}
    found: list[Epoch] = []
    for day in sorted(starts):
        in_force = pack.span_on(day) is not None
        rules = frozenset(r.id for r in pack.rules if in_force and _rule_is_in_force(r, day))
        if not found or (found[-1].in_force, found[-1].rules) != (in_force, rules):
            found.append(Epoch(f"from-{day.isoformat()}", day, in_force, rules))
    return tuple(found)


def _rule_is_in_force(rule: Rule, day: date) -> bool:
    return not rule.in_force or any(span.includes(day) for span in rule.in_force)


def _in_force(rule: Rule, epochs: tuple[Epoch, ...]) -> Condition:
    within = [epoch for epoch in epochs if epoch.in_force]
    holding = tuple(epoch.id for epoch in within if rule.id in epoch.rules)
    if len(holding) == len(within):
        return rule.when
    return AllOf((rule.when, Is(EPOCH, holding)))
