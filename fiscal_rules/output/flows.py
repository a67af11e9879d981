"""Flows: what one treasury gives another, and what the city gives each county."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fiscal_rules.model.allocation import LineResult, Payment
from fiscal_rules.model.money import Fen
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Flow, Level, Standing
from fiscal_rules.output.sums import items_of


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """An amount for one item (None where it was left blank), and how much of it is assumed."""

    item: str | None
    amount: Fen
    assumed: Fen


ByItem = tuple[ItemAmount, ...]
"""Amounts by item, in the pack's order."""


@dataclass(frozen=True, slots=True)
class FlowSum:
    """What goes from one treasury to another in all, as one kind of flow."""

    source: str
    target: str
    amount: Fen
    kind: Flow


@dataclass(frozen=True, slots=True)
class CityGrants:
    """What a county receives from the city: transfers by item, and apart money for entrusted work.

    ``entrusted`` is None where no work is entrusted.
    """

    unit: str
    transfers: ByItem
    entrusted: Fen | None

    @property
    def transferred(self) -> Fen:
        """All transfers."""
        return sum(held.amount for held in self.transfers)

    @property
    def assumed(self) -> Fen:
        """How much of the transfers is assumed."""
        return sum(held.assumed for held in self.transfers)


def add_flows(pack: RulePack, results: Iterable[LineResult]) -> tuple[FlowSum, ...]:
    """Add up the payments between treasuries, in the pack's order; zero flows are left out."""
    order = [*(government.id for government in pack.governments), *(u.id for u in pack.units)]
    sums: dict[tuple[str, str, Flow], Fen] = {}
    for payment in _payments(results):
        key = (payment.payer_treasury, payment.recipient, payment.flow)
        sums[key] = sums.get(key, 0) + payment.amount
    rank = {treasury: position for position, treasury in enumerate(order)}
    kinds = list(Flow)
    ordered = sorted(sums, key=lambda key: (rank[key[0]], rank[key[1]], kinds.index(key[2])))
    return tuple(FlowSum(*key[:2], sums[key], key[2]) for key in ordered if sums[key])


def city_grants(pack: RulePack, results: Iterable[LineResult]) -> tuple[CityGrants, ...]:
    """List what each county receives from the city, in the pack's order."""
    paid = _paid_by_city(pack, results)
    found = []
    for unit in pack.units:
        here = [(item, p) for item, p in paid if p.recipient == unit.id]
        entrusted = [p.amount for _, p in here if p.flow is Flow.ENTRUSTED]
        transfers = _by_item(pack, [(i, p) for i, p in here if p.flow is Flow.TRANSFER])
        if here:
            found.append(CityGrants(unit.id, transfers, sum(entrusted) if entrusted else None))
    return tuple(found)


def city_spending(pack: RulePack, results: Iterable[LineResult]) -> ByItem:
    """List what the city spends itself, on its own unit and its own institutions, by item."""
    paid = _paid_by_city(pack, results)
    return _by_item(pack, [(item, p) for item, p in paid if p.flow is Flow.OWN])


def _paid_by_city(
    pack: RulePack, results: Iterable[LineResult]
) -> list[tuple[str | None, Payment]]:
    city = pack.government_at(Level.CITY).id
    return [
        (result.line.item, payment)
        for result in results
        for payment in result.payments
        if payment.payer_treasury == city
    ]


def _by_item(pack: RulePack, paid: Iterable[tuple[str | None, Payment]]) -> ByItem:
    held: dict[str | None, list[Payment]] = {}
    for item, payment in paid:
        held.setdefault(item, []).append(payment)
    return tuple(_item_amount(item, held[item]) for item in items_of(pack) if item in held)


def _item_amount(item: str | None, payments: Iterable[Payment]) -> ItemAmount:
    amounts = [(payment.amount, payment.standing is Standing.ASSUMED) for payment in payments]
    assumed = sum(amount for amount, is_assumed in amounts if is_assumed)
    return ItemAmount(item, sum(amount for amount, _ in amounts), assumed)


def _payments(results: Iterable[LineResult]) -> Iterable[Payment]:
    return (payment for result in results for payment in result.payments)
