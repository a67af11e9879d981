"""Pots (因素法): a year's amount divided among counties by weighted measures, each one capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fiscal_rules.engine import messages
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.allocate.working import money, number
from fiscal_rules.model.allocation import Need, Step, UnspentPot
from fiscal_rules.model.budget import Budget, MeasureValue
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import FEN_PER_YUAN, Fen, apportion, largest_remainder, show_percent
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind

REFUSED_ROW = "refused-row"
"""The decision that a pot waits for while a row that may belong to it is refused."""
UNSETTLED_LINE = "unsettled-line"
"""The decision that a pot waits for while a line may or may not belong to it."""


@dataclass(frozen=True, slots=True)
class PotShare:
    """A line's part of its pot: in fen over ``months``, or None and what the pot needs."""

    grant: Fen | None
    months: int
    needs: tuple[Need, ...] = ()
    used: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A line that is paid out of a pot: its stretches under the pot's rule."""

    stretches: tuple[Stretch, ...]

    @property
    def line(self) -> str:
        """The line's id."""
        return self.stretches[0].line.id

    @property
    def unit(self) -> str:
        """The unit that the grant goes to."""
        return self.stretches[0].line.unit

    @property
    def cap(self) -> Fen:
        """The most that the line may get: its local amount less agreed subsidies, in whole fen."""
        left = (stretch.local - (stretch.agreed or 0) for stretch in self.stretches)
        most = sum(left, start=Fraction(0))
        return most.numerator // most.denominator

    @property
    def months(self) -> int:
        """The months under the pot's rule."""
        return sum(len(stretch.months) for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Pot:
    """A pot of one item and year with its members; ``doubts`` are decisions it waits for."""

    item: str
    year: int
    fund: Factors
    members: tuple[Member, ...]
    doubts: tuple[str, ...] = ()


def pot_shares(
    pot: Pot, parameters: Parameters, budget: Budget
) -> tuple[dict[str, PotShare], UnspentPot | None]:
    """Divide a pot among its lines; empty where neither pot nor weights are given."""
    amount, weights = (
        _yearly(parameters, name, pot.year) for name in (pot.fund.pot, pot.fund.weights)
    )
    if amount is None and weights is None and pot.fund.otherwise is not None:
        return {}, None
    units = _in_pack_order(pot)
    measures = _measures(pot, budget.measures)
    needs = _needs(pot, units, measures, amount, weights)
    if needs or amount is None or weights is None:
        shares = {m.line: PotShare(None, m.months, tuple(needs)) for m in pot.members}
        return shares, None
    return _divided(pot, units, measures, amount, weights)


def _divided(
    pot: Pot,
    units: Sequence[str],
    measures: Mapping[tuple[str, str], MeasureValue],
    amount: Entry,
    weights: Entry,
) -> tuple[dict[str, PotShare], UnspentPot | None]:
    weighted = _weighted(pot, units, measures, dict(_weights_of(weights)))
    caps = {unit: sum(m.cap for m in pot.members if m.unit == unit) for unit in units}
    fen = _whole_fen(amount)
    exact = capped_shares(fen, weighted, caps)
    grants = dict(zip(units, largest_remainder([exact[unit] for unit in units]), strict=True))
    shares: dict[str, PotShare] = {}
    for unit in units:
        members = sorted((m for m in pot.members if m.unit == unit), key=lambda m: m.line)
        parts = apportion(grants[unit], [m.cap for m in members])
        terms = _terms(pot, unit, measures, dict(_weights_of(weights)))
        steps = _steps(unit, terms, fen=fen, weighted=weighted, caps=caps, exact=exact)
        for member, part in zip(members, parts, strict=True):
            shares[member.line] = PotShare(part, member.months, (), (amount, weights), steps)
    unspent = fen - sum(grants.values())
    return shares, UnspentPot(pot.item, pot.year, unspent) if unspent else None


def capped_shares(
    amount: Fen, weights: Mapping[str, Fraction], caps: Mapping[str, Fen]
) -> dict[str, Fraction]:
    """Divide an amount by weights, none above its cap; what is cut goes to the others likewise.

    Exact: the result adds up to the amount, or to less where the caps leave some of it unspent.

    >>> shares = capped_shares(90, {"a": Fraction(2), "b": Fraction(1)}, {"a": 10, "b": 500})
    >>> {unit: int(share) for unit, share in shares.items()}
    {'a': 10, 'b': 80}
    """
    shares = {unit: Fraction(0) for unit in weights}
    active = [unit for unit in weights if weights[unit] > 0]
    remaining = Fraction(amount)
    while active:
        rate = remaining / sum((weights[unit] for unit in active), start=Fraction(0))
        over = [unit for unit in active if rate * weights[unit] > caps[unit]]
        for unit in over or active:
            shares[unit] = Fraction(caps[unit]) if over else rate * weights[unit]
            remaining -= shares[unit]
        active = [unit for unit in active if unit not in over] if over else []
    return shares


def _weighted(
    pot: Pot,
    units: Sequence[str],
    measures: Mapping[tuple[str, str], MeasureValue],
    weights: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """Turn each measure into shares of its total, weight them and add them up."""
    total = dict.fromkeys(units, Fraction(0))
    for measure in pot.fund.measures:
        weight = weights.get(measure.id, Fraction(0))
        if not weight:
            continue
        values = {unit: measures[unit, measure.id].value for unit in units}
        if measure.inverse:
            values = {unit: 1 / value for unit, value in values.items()}
        whole = sum(values.values(), start=Fraction(0))
        for unit in units:
            total[unit] += weight * values[unit] / whole
    return total


def _needs(
    pot: Pot,
    units: Sequence[str],
    measures: Mapping[tuple[str, str], MeasureValue],
    amount: Entry | None,
    weights: Entry | None,
) -> list[Need]:
    """List pot, weights and every missing measure together, then what the members leave in doubt."""
    clause = pot.members[0].stretches[0].clause
    given = {pot.fund.pot: amount, pot.fund.weights: weights}
    lacking = [Need(NeedKind.PARAMETER, name, clause) for name, e in given.items() if e is None]
    for measure in pot.fund.measures:
        if weights is not None and not dict(_weights_of(weights)).get(measure.id):
            continue
        values = [measures.get((unit, measure.id)) for unit in units]
        known = [value.value for value in values if value is not None]
        # A measure that is 0 everywhere has no shares: it says as little as a missing one.
        if len(known) < len(units) or not any(known):
            lacking.append(Need(NeedKind.MEASURE, measure.id, clause))
    return lacking + [Need(NeedKind.DECISION, doubt, clause) for doubt in pot.doubts]


def _measures(pot: Pot, measures: Iterable[MeasureValue]) -> dict[tuple[str, str], MeasureValue]:
    found = {(m.unit, m.measure): m for m in measures if (m.item, m.year) == (pot.item, pot.year)}
    inverse = {measure.id for measure in pot.fund.measures if measure.inverse}
    refused = tuple(
        messages.CAPACITY_ZERO.at(m.at, unit=m.unit, measure=m.measure)
        for m in found.values()
        if m.measure in inverse and m.value <= 0
    )
    if refused:
        raise BudgetRefusedError(refused)
    return found


def _yearly(parameters: Parameters, name: str, year: int) -> Entry | None:
    """Find the one value that a pot or its weights have in a year."""
    days = [date(year, month, 1) for month in range(1, 13)]
    held = [parameters.value(name, day, {}) for day in days]
    found = {entry.value: entry for entry in held if entry is not None}
    if len(found) > 1:
        values = ", ".join(entry.shown for entry in found.values())
        place = next(iter(found.values())).at
        problem = messages.POT_CHANGES.at(place, parameter=name, year=year, values=values)
        raise PackRefusedError((problem,))
    return next(iter(found.values()), None)


def _in_pack_order(pot: Pot) -> list[str]:
    present = {member.unit for member in pot.members}
    pack = pot.members[0].stretches[0].pack
    return [unit.id for unit in pack.units if unit.id in present]


def _weights_of(entry: Entry) -> tuple[tuple[str, Fraction], ...]:
    assert isinstance(entry.value, tuple), f"{entry.parameter} holds weights (checked when read)"
    return entry.value


def _whole_fen(entry: Entry) -> Fen:
    fen = entry.number * FEN_PER_YUAN
    assert fen.denominator == 1, "a pot is in whole fen (checked when read)"
    return fen.numerator


def _terms(
    pot: Pot,
    unit: str,
    measures: Mapping[tuple[str, str], MeasureValue],
    weights: Mapping[str, Fraction],
) -> str:
    """Write a unit's weighted share: each weight times the unit's share of that measure."""
    terms = []
    for measure in pot.fund.measures:
        weight = weights.get(measure.id, Fraction(0))
        if not weight:
            continue
        units = _in_pack_order(pot)
        values = {u: measures[u, measure.id].value for u in units}
        if measure.inverse:
            values = {u: 1 / value for u, value in values.items()}
        whole = sum(values.values(), start=Fraction(0))
        share = f"{number(values[unit])}/{number(whole)}"
        if measure.inverse:
            share = number(values[unit] / whole)
        terms.append(f"{show_percent(weight)} × {share}")
    return " + ".join(terms)


def _steps(
    unit: str,
    terms: str,
    *,
    fen: Fen,
    weighted: Mapping[str, Fraction],
    caps: Mapping[str, Fen],
    exact: Mapping[str, Fraction],
) -> tuple[Step, ...]:
    """Write how a unit's grant came out: what other units' caps cut is divided among the rest."""
    share = Step(
        Text("各因素加权占比", "weighted shares of the measures"), terms, number(weighted[unit])
    )
    capped = [u for u in weighted if exact[u] == caps[u]]
    what = Text("资金总额按占比分配（逐户封顶）", "the pot by these shares, each unit capped")
    free = sum((w for u, w in weighted.items() if u not in capped), start=Fraction(0))
    left = " − ".join(money(amount) for amount in (fen, *(caps[u] for u in capped)))
    # Caps only raise the rate at which the others are paid: at the last, a capped unit's claim
    # is still above its cap.
    claim = f"{f'({left})' if capped else left} × {number(weighted[unit])} / {number(free)}"
    cap = money(caps[unit])
    working = claim if unit not in capped else f"min({claim}, {cap})" if free else cap
    return share, Step(what, working, money(exact[unit]))
