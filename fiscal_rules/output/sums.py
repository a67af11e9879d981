"""Sums: what some lines add up to, by payer, by status, and by what the figures rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fiscal_rules.model.allocation import Group, LineResult, Outcome, PaymentKey
from fiscal_rules.model.money import Fen
from fiscal_rules.model.rulepack import RulePack, items_of
from fiscal_rules.model.vocabulary import Authority, Standing, Status
from fiscal_rules.output.names import OTHER

ByStanding = tuple[tuple[Standing, Fen], ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payer pays of some lines; None where nothing is placed on it, not even 0.00.

    ``by_standing`` divides it by what it rests on; money from above rests on nothing of ours.
    """

    payer: str
    amount: Fen | None
    by_standing: ByStanding


@dataclass(frozen=True, slots=True)
class StatusSum:
    """How many lines have a status, their amount, and how much of it is open."""

    status: Status
    lines: int
    amount: Fen
    open: Fen


@dataclass(frozen=True, slots=True)
class Sums:
    """What some lines add up to: each payer of the pack, every status and every standing once.

    Payers and ``open`` add up to ``amount``.
    """

    lines: int
    amount: Fen
    paid: tuple[Paid, ...]
    open: Fen
    by_status: tuple[StatusSum, ...]

    @property
    def placed(self) -> Fen:
        """What is placed on some payer."""
        return sum(paid.amount or 0 for paid in self.paid)

    @property
    def by_standing(self) -> ByStanding:
        """What is placed below the province, by what it rests on."""
        found = [dict(paid.by_standing) for paid in self.paid]
        return tuple((standing, sum(f[standing] for f in found)) for standing in Standing)

    @property
    def placed_below(self) -> Fen:
        """What is placed on payers below the province."""
        return sum(amount for _, amount in self.by_standing)


@dataclass(frozen=True, slots=True)
class AuthoritySums:
    """What the lines under one fiscal authority add up to; None where it is not settled."""

    authority: Authority | None
    sums: Sums


@dataclass(frozen=True, slots=True)
class UnitSums:
    """What the lines of one unit add up to."""

    unit: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class ItemSums:
    """What the lines of one item add up to; None where it was left blank."""

    item: str | None
    sums: Sums


@dataclass(frozen=True, slots=True)
class UnitItemSums:
    """What the lines of one item of one unit add up to."""

    unit: str
    item: str | None
    sums: Sums


def payers_of(pack: RulePack) -> tuple[str, ...]:
    """Name every payer of a pack in its order, and ``other`` last."""
    return (*(government.id for government in pack.governments), OTHER)


def add_up(pack: RulePack, groups: Sequence[Group]) -> Sums:
    """Add up some groups of lines."""
    payments = by_payer(pack, groups)
    sums = Sums(
        lines=sum(group.lines for group in groups),
        amount=sum(group.amount for group in groups),
        paid=tuple(_paid(payer, held) for payer, held in payments.items()),
        open=sum(group.open for group in groups),
        by_status=tuple(_status_sum(status, groups) for status in Status),
    )
    assert sums.placed + sums.open == sums.amount, "a total does not add up"
    return sums


def by_payer(pack: RulePack, groups: Iterable[Group]) -> dict[str, list[tuple[PaymentKey, Fen]]]:
    """Sort payments by payer; a payer that the pack does not name is ``other``."""
    found: dict[str, list[tuple[PaymentKey, Fen]]] = {payer: [] for payer in payers_of(pack)}
    for group in groups:
        for key, amount in group.payments:
            found.get(key.payer, found[OTHER]).append((key, amount))
    return found


def settled_authority(result: LineResult | Outcome) -> Authority | None:
    """Give the authority as results write it: None while it is not settled or not stated."""
    return None if result.authority is Authority.UNSTATED else result.authority


def authority_sums(pack: RulePack, groups: Sequence[Group]) -> tuple[AuthoritySums, ...]:
    """Add up the lines under each authority that has any, those under none last."""
    held: dict[Authority | None, list[Group]] = {}
    for group in groups:
        held.setdefault(settled_authority(group.outcome), []).append(group)
    ordered = (authority for authority in (*Authority, None) if authority in held)
    return tuple(AuthoritySums(one, add_up(pack, held[one])) for one in ordered)


def unit_sums(pack: RulePack, groups: Sequence[Group]) -> tuple[UnitSums, ...]:
    """Add up the lines of each unit that has any, in the pack's order."""
    held = _grouped(groups)
    return tuple(
        UnitSums(unit.id, add_up(pack, lines))
        for unit in pack.units
        if (lines := [g for (owner, _), some in held.items() if owner == unit.id for g in some])
    )


def item_sums(pack: RulePack, groups: Sequence[Group]) -> tuple[ItemSums, ...]:
    """Add up the lines of each item that has any, in the pack's order."""
    held = _grouped(groups)
    return tuple(
        ItemSums(item, add_up(pack, lines))
        for item in items_of(pack)
        if (lines := [g for (_, its), some in held.items() if its == item for g in some])
    )


def unit_item_sums(pack: RulePack, groups: Sequence[Group]) -> tuple[UnitItemSums, ...]:
    """Add up the lines of each unit and item that have any, in the pack's order."""
    held = _grouped(groups)
    return tuple(
        UnitItemSums(unit.id, item, add_up(pack, held[unit.id, item]))
        for unit in pack.units
        for item in items_of(pack)
        if (unit.id, item) in held
    )


def _grouped(groups: Iterable[Group]) -> Mapping[tuple[str, str | None], list[Group]]:
    found: dict[tuple[str, str | None], list[Group]] = {}
    for group in groups:
        found.setdefault((group.outcome.unit, group.outcome.item), []).append(group)
    return found


def _paid(payer: str, payments: Sequence[tuple[PaymentKey, Fen]]) -> Paid:
    standings = tuple(
        (standing, sum(amount for key, amount in payments if key.standing is standing))
        for standing in Standing
    )
    whole = sum(amount for _, amount in payments)
    return Paid(payer, whole if payments else None, standings)


def _status_sum(status: Status, groups: Iterable[Group]) -> StatusSum:
    held = [group for group in groups if group.outcome.status is status]
    return StatusSum(
        status,
        sum(group.lines for group in held),
        sum(group.amount for group in held),
        sum(group.open for group in held),
    )
