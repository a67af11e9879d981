"""The ladder of a matching grant in columns: the money under each standard, and above all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.exact import (
    ZERO,
    Exact,
    greater,
    lesser,
    rounded,
)
from fiscal_rules.engine.columns.pieces import Facts, Share
from fiscal_rules.engine.columns.quantities import MONTHS, quantity
from fiscal_rules.model.allocation import Need
from fiscal_rules.model.funding import (
    Base,
    Matching,
)
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.vocabulary import NeedKind

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Rung:
    """The money of a tranche: all of it, and what is left of it after money from above."""

    total: Exact
    left: Exact
    weights: tuple[Fraction, ...]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The tranches that are known, and the money above them; unknown whose where one lacks."""

    rungs: tuple[Rung, ...]
    above: Exact = ZERO
    is_known: bool = True
    count: str | None = None
    facts: Facts = field(default_factory=Facts)
    needs: tuple[Need, ...] = ()


def ladder_of(share: Share, local: Exact, fund: Matching) -> Ladder:
    """Find the money of each tranche, as far as its standards are known."""
    stretch, base = share.stretch, fund.base
    if base is None:
        months = len(stretch.months)
        return Ladder((Rung(share.amount, local, (Fraction(1, months),) * months),))
    found = [stretch.look_up(name) for name in (t.standard for t in fund.tranches) if name]
    needs = tuple(need for _, lacking in found for need in lacking)
    if base.count not in share.present:
        needs = (stretch.need(NeedKind.COLUMN, base.count), *needs)
    first = found[0][0]
    if first is None or base.count not in share.present:
        return Ladder((), needs=needs, facts=_standard_alone(stretch, base))
    return _climbed(share, local, base.count, [entries for entries, _ in found], needs)


def _climbed(
    share: Share,
    local: Exact,
    count: str,
    found: Sequence[tuple[Entry, ...] | None],
    needs: tuple[Need, ...],
) -> Ladder:
    before = share.amount.minus(local)
    below = (Fraction(0),) * len(share.stretch.months)
    floor, asked = ZERO, ZERO
    rungs: list[Rung] = []
    base: Exact | None = None
    entries: tuple[Entry, ...] = ()
    for held in found:
        if held is None:
            break
        here = _at_least(held, below)
        if share.base is None:
            asked = rounded(_asked(share, count, here))
        else:
            asked = share.base if base is None else greater(base_asked(count, here), asked)
        base = base or asked
        top = lesser(asked, share.amount)
        entries = (*entries, *dict.fromkeys(held))
        rungs.append(
            Rung(top.minus(floor), _left(top, floor, before), _weights(here, below), entries)
        )
        floor, below = top, here
    is_known = len(rungs) == len(found)
    first = found[0] or ()
    return Ladder(
        rungs=tuple(rungs),
        above=share.amount.minus(floor if before == ZERO else greater(floor, before)),
        is_known=is_known,
        count=count,
        facts=Facts(average(first), base, asked if is_known else None),
        needs=needs,
    )


def _left(top: Exact, floor: Exact, before: Exact) -> Exact:
    """Give what is left of a tranche after money from above, which pays the lower ones first."""
    if before == ZERO:
        return top.minus(floor)
    return greater(ZERO, top.minus(before if floor == ZERO else greater(floor, before)))


def _at_least(held: Sequence[Entry], below: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Give each month's standard, not below the one beneath; months alike give one same number."""
    found: list[Fraction] = []
    for month, (entry, lower) in enumerate(zip(held, below, strict=True)):
        is_alike = month and entry is held[month - 1] and lower is below[month - 1]
        found.append(found[-1] if is_alike else max(entry.number, lower))
    return tuple(found)


def _weights(here: Sequence[Fraction], below: Sequence[Fraction]) -> tuple[Fraction, ...]:
    count = len(here)
    if all(upper is here[0] for upper in here) and all(lower is below[0] for lower in below):
        return (Fraction(1, count),) * count
    steps = [upper - lower for upper, lower in zip(here, below, strict=True)]
    whole = sum(steps, start=Fraction(0))
    return tuple(step / whole if whole else Fraction(1, len(steps)) for step in steps)


def _asked(share: Share, count: str, standards: Sequence[Fraction]) -> Exact:
    """Give the base of a stretch, not rounded; of a whole line under one standard, by its months."""
    if share.part == 1 and len(set(standards)) == 1:
        return quantity(count, MONTHS).times(standards[0] * FEN_PER_YUAN / _MONTHS_A_YEAR)
    return base_asked(count, standards)


def base_asked(count: str, standards: Iterable[Fraction]) -> Exact:
    """Give a base standard over some months in fen, not rounded: a twelfth of a year for each."""
    yearly = sum(standards, start=Fraction(0))
    return quantity(count).times(yearly * FEN_PER_YUAN / _MONTHS_A_YEAR)


def average(entries: Sequence[Entry]) -> Fraction:
    """Average a standard over the months, in yuan per head and year."""
    return sum((entry.number for entry in entries), start=Fraction(0)) / len(entries)


def _standard_alone(stretch: Stretch, base: Base) -> Facts:
    entries = stretch.look_up(base.standard)[0]
    return Facts() if entries is None else Facts(standard=average(entries))
