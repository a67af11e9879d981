"""Declarations: what ``pack.yaml`` declares is used, and what rules need is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from fiscal_rules.check import messages
from fiscal_rules.check.subject import Subject
from fiscal_rules.model.condition import holds, tests_of
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.funding import Factors, Fund, Workload, matching_of
from fiscal_rules.model.rulepack import Default, Derived, Rule, RulePack
from fiscal_rules.model.vocabulary import CLASS, ITEM, LEVEL, LINE_ATTRIBUTES, UNLISTED, Level
from fiscal_rules.readers.packs import PACK_FILE

_MOST_SITUATIONS = 20_000
"""Above this many, it is left to the engine to see whether a default ever stands."""


def items_without_rules(subject: Subject) -> Iterator[Diagnostic]:
    """Speak of every item in some rule, by its name or as one of all items."""
    rules = subject.pack.rules
    if any(rule.places_money and not _items_of(rule) for rule in rules if _is_plain(rule)):
        return
    named = {item for rule in rules for item in _items_of(rule)}
    for i, item in enumerate(subject.pack.items):
        if item.id not in named:
            yield subject.say(messages.ITEM_WITHOUT_RULES, "items", i, "id", item=item.id)


def items_without_codes(subject: Subject) -> Iterator[Diagnostic]:
    """Know which items have no functional code: budget lines must name them."""
    items = [item.id for item in subject.pack.items if not item.codes]
    if items:
        yield subject.say_of_file(
            messages.ITEMS_WITHOUT_CODES, PACK_FILE, count=len(items), items=", ".join(items)
        )


def classes_without_units(subject: Subject) -> Iterator[Diagnostic]:
    """Declare classes that some unit has, on some day."""
    held = _classes_held(subject.pack)
    reserved = {reservation.unit_class for reservation in subject.pack.reservations}
    for i, (unit_class, _) in enumerate(subject.pack.classes):
        if unit_class not in held | reserved:
            yield subject.say(
                messages.CLASS_WITHOUT_UNITS, "classes", i, "id", unit_class=unit_class
            )


def reservations_for_nobody(subject: Subject) -> Iterator[Diagnostic]:
    """Reserve questions about classes that some unit has."""
    held = _classes_held(subject.pack)
    for i, reservation in enumerate(subject.pack.reservations):
        if reservation.unit_class not in held:
            yield subject.say(
                messages.RESERVED_FOR_NOBODY,
                "reservations",
                i,
                "class",
                unit_class=reservation.unit_class,
            )


def reservations_of_no_share(subject: Subject) -> Iterator[Diagnostic]:
    """Reserve questions about governments that pay a share or a grant by some rule."""
    takers = {payer for rule in subject.pack.rules for payer in _takers(rule.fund)}
    for i, reservation in enumerate(subject.pack.reservations):
        if reservation.payer not in takers:
            yield subject.say(
                messages.RESERVED_NEVER_SHARES,
                "reservations",
                i,
                "payer",
                payer=reservation.payer,
            )


def dead_defaults(subject: Subject) -> Iterator[Diagnostic]:
    """Say what a blank means only where rules ask for the attribute."""
    for i, default in enumerate(subject.pack.defaults):
        if not any(_asks(rule, default) for rule in subject.pack.rules):
            yield subject.say(
                messages.DEAD_DEFAULT, "defaults", i, "attribute", attribute=default.attribute
            )


def derived_never_tested(subject: Subject) -> Iterator[Diagnostic]:
    """Test every derived attribute in some rule."""
    tested = {attribute for rule in subject.pack.rules for attribute in rule.attributes}
    for i, derived in enumerate(subject.pack.derived):
        if derived.id not in tested:
            yield subject.say(messages.NEVER_TESTED, "derived", i, "id", attribute=derived.id)


def derived_never_derived(subject: Subject) -> Iterator[Diagnostic]:
    """Derive each value of a derived attribute, but the default, by some rule."""
    given = {pair for rule in subject.pack.rules for pair in rule.derive}
    for i, derived in enumerate(subject.pack.derived):
        attribute = derived.id
        if attribute not in dict(given):
            yield subject.say(
                messages.NEVER_DERIVED,
                "derived",
                i,
                "id",
                attribute=attribute,
                default=derived.default,
            )
            continue
        for value in derived.values:
            if value != derived.default and (attribute, value) not in given:
                yield subject.say(
                    messages.VALUE_NEVER_DERIVED,
                    "derived",
                    i,
                    "values",
                    attribute=attribute,
                    value=value,
                )


def defaults_that_never_stand(subject: Subject) -> Iterator[Diagnostic]:
    """Leave some situation to the default of a derived attribute."""
    for i, derived in enumerate(subject.pack.derived):
        if _is_always_derived(subject.pack, derived):
            yield subject.say(
                messages.DEFAULT_NEVER_STANDS,
                "derived",
                i,
                "default",
                attribute=derived.id,
                default=derived.default,
            )


def _items_of(rule: Rule) -> frozenset[str]:
    return frozenset(
        item for test in tests_of(rule.when) if test.attribute == ITEM for item in test.values
    )


def _is_plain(rule: Rule) -> bool:
    """Tell whether a rule asks only what lines say: what is derived may depend on the item."""
    given = {ITEM, LEVEL, CLASS, *(attribute.id for attribute in LINE_ATTRIBUTES)}
    return rule.attributes <= given


def _classes_held(pack: RulePack) -> frozenset[str]:
    return frozenset(held.value for unit in pack.units for held in unit.classes)


def _takers(fund: Fund | None) -> Iterator[str]:
    """Yield the governments that pay a share or a grant, not those that bear the rest."""
    if fund is None:
        return
    matching = matching_of(fund)
    if matching is not None:
        yield from (share.payer for share in matching.shares)
    if isinstance(fund, Workload | Factors):
        yield fund.payer


def _asks(rule: Rule, default: Default) -> bool:
    items = _items_of(rule)
    of_those = not items or not default.items or not items.isdisjoint(default.items)
    return default.attribute in rule.attributes and of_those


def _is_always_derived(pack: RulePack, derived: Derived) -> bool:
    """Tell whether some rule derives an attribute in every situation, as far as can be seen here.

    Other derived attributes may have any value: so it is never said wrongly.
    """
    rules = [r for r in pack.rules if derived.id in dict(r.derive) and not r.in_force]
    values = _values(pack)
    asked = sorted({attribute for rule in rules for attribute in rule.attributes})
    domains = [values[attribute] for attribute in asked]
    if not rules or prod(len(domain) for domain in domains) > _MOST_SITUATIONS:
        return False
    situations = (dict(zip(asked, chosen, strict=True)) for chosen in product(*domains))
    return all(any(holds(rule.when, situation) for rule in rules) for situation in situations)


def _values(pack: RulePack) -> Mapping[str, tuple[str, ...]]:
    return {
        ITEM: (*(item.id for item in pack.items), UNLISTED),
        LEVEL: tuple(level.value for level in Level),
        CLASS: tuple(identifier for identifier, _ in pack.classes),
        **{a.id: tuple(value.id for value in a.values) for a in LINE_ATTRIBUTES},
        **{derived.id: derived.values for derived in pack.derived},
    }
