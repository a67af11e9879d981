"""Divide an amount between governments that take a part of it and the one that bears the rest.

A part may be withheld: for a class of units that the text passes over, a parameter answers whether
the government pays there at all (``model.rulepack.Reservation``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fiscal_rules.engine.allocate.parts import OPEN, ExactPart, PartKey, Reckoning
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.allocate.working import money
from fiscal_rules.model.allocation import Remark, Step
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN, Rounding
from fiscal_rules.model.rulepack import Reservation
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Standing, weakest


@dataclass(frozen=True, slots=True)
class Taker:
    """A government that takes a part, in fen a month, exact; ``step`` says how it was found.

    ``heads`` are those of the line, where a part is rounded for each of them.
    """

    key: PartKey
    monthly: tuple[Fraction, ...]
    step: Step
    rounding: Rounding = TO_THE_FEN
    heads: Fraction | None = None

    @property
    def whole(self) -> Fen:
        """What it comes to over all months, rounded."""
        return self.rounding.rounded(sum(self.monthly, start=Fraction(0)), self.heads)


@dataclass(frozen=True, slots=True)
class Answer:
    """For one month: nothing is asked of the payer, it pays, or its part is withheld and open."""

    reservation: Reservation | None = None
    entry: Entry | None = None

    @property
    def withheld(self) -> bool:
        """Whether the part stays open, since another government takes over."""
        return self.entry is not None and self.entry.value is False

    @property
    def standing(self) -> Standing:
        """What paying rests on: an unanswered question is an assumption."""
        if self.reservation is None:
            return Standing.OFFICIAL
        return Standing.ASSUMED if self.entry is None else self.entry.standing


def divide(
    stretch: Stretch,
    total: Fraction,
    takers: Sequence[Taker],
    *,
    rest: PartKey,
    standing: Standing,
) -> Reckoning:
    """Give each taker its part and the bearer of the rest what remains.

    Each part rests on ``standing`` and on the answers to what is reserved.
    """
    replies = [answers(stretch, taker.key.payer) for taker in takers]
    every = [reply for asked in replies for reply in asked]
    standing = weakest(standing, *(reply.standing for reply in every))
    parts = [
        part
        for taker, asked in zip(takers, replies, strict=True)
        for part in _placed(taker, asked, standing)
    ]
    remaining = total - sum((part.value for part in parts), start=Fraction(0))
    parts.append(ExactPart(rest, remaining, standing, takes_rest=True))
    return Reckoning(
        parts=tuple(parts),
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
        used=tuple(reply.entry for reply in every if reply.entry),
        steps=(*(taker.step for taker in takers), _rest_step(stretch, total, takers, rest)),
    )


def answers(stretch: Stretch, payer: str | None) -> tuple[Answer, ...]:
    """Ask, for each month of a stretch, whether a government pays its part there."""
    return tuple(_answer(stretch, payer, day) for day in stretch.months)


def _answer(stretch: Stretch, payer: str | None, day: date) -> Answer:
    reservation = stretch.reservation(payer, day)
    if reservation is None:
        return Answer()
    circumstances = stretch.circumstances(day)
    return Answer(reservation, stretch.parameters.value(reservation.parameter, day, circumstances))


def _placed(taker: Taker, asked: Sequence[Answer], standing: Standing) -> list[ExactPart]:
    both = list(zip(taker.monthly, asked, strict=True))
    pays = [part for part, reply in both if not reply.withheld]
    withheld = [part for part, reply in both if reply.withheld]
    placed = []
    if pays:
        paid = sum(pays, start=Fraction(0))
        placed.append(
            ExactPart(taker.key, paid, standing, rounding=taker.rounding, heads=taker.heads)
        )
    if withheld:
        placed.append(ExactPart(OPEN, sum(withheld, start=Fraction(0))))
    return placed


def _rest_step(stretch: Stretch, total: Fraction, takers: Sequence[Taker], rest: PartKey) -> Step:
    assert rest.payer is not None, "a government bears the rest"
    government = stretch.pack.government_by_id[rest.payer]
    taken = [taker.whole for taker in takers]
    what = Text("{payer}承担其余", "the {payer} bears the rest").fill(payer=government.name)
    working = " − ".join((money(total), *(money(part) for part in taken)))
    return Step(what, working, money(total - sum(taken)))
