"""Check loose ends: what a pack declares and does not use, or uses and does not give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from fiscal_rules.check import messages
from fiscal_rules.check.places import declared, part_of
from fiscal_rules.model.case import Case
from fiscal_rules.model.condition import tests_of
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import Default, Rule, RulePack
from fiscal_rules.model.vocabulary import ITEM, Standing
from fiscal_rules.readers.merge import closed

_DOCUMENT_NUMBER = re.compile(r"[〔\[（(]\d{4}[〕\]）)].*\d+\s*号")


def items_without_rules(pack: RulePack) -> Iterator[Diagnostic]:
    """Every item is named by a rule."""
    derived = {attribute.id for attribute in pack.derived}
    if any(r.places_money and r.attributes.isdisjoint({ITEM, *derived}) for r in pack.rules):
        return  # a rule for all items
    named = {value for test in _tests(pack) if test[0] == ITEM for value in test[1]}
    for item in pack.items:
        if item.id not in named:
            yield messages.ITEM_WITHOUT_RULE.at(item.at, item=item.id)


def unused_derived(pack: RulePack) -> Iterator[Diagnostic]:
    """Every derived attribute is tested by a rule."""
    tested = {attribute for attribute, _ in _tests(pack)}
    for i, derived in enumerate(pack.derived):
        if derived.id not in tested:
            yield messages.UNUSED_DERIVED.at(declared(pack, "derived", i), name=derived.id)


def never_derived(pack: RulePack) -> Iterator[Diagnostic]:
    """Every derived attribute is derived by a rule."""
    made = {attribute for rule in pack.rules for attribute, _ in rule.derive}
    for i, derived in enumerate(pack.derived):
        if derived.id not in made:
            yield messages.NEVER_DERIVED.at(
                declared(pack, "derived", i), name=derived.id, default=derived.default
            )


def unused_classes(pack: RulePack) -> Iterator[Diagnostic]:
    """Every class has a unit."""
    used = {dated.value for unit in pack.units for dated in unit.classes}
    used |= {reservation.unit_class for reservation in pack.reservations}
    for i, (identifier, _) in enumerate(pack.classes):
        if identifier not in used:
            yield messages.UNUSED_CLASS.at(declared(pack, "classes", i), name=identifier)


def unused_defaults(pack: RulePack) -> Iterator[Diagnostic]:
    """Every default answers a question that a rule asks."""
    for i, default in enumerate(pack.defaults):
        if not any(_asks(rule, default) for rule in pack.rules):
            yield messages.UNUSED_DEFAULT.at(declared(pack, "defaults", i), name=default.attribute)


def official_without_number(pack: RulePack) -> Iterator[Diagnostic]:
    """Every parameter that is official names the document that it stands in."""
    for entry in pack.own_entries:
        official = entry.standing is Standing.OFFICIAL
        if official and not _DOCUMENT_NUMBER.search(entry.source):
            place = part_of(entry.at, "source")
            yield messages.OFFICIAL_WITHOUT_NUMBER.at(place, parameter=entry.parameter)


def holes(pack: RulePack) -> Iterator[Diagnostic]:
    """No hole lies between the dated values that a parameter has for one scope."""
    entries = closed(pack.own_entries)
    held: dict[tuple[str, object], list[Entry]] = defaultdict(list)
    for entry in entries:
        held[entry.parameter, entry.scope].append(entry)
    for alike in held.values():
        for one, other in pairwise(sorted(alike, key=lambda e: e.starts)):
            if one.ends is not None and _is_hole(entries, one, other.starts):
                yield messages.HOLE.at(
                    other.at, parameter=one.parameter, ends=one.ends, starts=other.starts
                )


def given_by_nobody(pack: RulePack) -> Iterator[Diagnostic]:
    """Say which parameters the pack asks for and leaves to its users."""
    given = {entry.parameter for entry in pack.own_entries}
    own = (name for name, _ in pack.parameter_kinds if pack.asks(name)[0] is pack)
    asked = dict.fromkeys(own)
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


def _is_hole(entries: Iterable[Entry], one: Entry, starts: date) -> bool:
    """Tell whether an entry ends before a day, and no less specific one holds until then."""
    scope = dict(one.scope)
    ends = one.ends or starts
    return ends < starts and not any(
        entry.parameter == one.parameter
        and entry.holds_on(ends)
        and (entry.ends is None or entry.ends >= starts)
        and all(key in scope and set(scope[key]) <= set(values) for key, values in entry.scope)
        for entry in entries
    )


def _asks(rule: Rule, default: Default) -> bool:
    """Tell whether a rule asks for an attribute, of items that a default is for."""
    items = {
        value for test in tests_of(rule.when) if test.attribute == ITEM for value in test.values
    }
    concerned = not items or not default.items or not items.isdisjoint(default.items)
    return default.attribute in rule.attributes and concerned


def _tests(pack: RulePack) -> list[tuple[str, tuple[str, ...]]]:
    return [(test.attribute, test.values) for rule in pack.rules for test in tests_of(rule.when)]
