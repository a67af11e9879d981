"""Bounds of a unit's grant out of a pot: floors, caps, and what its lines cost, in whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from fiscal_rules.engine.allocate.limits import Limit
from fiscal_rules.engine.allocate.measured import Values
from fiscal_rules.engine.allocate.working import money, number
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.factors import PotBound
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import FEN_PER_YUAN, Fen
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.text import Text

_LEAST = Text("不低于", "at least")
_MOST = Text("不高于", "at most")
_COST = Text("以本地部分为限", "at most the local amount")


@dataclass(frozen=True, slots=True)
class Bounded:
    """Between what a unit's grant lies, and how that was found."""

    limit: Limit
    steps: tuple[Step, ...]


def bounds_of(
    fund: Factors,
    unit: str,
    values: Values,
    given: Mapping[str, Entry],
    *,
    cap: Fen,
    pot: Fen,
) -> Bounded:
    """Find the limit of a unit's grant: nothing is paid above ``cap``, what its lines cost.

    A floor holds over a cap of the notice. Floors are rounded up and caps down, to the fen or to
    the unit of money that grants are rounded to.
    """
    to = 1 if fund.rounding is None else fund.rounding.to

    def bound(each: PotBound) -> tuple[Fraction, str]:
        rate = given[each.rate]
        if each.of is None:
            return pot * rate.number, f"{money(pot)} × {rate.shown}"
        value = values[unit, each.of]
        return rate.number * value * FEN_PER_YUAN, f"{number(value)} × {rate.shown}"

    floors = [bound(each) for each in fund.bounds.at_least]
    caps = [bound(each) for each in fund.bounds.at_most]
    whole = cap // to * to
    least = min(max((ceil(exact / to) * to for exact, _ in floors), default=0), whole)
    most = max(min((floor(exact / to) * to for exact, _ in caps), default=whole), least)
    steps = [
        Step(what, said, money(exact))
        for what, found in ((_LEAST, floors), (_MOST, caps))
        for exact, said in found
    ]
    return Bounded(
        Limit(Fraction(least), Fraction(min(most, whole))),
        (*steps, Step(_COST, money(cap), money(cap))) if steps else (),
    )
