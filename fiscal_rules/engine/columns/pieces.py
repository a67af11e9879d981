"""Pieces: what a form makes of a stretch of a line in columns, before numbers are known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.engine.allocate.parts import OPEN, PartKey
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.exact import (
    Exact,
    Test,
    total,
)
from fiscal_rules.engine.columns.quantities import fen
from fiscal_rules.model.allocation import Need, Remark
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN, Rounding
from fiscal_rules.model.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: an exact amount, and the comparison on which it is there at all."""

    key: PartKey
    value: Exact
    standing: Standing | None = None
    takes_rest: bool = False
    only_if: Test | None = None
    rounding: Rounding = TO_THE_FEN


@dataclass(frozen=True, slots=True)
class Facts:
    """A base standard: yuan per head and year, and what it asks for in fen; None while unknown.

    ``top`` is what the highest standard asks for, where there are further ones.
    """

    standard: Fraction | None = None
    base: Exact | None = None
    top: Exact | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a form makes of a stretch: pieces that add up to its local amount, and why."""

    pieces: tuple[Piece, ...]
    needs: tuple[Need, ...] = ()
    findings: tuple[Remark, ...] = ()
    used: tuple[Entry, ...] = ()
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class PotGrant:
    """A line's place in a pot: the column that holds its grant, or what the pot needs instead."""

    column: str | None
    months: int
    needs: tuple[Need, ...] = ()
    used: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Upper:
    """Money from above of a line: what its columns give, and what a pack above computes.

    Where that cannot be computed, ``is_open``: the whole line waits, for ``needs`` too.
    """

    given: Exact
    computed: tuple[tuple[PartKey, Exact, Standing], ...] = ()
    is_open: bool = False
    needs: tuple[Need, ...] = ()
    used: tuple[Entry, ...] = ()

    @property
    def whole(self) -> Exact:
        """All that governments above give."""
        return self.given.plus(total(amount for _, amount, _ in self.computed))


@dataclass(frozen=True, slots=True)
class Share:
    """A stretch of a line with its part of the line's money, and the base that falls on it."""

    stretch: Stretch
    part: Fraction
    base: Exact | None
    present: frozenset[str]
    """The columns of numbers that the line fills in."""
    above: Upper

    @property
    def amount(self) -> Exact:
        """What falls on it of the amount."""
        return fen("amount").times(self.part)

    @property
    def upper(self) -> Exact:
        """What falls on it of the money from above."""
        return self.above.whole.times(self.part)

    @property
    def local(self) -> Exact:
        """What the money from above leaves of the amount."""
        return self.amount.minus(self.upper)


def open_piece(value: Exact) -> Piece:
    """Leave an amount open."""
    return Piece(OPEN, value, takes_rest=True)
