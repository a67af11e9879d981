"""Exact amounts of a line before its numbers are known: sums of columns with exact coefficients.

An amount is in fen. What cannot be written as a sum (a lesser, a greater, a rounded amount) is an atom of
its own, so that every amount becomes whole-number arithmetic (``engine.columns.arithmetic``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from fiscal_rules.model.rounding import TO_THE_FEN, RoundedEach, Rounding


@dataclass(frozen=True, slots=True)
class Column:
    """A column of whole numbers ≥ 0, or the product of several."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """An amount ≥ 0, rounded: half up to the fen unless something else is ordered."""

    value: Exact
    rounding: Rounding = TO_THE_FEN


@dataclass(frozen=True, slots=True)
class Lesser:
    """The lesser of two amounts."""

    left: Exact
    right: Exact


@dataclass(frozen=True, slots=True)
class Greater:
    """The greater of two amounts."""

    left: Exact
    right: Exact


Atom = Column | Rounded | Lesser | Greater


@dataclass(frozen=True, slots=True)
class Exact:
    """A sum: each atom times its coefficient, and a constant. Terms are in the order they came."""

    terms: tuple[tuple[Atom, Fraction], ...] = ()
    constant: Fraction = Fraction(0)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Amounts are nested deep and looked up often: each is hashed once.
        object.__setattr__(self, "_hash", hash((self.terms, self.constant)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def is_zero(self) -> bool:
        """Tell whether it is 0 whatever the columns hold."""
        return not self.terms and not self.constant

    def plus(self, other: Exact) -> Exact:
        """Add another amount.

        >>> (column("a").plus(column("a")).minus(column("a"))) == column("a")
        True
        """
        if other.is_zero:
            return self
        if self.is_zero:
            return other
        added: dict[Atom, Fraction] = dict(self.terms)
        for atom, factor in other.terms:
            added[atom] = added.get(atom, Fraction(0)) + factor
        kept = tuple((atom, factor) for atom, factor in added.items() if factor)
        return Exact(kept, self.constant + other.constant)

    def minus(self, other: Exact) -> Exact:
        """Subtract another amount."""
        return self.plus(other.times(Fraction(-1)))

    def times(self, factor: Fraction) -> Exact:
        """Multiply by an exact number."""
        if not factor:
            return ZERO
        if factor == 1:
            return self
        terms = tuple((atom, held * factor) for atom, held in self.terms)
        return Exact(terms, self.constant * factor)

    @property
    def is_whole(self) -> bool:
        """Tell whether it is a whole number whatever the columns hold."""
        whole = self.constant.denominator == 1
        return whole and all(_is_whole(atom, factor) for atom, factor in self.terms)


ZERO = Exact()


def _is_whole(atom: Atom, factor: Fraction) -> bool:
    if factor.denominator != 1:
        return False
    match atom:
        case Column() | Rounded():
            return True
        case Lesser(left, right) | Greater(left, right):
            return left.is_whole and right.is_whole


def column(*names: str) -> Exact:
    """Take a column of whole numbers, or the product of several."""
    return Exact(((Column(names), Fraction(1)),))


def constant(value: Fraction | int) -> Exact:
    """Take a number that is the same for all lines."""
    return Exact((), Fraction(value))


def total(values: Iterable[Exact]) -> Exact:
    """Add up amounts."""
    found = ZERO
    for value in values:
        found = found.plus(value)
    return found


def rounded(value: Exact, rounding: Rounding = TO_THE_FEN) -> Exact:
    """Round an amount ≥ 0; what is whole already is not rounded to the fen."""
    if value.is_zero or (is_to_the_fen(rounding) and value.is_whole):
        return value
    return Exact(((Rounded(value, rounding), Fraction(1)),))


def unrounded(value: Exact) -> Exact:
    """Leave out every rounding, ordered ones too.

    >>> third = column("a").times(Fraction(1, 3))
    >>> unrounded(rounded(third).plus(column("b"))) == third.plus(column("b"))
    True
    """
    found = constant(value.constant)
    for atom, factor in value.terms:
        found = found.plus(_unrounded(atom).times(factor))
    return found


def _unrounded(atom: Atom) -> Exact:
    match atom:
        case Column():
            return Exact(((atom, Fraction(1)),))
        case Rounded(value):
            return unrounded(value)
        case Lesser(left, right):
            return lesser(unrounded(left), unrounded(right))
        case Greater(left, right):
            return greater(unrounded(left), unrounded(right))


def is_to_the_fen(rounding: Rounding) -> bool:
    """Tell whether a rounding leaves whole fen as they are."""
    return rounding.to == 1 and rounding.each is RoundedEach.LINE


def lesser(left: Exact, right: Exact) -> Exact:
    """Take the lesser of two amounts."""
    return left if left == right else Exact(((Lesser(left, right), Fraction(1)),))


def greater(left: Exact, right: Exact) -> Exact:
    """Take the greater of two amounts."""
    return left if left == right else Exact(((Greater(left, right), Fraction(1)),))


class Order(StrEnum):
    """How two amounts compare."""

    ABOVE = ">"
    BELOW = "<"
    EQUAL = "="


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of two amounts, made for each line."""

    left: Exact
    order: Order
    right: Exact
