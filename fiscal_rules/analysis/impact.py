"""Impact: what a change of rules moves on a budget, from whom to whom, and lines that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fiscal_rules.analysis.changed_lines import ChangedLines, changed_lines
from fiscal_rules.analysis.comparison import Totals, named, totals_of
from fiscal_rules.analysis.difference import Difference
from fiscal_rules.analysis.witness import Witness
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import Fen


@dataclass(frozen=True, slots=True)
class Move:
    """Money that one payer pays no longer, and another does, of one item of one unit."""

    unit: str
    item: str | None
    source: str
    target: str
    amount: Fen


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of rules comes to on a budget."""

    old: Allocation
    new: Allocation
    moves: tuple[Move, ...]
    lines: ChangedLines


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """Everything that differs between two packs, and lines that show it.

    ``witnesses`` are for the first boxes, None where no single line shows what changes; ``smallest``
    is the simplest line of all.
    """

    difference: Difference
    smallest: Witness | None
    witnesses: tuple[Witness | None, ...]
    impact: Impact | None


def impact(before: Allocation, after: Allocation) -> Impact:
    """Hold a budget under one pack against itself under another."""
    found = moves(totals_of(before.groups), totals_of(after.groups))
    return Impact(before, after, tuple(found), changed_lines(before.results, after.results))


def moves(before: Totals, after: Totals) -> Iterator[Move]:
    """Pair what payers pay less with what others pay more, item by item of each unit."""
    changes: dict[tuple[str, str | None], dict[str, Fen]] = {}
    for key in sorted({*before.amounts, *after.amounts}, key=named):
        unit, item, payer = key
        change = after.amounts.get(key, 0) - before.amounts.get(key, 0)
        if change:
            changes.setdefault((unit, item), {})[payer] = change
    for (unit, item), held in changes.items():
        yield from _paired(unit, item, held)


def _paired(unit: str, item: str | None, change: Mapping[str, Fen]) -> Iterator[Move]:
    wanted = {payer: amount for payer, amount in change.items() if amount > 0}
    for source, amount in change.items():
        left = max(-amount, 0)
        for target, asked in [*wanted.items()]:
            moved = min(left, asked)
            if moved:
                yield Move(unit, item, source, target, moved)
                left -= moved
                wanted[target] -= moved
