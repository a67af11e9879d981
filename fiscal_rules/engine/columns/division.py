"""Division in columns: months put together, and parts given to governments and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.engine.allocate.division import Answer, answers
from fiscal_rules.engine.allocate.parts import OPEN, PartKey
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.exact import (
    Exact,
    total,
)
from fiscal_rules.engine.columns.pieces import Piece, Reckoned
from fiscal_rules.model.allocation import Remark
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN, Rounding
from fiscal_rules.model.vocabulary import NeedKind, Standing, weakest


@dataclass(frozen=True, slots=True)
class Run:
    """Months of a stretch over which parameters and answers are alike, as a part of the whole."""

    weight: Fraction
    entries: tuple[Entry, ...]
    withheld: tuple[bool, ...]
    months: int


@dataclass(frozen=True, slots=True)
class Terms:
    """On what a division rests, how its parts are rounded, and who bears the rest."""

    rest: PartKey
    standing: Standing
    used: tuple[Entry, ...]
    rounding: Rounding = TO_THE_FEN


def divided(
    stretch: Stretch,
    whole: Exact,
    taken: Sequence[tuple[PartKey, Sequence[Exact]]],
    runs: Sequence[Run],
    terms: Terms,
) -> Reckoned:
    """Give each taker its part of every run, and the bearer of the rest what remains."""
    replies = [answers(stretch, key.payer) for key, _ in taken]
    every = [reply for asked in replies for reply in asked]
    standing = weakest(terms.standing, *(reply.standing for reply in every))
    pieces: list[Piece] = []
    for i, (key, amounts) in enumerate(taken):
        pays = [a for a, run in zip(amounts, runs, strict=True) if not run.withheld[i]]
        held = [a for a, run in zip(amounts, runs, strict=True) if run.withheld[i]]
        pieces += [Piece(key, total(pays), standing, rounding=terms.rounding)] if pays else []
        pieces += [Piece(OPEN, total(held))] if held else []
    remaining = whole.minus(total(piece.value for piece in pieces))
    pieces.append(Piece(terms.rest, remaining, standing, takes_rest=True))
    return Reckoned(
        tuple(pieces),
        needs=tuple(
            stretch.need(NeedKind.DECISION, reply.reservation.decision)
            for reply in every
            if reply.withheld and reply.reservation
        ),
        findings=tuple(
            Remark(reply.reservation.finding, None)
            for reply in every
            if reply.reservation and reply.entry is None
        ),
        used=(*terms.used, *(reply.entry for reply in every if reply.entry)),
    )


def runs_of(
    weights: Sequence[Fraction],
    entries: Sequence[tuple[Entry, ...]],
    replies: Sequence[tuple[Answer, ...]],
    *,
    apart: bool = False,
) -> list[Run]:
    """Put months together over which every entry and every answer is the same.

    Kept ``apart`` are months of different weight: what is counted by heads does not go by weight.
    """
    count = len(weights)
    if all(_is_one(each) for each in (weights, *entries, *replies)):
        held = tuple(each[0] for each in entries)
        withheld = tuple(asked[0].withheld for asked in replies)
        return [Run(weights[0] * count, held, withheld, count)]
    found: dict[object, Run] = {}
    for month, weight in enumerate(weights):
        held = tuple(each[month] for each in entries)
        withheld = tuple(asked[month].withheld for asked in replies)
        key = held, withheld, weight if apart else None
        before = found.get(key, Run(Fraction(0), held, withheld, 0))
        found[key] = Run(before.weight + weight, held, withheld, before.months + 1)
    return list(found.values())


def _is_one(months: Sequence[object]) -> bool:
    """Tell whether every month has the very same thing: most lines are of one whole year."""
    return all(each is months[0] for each in months)
