"""Compare scenarios with a base: what changes for whom, and what each step contributes to it.

The parts of the steps add up to the whole difference, to the fen: in their order; alone, with what
they make of one another; and as Shapley values, which do not depend on the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import TypeVar

from fiscal_rules.analysis import messages
from fiscal_rules.analysis.changed_lines import ChangedLines
from fiscal_rules.model.allocation import Allocation, Group
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.money import Fen
from fiscal_rules.model.scenario import Overlay, Scenario
from fiscal_rules.model.vocabulary import OPEN, Status
from fiscal_rules.model.whole_tables import round_table

K = TypeVar("K")
MOST_STEPS = 8
"""With more steps than these a scenario has too many orders for Shapley values."""
Key = tuple[str, str | None, str]
"""A unit, an item (None where it was left blank), and a payer or ``open``."""
ByPayer = Mapping[str, Fen]


def named(key: Key) -> tuple[str, str, str]:
    """Order keys by their names, blank items first."""
    unit, item, payer = key
    return unit, item or "", payer


@dataclass(frozen=True, slots=True)
class Totals:
    """What an allocation adds up to by unit, item and payer, and its lines by status."""

    amounts: Mapping[Key, Fen]
    lines: Mapping[Status, int]

    def by_payer(self) -> dict[str, Fen]:
        """Add up by payer."""
        return added((payer, amount) for (_, _, payer), amount in self.amounts.items())

    def by_unit(self, payer: str) -> dict[str, Fen]:
        """Add up what a payer pays by unit."""
        held = self.amounts.items()
        return added((unit, amount) for (unit, _, who), amount in held if who == payer)

    def by_item(self, payer: str) -> dict[str | None, Fen]:
        """Add up what a payer pays by item."""
        held = self.amounts.items()
        return added((item, amount) for (_, item, who), amount in held if who == payer)


def added(pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    """Add up numbers by key.

    >>> added([("city", 2), ("county", 1), ("city", 3)])
    {'city': 5, 'county': 1}
    """
    found: dict[K, int] = {}
    for key, amount in pairs:
        found[key] = found.get(key, 0) + amount
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """What one change of a scenario moves, payer by payer: ``in_order`` after those before it.

    ``alone`` is what it moves without the others; ``shapley`` its order-free part, None where it
    was not asked for.
    """

    overlay: Overlay
    in_order: ByPayer
    alone: ByPayer
    shapley: ByPayer | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario beside the base.

    What steps move in order adds up to the whole ``change``; what they move alone does together
    with ``interaction``, what they make of one another.
    """

    scenario: Scenario
    totals: Totals
    change: ByPayer
    steps: tuple[Step, ...]
    interaction: ByPayer
    lines: ChangedLines | None = None
    """The lines that change, where they were asked for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A base, and scenarios beside it. ``payers`` are those that pay anything, and ``open`` last."""

    base: Totals
    payers: tuple[str, ...]
    scenarios: tuple[Compared, ...]
    last: Totals | None = None
    before: Allocation | None = None
    """Last year's budget, and what it comes to, where it stands beside."""


def totals_of(groups: Iterable[Group]) -> Totals:
    """Add up groups of lines by unit, item and payer; nothing is rounded."""
    held = tuple(groups)
    lines = added((group.outcome.status, group.lines) for group in held)
    amounts = added(pair for group in held for pair in _amounts(group))
    return Totals(amounts, {status: lines.get(status, 0) for status in Status})


def _amounts(group: Group) -> Iterator[tuple[Key, Fen]]:
    where = (group.outcome.unit, group.outcome.item)
    for payment, amount in group.payments:
        yield (*where, payment.payer), amount
    if group.open:
        yield (*where, OPEN), group.open


def comparison(
    scenarios: Sequence[Scenario],
    totals: Callable[[Sequence[Overlay]], Totals],
    *,
    shapley: bool = False,
) -> Comparison:
    """Compare scenarios with a base; ``totals`` computes what changes, laid over it, come to.

    PackRefusedError where Shapley values are asked for of too many steps. Each combination of
    steps is computed once.
    """
    base = totals(())
    compared = tuple(_compared(each, base, totals, shapley=shapley) for each in scenarios)
    paid = {payer for held in (base, *(c.totals for c in compared)) for payer in held.by_payer()}
    return Comparison(base, (*sorted(paid - {OPEN}), OPEN), compared)


def with_last(found: Comparison, before: Allocation) -> Comparison:
    """Put last year's budget beside a comparison."""
    last = totals_of(before.groups)
    payers = (*sorted({*found.payers, *last.by_payer()} - {OPEN}), OPEN)
    return replace(found, last=last, before=before, payers=payers)


def _compared(
    scenario: Scenario,
    base: Totals,
    totals: Callable[[Sequence[Overlay]], Totals],
    *,
    shapley: bool,
) -> Compared:
    overlays = scenario.overlays
    count = len(overlays)
    if shapley and count > MOST_STEPS:
        said = {"scenario": scenario.id, "count": count, "most": MOST_STEPS}
        raise PackRefusedError((messages.TOO_MANY_STEPS.at(None, **said),))
    found: dict[tuple[int, ...], Totals] = {(): base}

    def moved(steps: tuple[int, ...]) -> dict[str, Fen]:
        if steps not in found:
            found[steps] = totals([overlays[step] for step in steps])
        return less(found[steps].by_payer(), base.by_payer())

    whole = moved(tuple(range(count)))
    before = [moved(tuple(range(step))) for step in range(count + 1)]
    alone = [moved((step,)) for step in range(count)]
    fair = _shapley(count, moved) if shapley else [None] * count
    steps = tuple(
        Step(overlay, less(before[i + 1], before[i]), alone[i], fair[i])
        for i, overlay in enumerate(overlays)
    )
    interaction = whole
    for each in alone:
        interaction = less(interaction, each)
    return Compared(scenario, found[tuple(range(count))], whole, steps, interaction)


def less(one: ByPayer, other: ByPayer) -> dict[str, Fen]:
    """Take one sum by payer from another; what does not differ is left out.

    >>> less({"city": 5, "county": 3}, {"city": 5, "open": 1})
    {'county': 3, 'open': -1}
    """
    payers = dict.fromkeys((*one, *other))
    found = {payer: one.get(payer, 0) - other.get(payer, 0) for payer in payers}
    return {payer: amount for payer, amount in found.items() if amount}


def _shapley(count: int, moved: Callable[[tuple[int, ...]], ByPayer]) -> list[ByPayer]:
    """Give each step the mean of what it adds over all orders, to the fen, adding up to the whole.

    The steps that are taken keep the order of the scenario.
    """
    every = (chosen for size in range(count + 1) for chosen in combinations(range(count), size))
    payers = sorted({payer for chosen in every for payer in moved(chosen)})
    exact = [[Fraction(0)] * len(payers) for _ in range(count)]
    for step in range(count):
        others = [other for other in range(count) if other != step]
        for size in range(count):
            weight = Fraction(1, count * comb(count - 1, size))
            for chosen in combinations(others, size):
                added = less(moved(tuple(sorted((*chosen, step)))), moved(chosen))
                for j, payer in enumerate(payers):
                    exact[step][j] += weight * added.get(payer, 0)
    cells = round_table(exact).cells
    return [dict(zip(payers, row, strict=True)) for row in cells]
