"""Flows: what one treasury gives another, and what the city gives each county."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal_rules.model.allocation import Group, PaymentKey
from fiscal_rules.model.money import Fen
from fiscal_rules.model.rulepack import RulePack, Unit, items_of
from fiscal_rules.model.vocabulary import Flow, Standing


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


def add_flows(pack: RulePack, groups: Iterable[Group]) -> tuple[FlowSum, ...]:
    """Add up the payments between treasuries, in the pack's order; zero flows are left out."""
    order = [
        *(government.id for government in pack.governments),
        *(unit.id for unit in pack.units),
        *(recipient.id for recipient in pack.recipients),
    ]
    sums: dict[tuple[str, str, Flow], Fen] = {}
    for paid, amount in (each for group in groups for each in group.payments):
        key = (paid.payer_treasury, paid.recipient, paid.flow)
        sums[key] = sums.get(key, 0) + amount
    rank = {treasury: position for position, treasury in enumerate(order)}
    kinds = list(Flow)
    ordered = sorted(sums, key=lambda key: (rank[key[0]], rank[key[1]], kinds.index(key[2])))
    return tuple(FlowSum(*key[:2], sums[key], key[2]) for key in ordered if sums[key])


def city_grants(pack: RulePack, groups: Iterable[Group]) -> tuple[CityGrants, ...]:
    """List what each county receives from the city, in the pack's order."""
    paid = _paid_by_city(pack, groups)
    found = []
    for unit in pack.units:
        here = [each for each in paid if _is_for(pack, unit, each)]
        entrusted = [each.amount for each in here if each.key.flow is Flow.ENTRUSTED]
        transfers = _by_item(pack, [each for each in here if each.key.flow is Flow.TRANSFER])
        if here:
            found.append(CityGrants(unit.id, transfers, sum(entrusted) if entrusted else None))
    return tuple(found)


def city_spending(pack: RulePack, groups: Iterable[Group]) -> ByItem:
    """List what the city spends itself, on its own unit and its own institutions, by item."""
    paid = _paid_by_city(pack, groups)
    return _by_item(pack, [each for each in paid if each.key.flow is Flow.OWN])


@dataclass(frozen=True, slots=True)
class _Paid:
    """A payment for an item in a unit, added up over lines."""

    unit: str
    item: str | None
    key: PaymentKey
    amount: Fen


def _is_for(pack: RulePack, unit: Unit, paid: _Paid) -> bool:
    """Tell whether a county receives a payment, itself or in a treasury that it holds."""
    if paid.key.recipient == unit.id:
        return True
    recipient = pack.recipient_by_id.get(paid.key.recipient)
    return recipient is not None and (recipient.holder, paid.unit) == (pack.lower.id, unit.id)


def _paid_by_city(pack: RulePack, groups: Iterable[Group]) -> list[_Paid]:
    city = None if pack.upper is None else pack.upper.id
    return [
        _Paid(group.outcome.unit, group.outcome.item, key, amount)
        for group in groups
        for key, amount in group.payments
        if key.payer_treasury == city
    ]


def _by_item(pack: RulePack, paid: Iterable[_Paid]) -> ByItem:
    held: dict[str | None, list[_Paid]] = {}
    for each in paid:
        held.setdefault(each.item, []).append(each)
    return tuple(_item_amount(item, held[item]) for item in items_of(pack) if item in held)


def _item_amount(item: str | None, paid: Sequence[_Paid]) -> ItemAmount:
    assumed = sum(each.amount for each in paid if each.key.standing is Standing.ASSUMED)
    return ItemAmount(item, sum(each.amount for each in paid), assumed)
