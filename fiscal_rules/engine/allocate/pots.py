"""Pots (因素法): a year's amount divided among counties by weighted measures, each one capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import ceil

from fiscal_rules.engine import messages
from fiscal_rules.engine.allocate.bounds import bounds_of
from fiscal_rules.engine.allocate.limits import Limit, limited_shares
from fiscal_rules.engine.allocate.measured import Score, Values, lacking, scores
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.allocate.whole import rounding_step, whole_grants
from fiscal_rules.engine.allocate.working import money, number
from fiscal_rules.model.allocation import Need, Step, UnspentPot
from fiscal_rules.model.budget import Budget, MeasureValue
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.factors import FloorsFrom
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import FEN_PER_YUAN, Fen, apportion
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind

REFUSED_ROW = "refused-row"
"""The decision that a pot waits for while a row that may belong to it is refused."""
UNSETTLED_LINE = "unsettled-line"
"""The decision that a pot waits for while a line may or may not belong to it."""
FLOORS_ABOVE_POT = "floors-above-pot"
"""The decision that a pot waits for while it cannot pay what each unit gets at least."""
_CAPPED = Text("资金总额按占比分配（逐户封顶）", "the pot by these shares, each unit capped")
_BOUNDED = Text("资金总额按占比分配（限额内）", "the pot by these shares, each within its limits")


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
    asked = (fund.pot, fund.weights, *fund.bands, *(bound.rate for bound in fund.bounds.all))
    found = {name: _yearly(parameters, name, claims.year) for name in dict.fromkeys(asked)}
    given = {name: entry for name, entry in found.items() if entry is not None}
    if not given.keys() & {fund.pot, fund.weights} and fund.otherwise is not None:
        return None
    values = _values(claims, measures)
    missing = [name for name, entry in found.items() if entry is None]
    needs = _needs(claims, values, given, missing)
    return Divided(needs=needs) if needs else _divided(claims, values, given)


def _divided(claims: Claims, values: Values, given: Mapping[str, Entry]) -> Divided:
    fund, units = claims.fund, list(claims.caps)
    pot = _whole_fen(given[fund.pot])
    weights = dict(_weights_of(given[fund.weights]))
    scored = scores(fund, units, values, weights=weights, bands=given)
    idle = {m.bands for m in fund.measures if not weights.get(m.id)}
    bounded = {
        unit: bounds_of(fund, unit, values, given, cap=claims.caps[unit], pot=pot) for unit in units
    }
    limits = {unit: bounded[unit].limit for unit in units}
    is_shared = fund.bounds.floors_from is FloorsFrom.OTHERS
    if is_shared and sum(limit.least for limit in limits.values()) > pot:
        return Divided(needs=(Need(NeedKind.DECISION, FLOORS_ABOVE_POT, claims.clause),))
    if not is_shared:
        limits = {unit: replace(limit, least=Fraction(0)) for unit, limit in limits.items()}
    products = _products(fund, scored, pot)
    limits = {unit: _within(limits[unit], products.get(unit)) for unit in units}
    exact = limited_shares(Fraction(pot), {u: scored[u].product for u in units}, limits)
    left = pot - sum(exact.values(), start=Fraction(0))
    grants = whole_grants(exact, left, fund.rounding)
    unspent = max(pot - sum(grants.values()), 0)
    claimed = _claims(scored, pot, limits, products=products, exact=exact)
    what = _BOUNDED if fund.bounds.all or products else _CAPPED
    shared = {
        unit: (
            scored[unit].step,
            *bounded[unit].steps,
            Step(what, claimed[unit], money(exact[unit])),
            *rounding_step(exact[unit], grants[unit], fund.rounding),
        )
        for unit in units
    }
    if not is_shared:
        for unit in units:
            least = ceil(bounded[unit].limit.least)
            if least > grants[unit]:
                shared[unit] = (*shared[unit], _raised(grants[unit], least))
                grants[unit] = least
    return Divided(
        used=tuple(entry for name, entry in given.items() if name not in idle),
        grants=grants,
        steps=shared,
        unspent=UnspentPot(claims.item, claims.year, unspent) if unspent else None,
    )


def _products(fund: Factors, scored: Mapping[str, Score], pot: Fen) -> dict[str, Fraction]:
    """Give what each unit's share of the pot comes to where coefficients cut it for good."""
    if fund.times is None or fund.times.renormalise:
        return {}
    whole = sum((score.weight for score in scored.values()), start=Fraction(0))
    return {unit: pot * score.product / whole for unit, score in scored.items()}


def _within(limit: Limit, product: Fraction | None) -> Limit:
    if product is None:
        return limit
    return replace(limit, most=max(limit.least, min(limit.most, product)))


def _needs(
    claims: Claims, values: Values, given: Mapping[str, Entry], missing: Sequence[str]
) -> tuple[Need, ...]:
    """List parameters and measures that lack, together, then what the members leave in doubt."""
    fund, clause = claims.fund, claims.clause
    held = given.get(fund.weights)
    weights = None if held is None else dict(_weights_of(held))
    counted = {m.bands: (weights or {}).get(m.id, Fraction(1)) for m in fund.measures if m.bands}
    asked = [name for name in missing if counted.get(name, Fraction(1))]
    unknown = lacking(fund, list(claims.caps), values, weights=weights, bands=given)
    named = (
        (NeedKind.PARAMETER, asked),
        (NeedKind.MEASURE, unknown),
        (NeedKind.DECISION, claims.doubts),
    )
    return tuple(Need(kind, name, clause) for kind, names in named for name in names)


def _values(claims: Claims, measures: Iterable[MeasureValue]) -> Values:
    asked = (claims.item, claims.year)
    found = [m for m in measures if (m.item, m.year) == asked]
    refused = tuple(
        messages.CAPACITY_ZERO.at(m.at, unit=m.unit, measure=m.measure)
        for m in found
        if m.measure in claims.fund.divisors and m.value <= 0
    )
    if refused:
        raise BudgetRefusedError(refused)
    return {(m.unit, m.measure): m.value for m in found}


def _yearly(parameters: Parameters, name: str, year: int) -> Entry | None:
    """Find the one value that a pot, its weights, bands and rates have in a year."""
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


def _claims(
    scored: Mapping[str, Score],
    pot: Fen,
    limits: Mapping[str, Limit],
    *,
    products: Mapping[str, Fraction],
    exact: Mapping[str, Fraction],
) -> dict[str, str]:
    """Write each unit's claim, and where it is held: what bounds cut or add falls to the others.

    At the rate found, the claim of a unit at its cap is above it, that of one at its floor below.
    """
    weights = {u: score.product for u, score in scored.items()}
    held = [] if products else [u for u in scored if exact[u] in (limits[u].least, limits[u].most)]
    taken = [exact[u] for u in held if exact[u]]
    whole = sum((s.weight for s in scored.values()), start=Fraction(0))
    free = whole if products else sum((weights[u] for u in weights if u not in held), Fraction(0))
    left = " − ".join(money(amount) for amount in (Fraction(pot), *taken))
    found = {}
    for unit, weight in weights.items():
        claim = f"{f'({left})' if taken else left} × {number(weight)} / {number(free)}"
        asked = (pot - sum(taken, start=Fraction(0))) * weight / free if free else exact[unit]
        given = money(exact[unit])
        if not free:
            claim = given
        elif asked != exact[unit]:
            claim = f"{'min' if asked > exact[unit] else 'max'}({claim}, {given})"
        found[unit] = claim
    return found


def _raised(given: Fen, least: Fen) -> Step:
    what = Text("保底差额由出资方另行负担", "raised to the floor, beside the pot")
    return Step(what, f"{money(given)} + {money(least - given)}", money(least))
