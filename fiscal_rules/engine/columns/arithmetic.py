"""Write exact amounts as SQL on whole numbers, and keep their coefficients apart as data.

Amounts that differ in coefficients alone share their SQL: the coefficients stand in a table, a row for
each kind of line. Rational amounts are kept as whole multiples of 1/scale; only rounding divides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm, prod

from fiscal_rules.engine.columns.exact import (
    Atom,
    Column,
    Exact,
    Greater,
    Lesser,
    Rounded,
    Test,
    is_to_the_fen,
)
from fiscal_rules.model.rounding import RoundedEach, Rounding, RoundingMode

LINES = "lines"
"""What bounds the number of lines that are added up."""
_IN_64_BITS = 2**62
_IN_128_BITS = 2**126


class TooFineError(Exception):
    """An amount of some kind of line does not fit whole numbers of 128 bits."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """SQL whose value is ``scale`` times the amount meant, which is at most ``most``.

    ``layer`` is the first in which it can be read.
    """

    sql: str
    scale: int
    most: int
    layer: int


@dataclass
class Writing:
    """SQL for the amounts of one kind of line, with the coefficients met on the way, in order.

    ``steps`` holds, layer by layer, the atoms that later ones refer to by name.
    """

    most: Mapping[str, int]
    coefficients: list[int] = field(default_factory=list)
    steps: list[list[str]] = field(default_factory=list)
    wide: bool = False
    _known: dict[Atom, Scaled] = field(default_factory=dict)

    def write(self, amount: Exact) -> Scaled:
        """Write an amount."""
        parts = [(self._atom(atom), factor) for atom, factor in amount.terms]
        scale = lcm(amount.constant.denominator, *(f.denominator * held.scale for held, f in parts))
        most = _at_most(amount.constant, 1) + sum(_at_most(f, held.most) for held, f in parts)
        self._bounded(most * scale)
        terms = [self._times(_ratio(f, scale, held.scale), held.sql) for held, f in parts]
        if amount.constant or not terms:
            terms.append(self._number(_ratio(amount.constant, scale, 1)))
        layer = max((held.layer for held, _ in parts), default=0)
        sql = terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"
        return Scaled(sql, scale, most, layer)

    def write_test(self, test: Test) -> str:
        """Write a comparison."""
        left, right, _ = self._alike(test.left, test.right)
        return f"({left.sql} {test.order} {right.sql})"

    def whole(self, held: Scaled) -> str:
        """Write an amount ≥ 0 in fen, rounded down."""
        return held.sql if held.scale == 1 else f"{held.sql} // {self._number(held.scale)}"

    def _atom(self, atom: Atom) -> Scaled:
        found = self._known.get(atom)
        if found is None:
            found = self._known[atom] = self._step(atom)
        return found

    def _step(self, atom: Atom) -> Scaled:
        match atom:
            case Column(names):
                most = prod(self.most[name] for name in names)
                self._bounded(most)
                return Scaled(_product([f"{{{name}}}" for name in names]), 1, most, 0)
            case Rounded(value, rounding):
                return self._rounded(self.write(value), rounding)
            case Lesser(left, right):
                one, other, scale = self._alike(left, right)
                return self._compared("least", one, other, scale)
            case Greater(left, right):
                one, other, scale = self._alike(left, right)
                return self._compared("greatest", one, other, scale)

    def _rounded(self, held: Scaled, rounding: Rounding) -> Scaled:
        """Round to whole units, each so many fen, or so many for every head of the line."""
        heads = rounding.count if rounding.each is RoundedEach.HEAD else None
        most_heads = 1 if heads is None else max(1, self.most[heads])
        unit = held.scale * rounding.to
        self._bounded((held.most * held.scale * 2 + unit) * most_heads)
        most = held.most + rounding.to * most_heads

        def for_all(sql: str) -> str:
            # Where there are no heads there is no money either.
            return sql if heads is None else f"({sql} * greatest({{{heads}}}, 1))"

        whole = self._named(
            Scaled(self._units(held, unit, rounding.mode, for_all), 1, most, held.layer)
        )
        if is_to_the_fen(rounding):
            return whole
        sql = for_all(self._times(rounding.to, whole.sql))
        return self._named(Scaled(sql, 1, most, whole.layer))

    def _units(
        self, held: Scaled, unit: int, mode: RoundingMode, for_all: Callable[[str], str]
    ) -> str:
        """Write how many whole units there are in an amount."""
        if mode is RoundingMode.TRUNCATE:
            return f"{held.sql} // {for_all(self._number(unit))}"
        one, two = for_all(self._number(unit)), for_all(self._number(2 * unit))
        half_up = f"(2 * {held.sql} + {one}) // {two}"
        if mode is RoundingMode.HALF_UP:
            return half_up
        is_tie = f"(2 * {held.sql} + {one}) % {two} = 0"
        return f"({half_up}) - ({is_tie} AND ({half_up}) % 2 = 1)::BIGINT"

    def _compared(self, function: str, one: Scaled, other: Scaled, scale: int) -> Scaled:
        sql = f"{function}({one.sql}, {other.sql})"
        most, layer = max(one.most, other.most), max(one.layer, other.layer)
        return self._named(Scaled(sql, scale, most, layer))

    def _alike(self, left: Exact, right: Exact) -> tuple[Scaled, Scaled, int]:
        """Write two amounts in the same units."""
        one, other = self.write(left), self.write(right)
        scale = lcm(one.scale, other.scale)
        self._bounded(max(one.most, other.most) * scale)
        return self._in_units(one, scale), self._in_units(other, scale), scale

    def _in_units(self, held: Scaled, scale: int) -> Scaled:
        sql = self._times(scale // held.scale, held.sql)
        return Scaled(sql, scale, held.most, held.layer)

    def _named(self, held: Scaled) -> Scaled:
        while len(self.steps) <= held.layer:
            self.steps.append([])
        name = f"s{held.layer}_{len(self.steps[held.layer])}"
        self.steps[held.layer].append(held.sql)
        return Scaled(name, held.scale, held.most, held.layer + 1)

    def _times(self, number: int, sql: str) -> str:
        return sql if number == 1 else f"({self._number(number)} * {sql})"

    def _number(self, number: int) -> str:
        if number in (0, 1, -1, 2):
            return f"({number})" if number < 0 else str(number)
        self.coefficients.append(number)
        return f"{{c{len(self.coefficients) - 1}}}"

    def _bounded(self, most: int) -> None:
        if most >= _IN_128_BITS:
            raise TooFineError
        self.wide = self.wide or most >= _IN_64_BITS


def _at_most(factor: Fraction, number: int) -> int:
    """Bound the size of a product by a whole number: bounds need not be exact, only quick."""
    return -(-abs(factor.numerator) * number // factor.denominator)


def _ratio(factor: Fraction, scale: int, of: int) -> int:
    """Give a coefficient in other units: exact, or it is our mistake."""
    number, left = divmod(factor.numerator * scale, factor.denominator * of)
    assert not left, "a scale left a fraction over"
    return number


def _product(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"({' * '.join(names)})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one kind of line: amounts by name, rounded down to fen, and comparisons."""

    kind: int
    amounts: tuple[tuple[str, Exact], ...]
    tests: tuple[Test, ...] = ()


def compile_exact(
    wanted: Iterable[Wanted], most: Mapping[str, int]
) -> tuple[Program, Mapping[int, tuple[int, ...]]]:
    """Write amounts of some kinds of line that are not rounded down, with what each is multiplied by.

    TooFineError where 128 bits do not hold an amount, times the number of lines that ``most`` counts.
    """
    shapes: dict[Shape, int] = {}
    kinds: dict[int, tuple[int, tuple[int, ...]]] = {}
    scales: dict[int, tuple[int, ...]] = {}
    for each in wanted:
        writing = Writing(most)
        written = [(name, writing.write(amount)) for name, amount in each.amounts]
        if any(held.most * held.scale * most[LINES] >= _IN_128_BITS for _, held in written):
            raise TooFineError
        steps = tuple(tuple(layer) for layer in writing.steps)
        amounts = tuple((name, held.sql) for name, held in written)
        shape = Shape(steps, amounts, "0", wide=True)
        kinds[each.kind] = shapes.setdefault(shape, len(shapes)), tuple(writing.coefficients)
        scales[each.kind] = tuple(held.scale for _, held in written)
    return Program(tuple(shapes), kinds), scales


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
        amounts.append((name, writing.whole(writing.write(amount))))
    tests = (writing.write_test(test) for test in wanted.tests)
    bits = " + ".join(f"{1 << i} * {sql}::INTEGER" for i, sql in enumerate(tests)) or "0"
    steps = tuple(tuple(layer) for layer in writing.steps)
    return Shape(steps, tuple(amounts), bits, writing.wide), tuple(writing.coefficients)
