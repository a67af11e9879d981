"""Quarters (分季): what each payer gives each unit in every quarter, adding up in every direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.instalments import QUARTERS, Amounts, instalments
from fiscal_rules.model.money import Fen
from fiscal_rules.model.vocabulary import OPEN


@dataclass(frozen=True, slots=True)
class QuarterPlan:
    """A year's table of units and payers, divided over its quarters.

    ``payers`` are those on whom anything is placed, and ``open`` last. ``whole`` is the table of
    the year, ``quarters`` one for each weight: unit by unit, payer by payer, adding up to it.
    """

    allocation: Allocation
    year: int
    weights: tuple[Fraction, ...]
    units: tuple[str, ...]
    payers: tuple[str, ...]
    whole: Amounts
    quarters: tuple[Amounts, ...]


def quarters(
    allocation: Allocation, *, year: int, weights: Sequence[Fraction] = QUARTERS
) -> QuarterPlan:
    """Divide what the lines of a year come to, by unit and payer, over the quarters.

    The weights are ≥ 0 and add up to 1. Every amount and every total of a unit is within a fen of
    its exact value (``model.instalments``); with equal weights every total of a payer, too.
    """
    paid = _paid(allocation, year)
    pack = allocation.pack
    found = {payer for _, payer in paid}
    payers = [government.id for government in pack.governments if government.id in found]
    payers += sorted(found - {OPEN, *payers})
    units = [u.id for u in pack.units if any(unit == u.id for unit, _ in paid)]
    columns = (*payers, OPEN)
    whole = tuple(tuple(paid.get((unit, payer), 0) for payer in columns) for unit in units)
    return QuarterPlan(
        allocation=allocation,
        year=year,
        weights=tuple(weights),
        units=tuple(units),
        payers=columns,
        whole=whole,
        quarters=instalments(whole, weights),
    )


def _paid(allocation: Allocation, year: int) -> dict[tuple[str, str], Fen]:
    """Add up what each payer pays of each unit's lines of a year, and what is open."""
    found: dict[tuple[str, str], Fen] = {}
    for result in allocation.results:
        if result.line.year != year:
            continue
        amounts = [(payment.payer, payment.amount) for payment in result.payments]
        for payer, amount in (*amounts, (OPEN, result.open)):
            key = (result.line.unit, payer)
            found[key] = found.get(key, 0) + amount
    return found
