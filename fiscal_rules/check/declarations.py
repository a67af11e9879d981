"""Check declarations: what ``pack.yaml`` says of items, reservations and derived attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from fiscal_rules.check import messages
from fiscal_rules.check.places import declared
from fiscal_rules.model.condition import holds
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.funding import Factors, Fund, Workload, matching_of
from fiscal_rules.model.rulepack import Derived, RulePack
from fiscal_rules.model.vocabulary import CLASS, ITEM, LEVEL, LINE_ATTRIBUTES, UNLISTED

_MOST_SITUATIONS = 20_000
"""Above this many, it is not looked at here whether a default ever stands."""


def items_without_codes(pack: RulePack) -> Iterator[Diagnostic]:
    """Say which items have no functional code: budget lines must name them."""
    items = [item.id for item in pack.items if not item.codes]
    if items:
        place = declared(pack, "items")
        yield messages.ITEMS_WITHOUT_CODE.at(place, items=", ".join(items))


def reservations_for_nobody(pack: RulePack) -> Iterator[Diagnostic]:
    """Every reservation is about a class that some unit has."""
    held = {dated.value for unit in pack.units for dated in unit.classes}
    for i, reservation in enumerate(pack.reservations):
        if reservation.unit_class not in held:
            place = declared(pack, "reservations", i, "class")
            yield messages.RESERVED_FOR_NOBODY.at(place, name=reservation.unit_class)


def reservations_of_no_share(pack: RulePack) -> Iterator[Diagnostic]:
    """Every reservation is about a government that pays a share or a grant by some rule."""
    takers = {payer for rule in pack.rules for payer in _takers(rule.fund)}
    for i, reservation in enumerate(pack.reservations):
        if reservation.payer not in takers:
            place = declared(pack, "reservations", i, "payer")
            yield messages.RESERVED_NEVER_SHARES.at(place, payer=reservation.payer)


def values_never_derived(pack: RulePack) -> Iterator[Diagnostic]:
    """Every value of a derived attribute, but its default, is derived by some rule."""
    given = {pair for rule in pack.rules for pair in rule.derive}
    for i, derived in enumerate(pack.derived):
        for value in derived.values:
            is_reached = value == derived.default or (derived.id, value) in given
            if derived.id in dict(given) and not is_reached:
                place = declared(pack, "derived", i)
                yield messages.VALUE_NEVER_DERIVED.at(place, name=derived.id, value=value)


def defaults_that_never_stand(pack: RulePack) -> Iterator[Diagnostic]:
    """Every default of a derived attribute stands in some situation."""
    for i, derived in enumerate(pack.derived):
        if _is_always_derived(pack, derived):
            place = declared(pack, "derived", i, "default")
            yield messages.DEFAULT_NEVER_STANDS.at(place, name=derived.id, default=derived.default)


def _takers(fund: Fund | None) -> Iterator[str]:
    """Yield the governments that pay a share or a grant, not those that bear the rest."""
    if fund is None:
        return
    matching = matching_of(fund)
    if matching is not None:
        yield from (share.payer for share in matching.shares)
    if isinstance(fund, Workload | Factors):
        yield fund.payer


def _is_always_derived(pack: RulePack, derived: Derived) -> bool:
    """Tell whether some rule derives an attribute in every situation, as far as is seen here.

    Other derived attributes are taken to have any value: so it is never told wrongly.
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
        LEVEL: tuple(level.value for level in pack.levels),
        CLASS: tuple(identifier for identifier, _ in pack.classes),
        **{a.id: tuple(value.id for value in a.values) for a in LINE_ATTRIBUTES},
        **{derived.id: derived.values for derived in pack.derived},
    }
