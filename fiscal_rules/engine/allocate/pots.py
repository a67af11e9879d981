"""Pots (因素法): a year's amount divided among counties by weighted measures, each one capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Claims:
    """What is asked of a pot: the most that each unit may get, in the pack's order of units."""

    item: str
    year: int
    fund: Factors
    clause: str | None
    caps: Mapping[str, Fen]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Divided:
    """A pot divided among units, or what it needs first (``needs``; then nobody gets anything)."""

    needs: tuple[Need, ...] = ()
    used: tuple[Entry, ...] = ()
    grants: Mapping[str, Fen] = field(default_factory=dict)
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    unspent: UnspentPot | None = None


def pot_shares(
    pot: Pot, parameters: Parameters, budget: Budget
) -> tuple[dict[str, PotShare], UnspentPot | None]:
    """Divide a pot among its lines; empty where neither pot nor weights are given."""
    pack = pot.members[0].stretches[0].pack
    held = {unit.id: [m for m in pot.members if m.unit == unit.id] for unit in pack.units}
    caps = {unit: sum(m.cap for m in members) for unit, members in held.items() if members}
    clause = pot.members[0].stretches[0].clause
    claims = Claims(pot.item, pot.year, pot.fund, clause, caps, pot.doubts)
    divided = divide_pot(claims, parameters, budget.measures)
    if divided is None:
        return {}, None
    if divided.needs:
        return {m.line: PotShare(None, m.months, divided.needs) for m in pot.members}, None
    shares: dict[str, PotShare] = {}
    for unit in caps:
        members = sorted(held[unit], key=lambda m: m.line)
        parts = apportion(divided.grants[unit], [m.cap for m in members])
        for member, part in zip(members, parts, strict=True):
            shares[member.line] = PotShare(
                part, member.months, (), divided.used, divided.steps[unit]
            )
    return shares, divided.unspent


def divide_pot(
    claims: Claims, parameters: Parameters, measures: Iterable[MeasureValue]
) -> Divided | None:
    """Divide a pot among units; None where neither pot nor weights are given."""
    fund = claims.fund
    amount, weights = (_yearly(parameters, name, claims.year) for name in (fund.pot, fund.weights))
    if amount is None and weights is None and fund.otherwise is not None:
        return None
    known = _measures(claims, measures)
    needs = _needs(claims, known, amount, weights)
    if needs or amount is None or weights is None:
        return Divided(needs=tuple(needs))
    return _divided(claims, known, amount, weights)


def _divided(
    claims: Claims,
    measures: Mapping[tuple[str, str], MeasureValue],
    amount: Entry,
    weights: Entry,
) -> Divided:
    fen = _whole_fen(amount)
    terms = _terms(claims, measures, dict(_weights_of(weights)))
    weighted = {
        unit: sum((term.weight * term.share for term in terms[unit]), start=Fraction(0))
        for unit in claims.caps
    }
    exact = capped_shares(fen, weighted, claims.caps)
    units = list(claims.caps)
    grants = dict(zip(units, largest_remainder([exact[unit] for unit in units]), strict=True))
    unspent = fen - sum(grants.values())
    return Divided(
        used=(amount, weights),
        grants=grants,
        steps={
            unit: _steps(unit, terms[unit], fen, weighted=weighted, caps=claims.caps, exact=exact)
            for unit in units
        },
        unspent=UnspentPot(claims.item, claims.year, unspent) if unspent else None,
    )


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


@dataclass(frozen=True, slots=True)
class _Term:
    """A measure of a unit as a share of its total, with its weight; ``shown`` writes the share."""

    weight: Fraction
    share: Fraction
    shown: str


def _terms(
    claims: Claims,
    measures: Mapping[tuple[str, str], MeasureValue],
    weights: Mapping[str, Fraction],
) -> dict[str, list[_Term]]:
    """Turn each measure into shares of its total; one without a weight does not count."""
    found: dict[str, list[_Term]] = {unit: [] for unit in claims.caps}
    for measure in claims.fund.measures:
        weight = weights.get(measure.id, Fraction(0))
        if not weight:
            continue
        values = {unit: measures[unit, measure.id].value for unit in claims.caps}
        if measure.inverse:
            values = {unit: 1 / value for unit, value in values.items()}
        whole = sum(values.values(), start=Fraction(0))
        for unit, value in values.items():
            ratio = f"{number(value)}/{number(whole)}"
            shown = number(value / whole) if measure.inverse else ratio
            found[unit].append(_Term(weight, value / whole, shown))
    return found


def _needs(
    claims: Claims,
    measures: Mapping[tuple[str, str], MeasureValue],
    amount: Entry | None,
    weights: Entry | None,
) -> list[Need]:
    """List pot, weights and every missing measure together, then what the members leave in doubt."""
    clause, fund = claims.clause, claims.fund
    given = {fund.pot: amount, fund.weights: weights}
    lacking = [Need(NeedKind.PARAMETER, name, clause) for name, e in given.items() if e is None]
    for measure in fund.measures:
        if weights is not None and not dict(_weights_of(weights)).get(measure.id):
            continue
        values = [measures.get((unit, measure.id)) for unit in claims.caps]
        known = [value.value for value in values if value is not None]
        # A measure that is 0 everywhere has no shares: it says as little as a missing one.
        if len(known) < len(claims.caps) or not any(known):
            lacking.append(Need(NeedKind.MEASURE, measure.id, clause))
    return lacking + [Need(NeedKind.DECISION, doubt, clause) for doubt in claims.doubts]


def _measures(
    claims: Claims, measures: Iterable[MeasureValue]
) -> dict[tuple[str, str], MeasureValue]:
    asked = (claims.item, claims.year)
    found = {(m.unit, m.measure): m for m in measures if (m.item, m.year) == asked}
    inverse = {measure.id for measure in claims.fund.measures if measure.inverse}
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


def _weights_of(entry: Entry) -> tuple[tuple[str, Fraction], ...]:
    assert isinstance(entry.value, tuple), f"{entry.parameter} holds weights (checked when read)"
    return entry.value


def _whole_fen(entry: Entry) -> Fen:
    fen = entry.number * FEN_PER_YUAN
    assert fen.denominator == 1, "a pot is in whole fen (checked when read)"
    return fen.numerator


def _steps(
    unit: str,
    terms: Sequence[_Term],
    fen: Fen,
    *,
    weighted: Mapping[str, Fraction],
    caps: Mapping[str, Fen],
    exact: Mapping[str, Fraction],
) -> tuple[Step, ...]:
    """Write how a unit's grant came out: what other units' caps cut is divided among the rest."""
    said = " + ".join(f"{show_percent(term.weight)} × {term.shown}" for term in terms)
    what = Text("各因素加权占比", "weighted shares of the measures")
    share = Step(what, said, number(weighted[unit]))
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
