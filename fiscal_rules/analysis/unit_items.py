"""Units by items in coarse units of money (县区×事项，以万元列示): a table that adds up both ways."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.money import Fen
from fiscal_rules.model.rulepack import items_of
from fiscal_rules.model.whole_tables import RoundedTable, round_table


@dataclass(frozen=True, slots=True)
class UnitItems:
    """What the lines of a year come to by unit and item, in fen, and rounded to ``to`` fen.

    ``payer`` says of whose money it is; None where of all. Units and items stand in the pack's
    order, unlisted items and blank ones last.
    """

    allocation: Allocation
    year: int
    payer: str | None
    to: Fen
    units: tuple[str, ...]
    items: tuple[str | None, ...]
    exact: tuple[tuple[Fen, ...], ...]
    rounded: RoundedTable


def unit_items(
    allocation: Allocation, *, year: int, to: Fen, payer: str | None = None
) -> UnitItems:
    """Add up the lines of a year by unit and item, and round the table as a whole.

    Every cell and every total is one of the two multiples of ``to`` beside its exact value; rows
    and columns add up. A year without lines gives an empty table.
    """
    sums: dict[tuple[str, str | None], Fen] = {}
    for result in allocation.results:
        if result.line.year == year:
            key = (result.line.unit, result.line.item)
            sums[key] = sums.get(key, 0) + _amount(result, payer)
    pack = allocation.pack
    units = tuple(u.id for u in pack.units if any(unit == u.id for unit, _ in sums))
    held = {item for _, item in sums}
    items = tuple(item for item in items_of(pack) if item in held)
    exact = tuple(tuple(sums.get((unit, item), 0) for item in items) for unit in units)
    return UnitItems(allocation, year, payer, to, units, items, exact, round_table(exact, unit=to))


def _amount(result: LineResult, payer: str | None) -> Fen:
    return result.line.amount if payer is None else result.paid_by(payer)
