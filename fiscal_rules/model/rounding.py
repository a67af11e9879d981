"""Rounding as a notice orders it: to what unit, which way, and for each of what.

The bearer of the rest takes the tail (尾差), so that parts add up whatever is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fiscal_rules.model.money import Fen

MONEY_UNITS: Mapping[str, Fen] = {
    "fen": 1,
    "yuan": 100,
    "hundred-yuan": 10_000,
    "wan-yuan": 1_000_000,
}
"""The units that notices round to, in fen: 分, 元, 百元, 万元."""


class RoundingMode(StrEnum):
    """Which way an amount ≥ 0 is rounded."""

    HALF_UP = "half-up"
    TRUNCATE = "truncate"
    HALF_EVEN = "half-even"


class RoundedEach(StrEnum):
    """What is rounded: a part of a line, what is paid for each head of it, or grants of a pot."""

    LINE = "line"
    HEAD = "head"
    UNIT = "unit"
    """A unit's grant out of a pot, by itself."""
    TOTAL = "total"
    """All grants of a pot together: each is whole, and within a unit of its exact value."""


OF_A_POT = (RoundedEach.UNIT, RoundedEach.TOTAL)
"""What only a pot can be rounded by: its grants go to units, not to lines."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How parts are rounded, in whole units of ``to`` fen, and the clause that orders it.

    ``count`` names the column of heads where it is done for each head.
    """

    to: Fen = 1
    mode: RoundingMode = RoundingMode.HALF_UP
    each: RoundedEach = RoundedEach.LINE
    clause: str | None = None
    count: str | None = None

    def rounded(self, value: Fraction, heads: Fraction | None = None) -> Fen:
        """Round an amount ≥ 0, in fen; ``heads`` where it is rounded for each of them.

        >>> Rounding(to=100, mode=RoundingMode.TRUNCATE).rounded(Fraction(10683648))
        10683600
        >>> each = Rounding(each=RoundedEach.HEAD, count="headcount")
        >>> each.rounded(Fraction(1000), Fraction(3))
        999
        """
        assert value >= 0, "only amounts from 0 are rounded"
        if self.each is not RoundedEach.HEAD:
            return whole_units(value / self.to, self.mode) * self.to
        assert heads is not None, "what is rounded for each head has heads"
        if not heads:
            return 0
        assert heads.denominator == 1, "heads are whole"
        return whole_units(value / (self.to * heads), self.mode) * self.to * heads.numerator


TO_THE_FEN = Rounding()
"""Half up to the fen, once for each part of a line: where nothing else is ordered."""


def whole_units(value: Fraction, mode: RoundingMode) -> int:
    """Round a number ≥ 0 to a whole one.

    >>> [whole_units(Fraction(5, 2), mode) for mode in RoundingMode]
    [3, 2, 2]
    """
    down, left = divmod(value.numerator, value.denominator)
    match mode:
        case RoundingMode.TRUNCATE:
            return down
        case RoundingMode.HALF_UP:
            return down + (2 * left >= value.denominator)
        case RoundingMode.HALF_EVEN:
            twice = 2 * left
            is_up = twice > value.denominator or (twice == value.denominator and down % 2 == 1)
            return down + is_up
