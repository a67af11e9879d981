"""Write exact amounts as SQL on whole numbers, and keep their coefficients apart as data.

Amounts that differ in coefficients alone share their SQL: the coefficients stand in a table, a row for
each kind of line. Rational amounts are kept as whole multiples of 1/scale; only rounding divides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from fiscal_rules.engine.columns.exact import (
    Atom,
    Column,
    Exact,
    Greater,
    Lesser,
    Rounded,
    Test,
    bound,
)

_IN_64_BITS = 2**62
_IN_128_BITS = 2**126


class TooFineError(Exception):
    """An amount of some kind of line does not fit whole numbers of 128 bits."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """SQL whose value is ``scale`` times the amount meant."""

    sql: str
    scale: int


@dataclass
class Writing:
    """SQL for the amounts of one kind of line, with the coefficients met on the way, in order.

    ``steps`` holds, layer by layer, the atoms that later ones refer to by name.
    """

    most: Mapping[str, int]
    coefficients: list[int] = field(default_factory=list)
    steps: list[list[str]] = field(default_factory=list)
    wide: bool = False
    _known: dict[Atom, tuple[Scaled, int]] = field(default_factory=dict)

    def write(self, amount: Exact) -> tuple[Scaled, int]:
        """Write an amount; give the layer after which it can be read too."""
        parts = [(self._atom(atom), factor) for atom, factor in amount.terms]
        scale = lcm(
            amount.constant.denominator,
            *(factor.denominator * held.scale for (held, _), factor in parts),
        )
        self._bounded(bound(amount, self.most) * scale)
        terms = [self._times(factor * scale / held.scale, held.sql) for (held, _), factor in parts]
        if amount.constant or not terms:
            terms.append(self._number(_whole(amount.constant * scale)))
        layer = max((layer for (_, layer), _ in parts), default=0)
        return Scaled(
            " + ".join(terms) if len(terms) == 1 else f"({' + '.join(terms)})", scale
        ), layer

    def write_test(self, test: Test) -> tuple[str, int]:
        """Write a comparison."""
        left, right, _, layer = self._alike(test.left, test.right)
        return f"({left} {test.order} {right})", layer

    def whole(self, held: Scaled) -> str:
        """Write an amount ≥ 0 in fen, rounded down."""
        return held.sql if held.scale == 1 else f"{held.sql} // {self._number(held.scale)}"

    def _atom(self, atom: Atom) -> tuple[Scaled, int]:
        if isinstance(atom, Column):
            self._bounded(bound(Exact(((atom, Fraction(1)),)), self.most))
            return Scaled(_product([f"{{{name}}}" for name in atom.names]), 1), 0
        if atom not in self._known:
            self._known[atom] = self._step(atom)
        return self._known[atom]

    def _step(self, atom: Rounded | Lesser | Greater) -> tuple[Scaled, int]:
        match atom:
            case Rounded(value):
                held, layer = self.write(value)
                self._bounded(bound(value, self.most) * held.scale * 2 + held.scale)
                return self._named(self._half_up(held), 1, layer)
            case Lesser(left, right):
                one, other, scale, layer = self._alike(left, right)
                return self._named(f"least({one}, {other})", scale, layer)
            case Greater(left, right):
                one, other, scale, layer = self._alike(left, right)
                return self._named(f"greatest({one}, {other})", scale, layer)

    def _half_up(self, held: Scaled) -> str:
        twice, once = self._number(2 * held.scale), self._number(held.scale)
        return f"(2 * {held.sql} + {once}) // {twice}"

    def _alike(self, left: Exact, right: Exact) -> tuple[str, str, int, int]:
        """Write two amounts in the same units."""
        (one, first), (other, second) = self.write(left), self.write(right)
        scale = lcm(one.scale, other.scale)
        self._bounded(max(bound(left, self.most), bound(right, self.most)) * scale)
        return (
            self._times(Fraction(scale, one.scale), one.sql),
            self._times(Fraction(scale, other.scale), other.sql),
            scale,
            max(first, second),
        )

    def _named(self, sql: str, scale: int, layer: int) -> tuple[Scaled, int]:
        while len(self.steps) <= layer:
            self.steps.append([])
        name = f"s{layer}_{len(self.steps[layer])}"
        self.steps[layer].append(sql)
        return Scaled(name, scale), layer + 1

    def _times(self, factor: Fraction, sql: str) -> str:
        number = _whole(factor)
        if number == 1:
            return sql
        return f"({self._number(number)} * {sql})"

    def _number(self, number: int) -> str:
        if number in (0, 1, -1, 2):
            return f"({number})" if number < 0 else str(number)
        self.coefficients.append(number)
        return f"{{c{len(self.coefficients) - 1}}}"

    def _bounded(self, most: Fraction) -> None:
        if most >= _IN_128_BITS:
            raise TooFineError
        self.wide = self.wide or most >= _IN_64_BITS


def _whole(value: Fraction) -> int:
    assert value.denominator == 1, "a scale left a fraction over"
    return value.numerator


def _product(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"({' * '.join(names)})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one kind of line: amounts by name, rounded down to fen, and comparisons."""

    kind: int
    amounts: tuple[tuple[str, Exact], ...]
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """SQL that some kinds of line share: steps by layer, amounts by name, and a sum of tests' bits.

    Columns and coefficients stand in braces; ``wide`` says that they need 128 bits.
    """

    steps: tuple[tuple[str, ...], ...]
    amounts: tuple[tuple[str, str], ...]
    bits: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Program:
    """Shapes, and for each kind of line its shape's number with its coefficients."""

    shapes: tuple[Shape, ...]
    kinds: Mapping[int, tuple[int, tuple[int, ...]]]

    @property
    def width(self) -> int:
        """Count the coefficients of the shape that has the most."""
        return max((len(numbers) for _, numbers in self.kinds.values()), default=0)


def compile_program(wanted: Iterable[Wanted], most: Mapping[str, int]) -> Program:
    """Write everything that is asked of some kinds of line; ``most`` bounds each column.

    TooFineError where 128 bits do not hold an amount.
    """
    shapes: dict[Shape, int] = {}
    kinds: dict[int, tuple[int, tuple[int, ...]]] = {}
    for each in wanted:
        shape, numbers = _shape(each, most)
        kinds[each.kind] = (shapes.setdefault(shape, len(shapes)), numbers)
    return Program(tuple(shapes), kinds)


def _shape(wanted: Wanted, most: Mapping[str, int]) -> tuple[Shape, tuple[int, ...]]:
    writing = Writing(most)
    amounts = []
    for name, amount in wanted.amounts:
        held, _ = writing.write(amount)
        amounts.append((name, writing.whole(held)))
    tests = (writing.write_test(test)[0] for test in wanted.tests)
    bits = " + ".join(f"{1 << i} * {sql}::INTEGER" for i, sql in enumerate(tests)) or "0"
    steps = tuple(tuple(layer) for layer in writing.steps)
    return Shape(steps, tuple(amounts), bits, writing.wide), tuple(writing.coefficients)
