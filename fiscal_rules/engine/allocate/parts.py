"""Parts: what each government pays of a line, exact first, then in whole fen that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from fiscal_rules.model.allocation import Need, Remark, Step
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN, Rounding
from fiscal_rules.model.vocabulary import Part, Standing, weakest


@dataclass(frozen=True, slots=True)
class PartKey:
    """Which part it is: who pays (None while open), which part of the line, by which rule."""

    payer: str | None
    part: Part | None = None
    rule: str | None = None
    clause: str | None = None


OPEN = PartKey(payer=None)


@dataclass(frozen=True, slots=True)
class ExactPart:
    """A part in fen, not yet rounded; one part of every line takes what rounding leaves.

    ``heads`` are those of the line, where it is rounded for each of them.
    """

    key: PartKey
    value: Fraction
    standing: Standing | None = None
    takes_rest: bool = False
    rounding: Rounding = TO_THE_FEN
    heads: Fraction | None = None


@dataclass(frozen=True, slots=True)
class WholePart:
    """A part in whole fen."""

    key: PartKey
    value: Fen
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """A line's base standard: yuan per head and year over its months, and the base in fen.

    ``base`` is what the standard asks for, before it is held down to the amount; ``top`` is what the
    highest standard asks for, where there are further ones. Each is None while unknown.
    """

    standard: Fraction | None = None
    base: Fraction | None = None
    top: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a form of funding makes of a stretch: parts that add up to its local amount, and why."""

    parts: tuple[ExactPart, ...]
    needs: tuple[Need, ...] = ()
    findings: tuple[Remark, ...] = ()
    used: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()
    base: BaseFacts | None = None

    def plus(self, parts: tuple[ExactPart, ...]) -> Reckoning:
        """Add parts."""
        return replace(self, parts=(*self.parts, *parts))

    def using(self, entries: Iterable[Entry]) -> Reckoning:
        """Say that parameters were used, before those already said."""
        return replace(self, used=(*entries, *self.used))

    def with_steps_before(self, steps: tuple[Step, ...]) -> Reckoning:
        """Put steps before the others."""
        return replace(self, steps=(*steps, *self.steps))

    def needing(self, needs: Iterable[Need]) -> Reckoning:
        """Say that things are needed, before those already said."""
        return replace(self, needs=(*needs, *self.needs))

    def on_base(self, facts: BaseFacts) -> Reckoning:
        """Say what is known of the base standard."""
        return replace(self, base=facts)


def open_part(value: Fraction) -> ExactPart:
    """Leave an amount open; where it is the only part, it takes the rest."""
    return ExactPart(OPEN, value, takes_rest=True)


@dataclass
class _Sum:
    value: Fraction = field(default_factory=Fraction)
    standings: list[Standing] = field(default_factory=list)
    takes_rest: bool = False
    rounding: Rounding = TO_THE_FEN
    heads: Fraction | None = None


def whole_parts(local: Fen, parts: Iterable[ExactPart]) -> tuple[WholePart, ...]:
    """Round each part once, as its rule orders; the last that takes the rest gets what remains.

    The exact parts must add up to ``local``; so do the whole ones, and none is negative.
    """
    sums = _added(parts)
    assert sum((s.value for s in sums.values()), start=Fraction(0)) == local, "parts do not add up"
    bearer = next((key for key in reversed(sums) if sums[key].takes_rest), None)
    assert bearer is not None, "nobody bears the rest"
    remaining, whole = local, {}
    for key, rounded in _rounded(sums, bearer):
        whole[key] = min(rounded, remaining)
        remaining -= whole[key]
    whole[bearer] = remaining
    return tuple(
        WholePart(key, whole[key], weakest(*s.standings) if s.standings else None)
        for key, s in sums.items()
    )


def _rounded(sums: Mapping[PartKey, _Sum], bearer: PartKey) -> Iterator[tuple[PartKey, Fen]]:
    """Round what a payer pays of one part of the line once, whichever rules it pays it by."""
    so_far: dict[tuple[str | None, Part | None], Fraction] = {}
    for key, found in sums.items():
        if key != bearer:
            before = so_far.get((key.payer, key.part), Fraction(0))
            so_far[key.payer, key.part] = before + found.value
            now = found.rounding.rounded(before + found.value, found.heads)
            yield key, now - found.rounding.rounded(before, found.heads)


def _added(parts: Iterable[ExactPart]) -> dict[PartKey, _Sum]:
    sums: dict[PartKey, _Sum] = {}
    for part in parts:
        found = sums.setdefault(part.key, _Sum())
        found.value += part.value
        found.takes_rest = found.takes_rest or part.takes_rest
        found.rounding, found.heads = part.rounding, part.heads
        if part.standing is not None:
            found.standings.append(part.standing)
    return sums
