"""Vary one parameter: what a budget comes to over a range of values, and which value meets a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from fiscal_rules.analysis import messages
from fiscal_rules.analysis.comparison import Key, Totals
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.money import Fen, show_number, whole_fen
from fiscal_rules.model.parameter import Entry, ParameterKind, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Standing

NUMBERS = (
    ParameterKind.SHARE,
    ParameterKind.STANDARD,
    ParameterKind.UNIT_STANDARD,
    ParameterKind.POT,
    ParameterKind.RATE,
)
"""The kinds of parameter that can be varied: those that are one number."""
WORST = "worst"
"""A target on the unit that comes to bear the most beside the base."""
_MOST_HALVINGS = 40
"""So often the search for a point of a bent line halves where it looks."""
_LOOKED_AT = 8
"""Into so many parts a range is cut to see whether the target is met in one stretch of it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Values from ``first``, in steps above 0, up to ``count`` of them."""

    first: Fraction
    step: Fraction
    count: int

    def at(self, number: int) -> Fraction:
        """Give a value of the grid, counted from 0."""
        return self.first + number * self.step


def grid_of(first: Fraction, last: Fraction, step: Fraction) -> Grid:
    """Make the grid of a range, its last value not above the end.

    >>> grid_of(Fraction(3, 10), Fraction(1, 2), Fraction(1, 100)).count
    21
    """
    assert first <= last, "a range begins before it ends (checked when read)"
    assert step > 0, "a step is above 0 (checked when read)"
    return Grid(first, step, 1 + (last - first) // step)


def varied(parameters: Parameters, pack: RulePack, parameter: str, value: Fraction) -> Parameters:
    """Give a parameter one value, in every scope and at every date for which it has any.

    Such values are assumed. PackRefusedError where the parameter has none, or cannot be so.
    """
    kind = dict(pack.parameter_kinds)[parameter]
    held = parameters.of(parameter)
    said = {"parameter": parameter, "value": show_number(value)}
    if not held:
        raise PackRefusedError((messages.NOTHING_TO_VARY.at(None, **said),))
    too_much = kind is ParameterKind.SHARE and not 0 <= value <= 1
    if too_much or value < 0 or (kind is ParameterKind.POT and whole_fen(value) is None):
        raise PackRefusedError((messages.NO_SUCH_VALUE.at(held[0].at, **said),))
    shown = show_number(value)
    changed = tuple(_with(entry, value, shown) for entry in held)
    return replace(parameters, entries={**parameters.entries, parameter: changed})


def _with(entry: Entry, value: Fraction, shown: str) -> Entry:
    return replace(entry, value=value, shown=shown, standing=Standing.ASSUMED)


def breakpoint_between(
    low: Fraction,
    high: Fraction,
    amount: Fen,
    exact_at: Callable[[Fraction], Fraction | None],
) -> Fraction | None:
    """Find where a total that is not rounded, and runs in straight lines, is an amount.

    None where it is nowhere so between the two values, or cannot be worked out.

    >>> breakpoint_between(Fraction(0), Fraction(1), 50, lambda value: min(150 * value, Fraction(75)))
    Fraction(1, 3)
    """
    known: dict[Fraction, Fraction] = {}
    asked = [low, high]
    for _ in range(_MOST_HALVINGS):
        for value in asked:
            if value in known:
                continue
            total = exact_at(value)
            if total is None:
                return None
            if total == amount:
                return value
            known[value] = total
        around = _around(known, amount)
        if around is None:
            return None
        asked = [*_crossings(known, amount, around), sum(around, start=Fraction(0)) / 2]
    return None


_Bracket = tuple[Fraction, Fraction]
"""Two neighbours among the values known, between whose totals an amount lies."""


def _around(known: Mapping[Fraction, Fraction], amount: Fen) -> _Bracket | None:
    pairs = pairwise(sorted(known))
    return next((pair for pair in pairs if _lies(amount, *(known[v] for v in pair))), None)


def _crossings(
    known: Mapping[Fraction, Fraction], amount: Fen, around: _Bracket
) -> Iterator[Fraction]:
    """Say where the line within a bracket, and those that end at it, would cross an amount."""
    low, high = around
    for one, other in pairwise(sorted(known)):
        if one in around or other in around:
            rise = known[other] - known[one]
            value = one + (amount - known[one]) * (other - one) / rise if rise else one
            if low < value < high:
                yield value


def _lies(amount: Fraction | int, one: Fraction, other: Fraction) -> bool:
    return min(one, other) <= amount <= max(one, other)


class Order(StrEnum):
    """How a total stands to a target."""

    AT_MOST = "<="
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Target:
    """A total that is to be at most, or at least, an amount.

    What ``payer`` pays, of one ``unit`` or of all; or, for ``worst``, how much more than in the
    base the unit bears that comes off worst.
    """

    payer: str
    unit: str | None
    order: Order
    amount: Fen

    def total(self, totals: Totals, base: Totals, lower: str) -> Fen:
        """Give the total that is meant."""
        if self.payer == WORST:
            return max(_changes(totals, base, lower).values(), default=0)
        if self.unit is None:
            return totals.by_payer().get(self.payer, 0)
        return totals.by_unit(self.payer).get(self.unit, 0)

    def exact(self, totals: Mapping[Key, Fraction] | None) -> Fraction | None:
        """Give the total that is meant where nothing is rounded."""
        if totals is None:
            return None
        mine = (
            amount
            for (unit, _, payer), amount in totals.items()
            if payer == self.payer and self.unit in (None, unit)
        )
        return sum(mine, start=Fraction(0))

    def is_met_by(self, total: Fen) -> bool:
        """Tell whether a total meets it."""
        return total <= self.amount if self.order is Order.AT_MOST else total >= self.amount


def _changes(totals: Totals, base: Totals, lower: str) -> Mapping[str, Fen]:
    now, before = totals.by_unit(lower), base.by_unit(lower)
    return {unit: now.get(unit, 0) - before.get(unit, 0) for unit in dict.fromkeys((*now, *before))}


def worst_off(totals: Totals, base: Totals, lower: str) -> str | None:
    """Name the unit that comes to bear the most beside the base; None where there is none."""
    changes = _changes(totals, base, lower)
    return max(changes, key=lambda unit: changes[unit], default=None)


@dataclass(frozen=True, slots=True)
class Tried:
    """A value of the grid, and the total that it comes to."""

    value: Fraction
    total: Fen


@dataclass(frozen=True, slots=True)
class Solution:
    """The value of the grid at which a target is met last, and the next, at which it is not.

    ``meets`` is None where no value was found, and ``misses`` is then the nearest; ``misses`` is
    None where every value that was looked at meets it. ``switches`` counts how often that changes
    over the values looked at: with more than one, there are other values that meet the target.
    """

    meets: Tried | None
    misses: Tried | None
    switches: int
    tried: int


def solve(grid: Grid, target: Target, total_at: Callable[[Fraction], Fen]) -> Solution:
    """Find where a target stops being met along a grid, or begins to be: by halving.

    A few values over the whole range are looked at first. Each value is computed once.
    """
    found: dict[int, Fen] = {}

    def met(number: int) -> bool:
        if number not in found:
            found[number] = total_at(grid.at(number))
        return target.is_met_by(found[number])

    last = grid.count - 1
    looked_at = sorted({last * part // _LOOKED_AT for part in range(_LOOKED_AT + 1)})
    answers = [met(number) for number in looked_at]
    turns = [i for i, (one, other) in enumerate(pairwise(answers)) if one is not other]
    if not turns:
        nearest = min(found, key=lambda number: (abs(found[number] - target.amount), number))
        tried = Tried(grid.at(nearest), found[nearest])
        meets, misses = (tried, None) if answers[0] else (None, tried)
        return Solution(meets, misses, 0, len(found))
    low, high = looked_at[turns[0]], looked_at[turns[0] + 1]
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if met(middle) is met(low) else (low, middle)
    good, bad = (low, high) if met(low) else (high, low)
    return Solution(
        Tried(grid.at(good), found[good]), Tried(grid.at(bad), found[bad]), len(turns), len(found)
    )
