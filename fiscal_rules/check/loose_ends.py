"""Check loose ends: what a pack declares and does not use, or uses and does not give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from fiscal_rules.check import messages
from fiscal_rules.model.case import Case
from fiscal_rules.model.condition import tests_of
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import Rule, RulePack
from fiscal_rules.model.vocabulary import ITEM, Standing

_DOCUMENT_NUMBER = re.compile(r"[〔\[（(]\d{4}[〕\]）)].*\d+\s*号")


def items_without_rules(pack: RulePack) -> Iterator[Diagnostic]:
    """Every item is named by a rule."""
    named = {value for test in _tests(pack) if test[0] == ITEM for value in test[1]}
    for item in pack.items:
        if item.id not in named:
            yield messages.ITEM_WITHOUT_RULE.at(item.at, item=item.id)


def unused_derived(pack: RulePack) -> Iterator[Diagnostic]:
    """Every derived attribute is tested by a rule."""
    tested = {attribute for attribute, _ in _tests(pack)}
    for derived in pack.derived:
        if derived.id not in tested:
            yield messages.UNUSED_DERIVED.at(Place(pack.root), name=derived.id)


def never_derived(pack: RulePack) -> Iterator[Diagnostic]:
    """Every derived attribute is derived by a rule."""
    made = {attribute for rule in pack.rules for attribute, _ in rule.derive}
    for derived in pack.derived:
        if derived.id not in made:
            yield messages.NEVER_DERIVED.at(
                Place(pack.root), name=derived.id, default=derived.default
            )


def unused_classes(pack: RulePack) -> Iterator[Diagnostic]:
    """Every class has a unit."""
    used = {dated.value for unit in pack.units for dated in unit.classes}
    for identifier, _ in pack.classes:
        if identifier not in used:
            yield messages.UNUSED_CLASS.at(Place(pack.root), name=identifier)


def unused_defaults(pack: RulePack) -> Iterator[Diagnostic]:
    """Every default answers a question that a rule asks."""
    tested = {attribute for attribute, _ in _tests(pack)}
    for default in pack.defaults:
        if default.attribute not in tested:
            yield messages.UNUSED_DEFAULT.at(Place(pack.root), name=default.attribute)


def official_without_number(pack: RulePack) -> Iterator[Diagnostic]:
    """A parameter that is official names the document that it stands in."""
    for entry in pack.entries:
        official = entry.standing is Standing.OFFICIAL
        if official and not _DOCUMENT_NUMBER.search(entry.source):
            yield messages.OFFICIAL_WITHOUT_NUMBER.at(entry.at, parameter=entry.parameter)


def holes(pack: RulePack) -> Iterator[Diagnostic]:
    """No hole lies between the dated values that a parameter has for one scope."""
    held: dict[tuple[str, object], list[Entry]] = defaultdict(list)
    for entry in pack.entries:
        held[entry.parameter, entry.scope].append(entry)
    for entries in held.values():
        for one, other in pairwise(sorted(entries, key=lambda e: e.starts)):
            if one.ends is not None and one.ends < other.starts:
                yield messages.HOLE.at(
                    other.at, parameter=one.parameter, ends=one.ends, starts=other.starts
                )


def given_by_nobody(pack: RulePack) -> Iterator[Diagnostic]:
    """Say which parameters the pack asks for and leaves to its users."""
    given = {entry.parameter for entry in pack.entries}
    asked = dict.fromkeys(parameter for parameter, _ in pack.parameter_kinds)
    missing = [parameter for parameter in asked if parameter not in given]
    if missing:
        yield messages.GIVEN_BY_NOBODY.at(
            Place(pack.root), count=len(missing), parameters=", ".join(missing)
        )


def same_rules(pack: RulePack) -> Iterator[Diagnostic]:
    """No two rules have the same condition and the same effect."""
    first: dict[object, Rule] = {}
    for rule in pack.rules:
        says = (rule.clause, rule.when, rule.authority, rule.fund, rule.agreed, rule.above_base)
        also = (rule.derive, rule.duties, rule.findings, rule.then_if, rule.in_force)
        other = first.setdefault((says, also), rule)
        if other is not rule:
            yield messages.SAME_RULE.at(rule.at, rule=rule.id, other=other.id)


def without_cases(pack: RulePack, cases: Iterable[Case]) -> Iterator[Diagnostic]:
    """Every clause with rules has a worked case."""
    worked = {clause for case in cases for clause in case.clauses}
    cited = {rule.clause for rule in pack.rules}
    for clause in pack.clauses:
        if clause.id in cited - worked:
            yield messages.WITHOUT_CASE.at(clause.at, clause=clause.id)


def _tests(pack: RulePack) -> list[tuple[str, tuple[str, ...]]]:
    return [(test.attribute, test.values) for rule in pack.rules for test in tests_of(rule.when)]

