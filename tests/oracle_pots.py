"""What a pot gives to each line that draws on it, for the oracle; written from the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from oracle_money import Case, Needed, draft_of
from oracle_plan import MEASURES

from fiscal_rules.model.budget import BudgetLine, MeasureValue
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Standing


@dataclass(frozen=True)
class Grant:
    """What a pot gives to a line, or what the pot waits for."""

    amount: int
    needs: frozenset[Needed]
    standings: tuple[Standing, ...] = ()


def fill_pot(total: int, scores: Sequence[Fraction], caps: Sequence[int]) -> list[Fraction]:
    """Divide a pot by scores under caps: raise one common level until all is given or capped."""
    given = [Fraction(0) for _ in scores]
    level, left = Fraction(0), Fraction(total)
    while True:
        growing = [i for i, s in enumerate(scores) if s > 0 and given[i] < caps[i]]
        if not growing or left == 0:
            return given
        speed = sum((scores[i] for i in growing), Fraction(0))
        step = min(left / speed, *(caps[i] / scores[i] - level for i in growing))
        for i in growing:
            given[i] += step * scores[i]
        level += step
        left -= step * speed


def to_the_fen(exact: Sequence[Fraction], order: Sequence[str]) -> list[int]:
    """Round so that the sum stays: the largest remainders up, ties to the smaller in ``order``."""
    parts = [int(x) for x in exact]
    missing = int(sum(exact, Fraction(0))) - sum(parts)
    ranked = sorted(range(len(exact)), key=lambda i: (-(exact[i] - parts[i]), order[i]))
    for i in ranked[:missing]:
        parts[i] += 1
    return parts


def grants(
    pack: RulePack,
    parameters: Parameters,
    lines: Sequence[BudgetLine],
    measures: Sequence[MeasureValue],
) -> dict[str, Grant]:
    """Divide the pot of one item and year over the lines that draw on it."""
    item, first = lines[0].item or "", lines[0]
    case = Case(pack, parameters, first, None)
    day = first.period.months[0]
    pot, weights = (case.entry(f"{item}.{name}", day, None) for name in ("pot", "weights"))
    units = [u.id for u in pack.units if any(line.unit == u.id for line in lines)]
    known = {(m.unit, m.measure): m.value for m in measures if _feeds(m, first)}
    needs = _missing(item, units, known, pot, weights)
    if needs or pot is None or weights is None:
        return {line.id: Grant(0, frozenset(needs)) for line in lines}
    standings = (case.law, Standing.ASSUMED, pot.standing, weights.standing)
    local = {line.id: draft_of(line).left for line in lines}
    caps = [sum(local[line.id] for line in lines if line.unit == unit) for unit in units]
    exact = fill_pot(int(pot.number * 100), _scores(units, known, weights), caps)
    by_unit = to_the_fen(exact, [f"{position:03}" for position in range(len(units))])
    granted: dict[str, Grant] = {}
    for unit, amount, cap in zip(units, by_unit, caps, strict=True):
        own = [line.id for line in lines if line.unit == unit]
        spread = [Fraction(amount * local[line], cap) if cap else Fraction(0) for line in own]
        for line, part in zip(own, to_the_fen(spread, own), strict=True):
            granted[line] = Grant(part, frozenset(), standings)
    return granted


def _feeds(measure: MeasureValue, line: BudgetLine) -> bool:
    return (measure.item, measure.year) == (line.item, line.year)


def _missing(
    item: str,
    units: Sequence[str],
    known: dict[tuple[str, str], Fraction],
    pot: Entry | None,
    weights: Entry | None,
) -> set[Needed]:
    given = {f"{item}.pot": pot, f"{item}.weights": weights}
    needs = {("parameter", name) for name, entry in given.items() if entry is None}
    asked = [name for name, w in _weights(weights) if w] if weights else MEASURES[item]
    for name in asked:
        values = [known.get((unit, name)) for unit in units]
        # A measure that is 0 everywhere has no shares of its total.
        if None in values or not any(values):
            needs.add(("measure", name))
    return needs


def _scores(
    units: Sequence[str], known: dict[tuple[str, str], Fraction], weights: Entry
) -> list[Fraction]:
    scores = [Fraction(0)] * len(units)
    for name, weight in _weights(weights):
        if weight:
            values = [known[unit, name] for unit in units]
            if name == "capacity":
                values = [1 / value for value in values]
            whole = sum(values, Fraction(0))
            scores = [s + weight * v / whole for s, v in zip(scores, values, strict=True)]
    return scores


def _weights(entry: Entry) -> tuple[tuple[str, Fraction], ...]:
    assert isinstance(entry.value, tuple)
    return entry.value
