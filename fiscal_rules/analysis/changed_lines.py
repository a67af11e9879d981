"""Changed lines: which lines of a budget come out otherwise under a scenario, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.money import Fen
from fiscal_rules.model.vocabulary import OPEN, Status

MOST_LISTED = 1000
"""So many lines are listed, the others only counted."""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line as it is and as it comes to be; None beside a line that a scenario adds.

    ``change`` is by payer and ``open``.
    """

    line: str
    unit: str
    item: str | None
    before: Status | None
    after: Status
    change: Mapping[str, Fen]


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The first lines that change, in the order of the budget, and how many there are.

    ``settled`` counts those that come to be determined, ``unsettled`` those that are no longer.
    """

    first: tuple[ChangedLine, ...]
    count: int
    settled: int
    unsettled: int


def changed_lines(base: Iterable[LineResult], other: Iterable[LineResult]) -> ChangedLines:
    """Hold every line against itself; lines that a scenario adds stand last."""
    first: list[ChangedLine] = []
    count = settled = unsettled = 0
    for each in _changed(base, other):
        count += 1
        settled += each.after is Status.DETERMINED and each.before is not Status.DETERMINED
        unsettled += each.before is Status.DETERMINED and each.after is not Status.DETERMINED
        if len(first) < MOST_LISTED:
            first.append(each)
    return ChangedLines(tuple(first), count, settled, unsettled)


def _changed(base: Iterable[LineResult], other: Iterable[LineResult]) -> Iterator[ChangedLine]:
    for before, after in zip_longest(base, other):
        assert after is not None, "a scenario takes no line away"
        assert before is None or before.line.id == after.line.id, "lines keep their order"
        was = {} if before is None else _paid(before)
        is_now = _paid(after)
        payers = dict.fromkeys((*was, *is_now))
        change = {payer: is_now.get(payer, 0) - was.get(payer, 0) for payer in payers}
        change = {payer: amount for payer, amount in change.items() if amount}
        status = None if before is None else before.status
        if change or status is not after.status:
            line = after.line
            yield ChangedLine(line.id, line.unit, line.item, status, after.status, change)


def _paid(result: LineResult) -> dict[str, Fen]:
    found: dict[str, Fen] = {OPEN: result.open} if result.open else {}
    for payment in result.payments:
        found[payment.payer] = found.get(payment.payer, 0) + payment.amount
    return found
