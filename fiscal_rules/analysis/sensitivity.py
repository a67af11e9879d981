"""Sensitivity: how much each payer's total moves with each assumed parameter, and over their ranges.

Slopes are those of the unrounded model, exact: between the points at which a floor, a cap or a limit
begins to bind, it runs in straight lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from fiscal_rules.analysis import messages
from fiscal_rules.analysis.comparison import Totals
from fiscal_rules.analysis.varying import NUMBERS, varied
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, ParameterKind, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import OPEN, Standing

ExactTotals = Mapping[tuple[str, str | None, str], Fraction]
"""What a budget comes to by unit, item and payer where nothing is rounded, in fen."""
MOST_RANGES = 6
"""With more ranges than these there are too many corners to compute."""
_POINT = Fraction(1, 100)
_LITTLE = Fraction(1, 1_000_000)
_FEN = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Slope:
    """How much the total of each payer moves, in fen, as a parameter rises by ``per``.

    ``per`` is one percentage point of a share, and 1 of anything else. ``falling`` is the slope
    downwards where the model has a kink at the very value; None where it runs straight through.
    ``is_exact`` tells whether the model runs straight over the little that was looked at.
    """

    parameter: str
    entries: tuple[Entry, ...]
    per: Fraction
    rising: Mapping[str, Fraction]
    falling: Mapping[str, Fraction] | None
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Ranged:
    """A parameter that lies somewhere between two values."""

    parameter: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Spread:
    """Between what a total lies at the corners of the ranges; ``base`` is what it is now."""

    low: Fen
    base: Fen
    high: Fen


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The slopes of every assumed parameter that results rest on; spreads over ranges, if any.

    ``units`` spreads what the lower government bears itself, unit by unit.
    """

    base: Allocation
    slopes: tuple[Slope, ...]
    ranges: tuple[Ranged, ...]
    payers: Mapping[str, Spread]
    units: Mapping[str, Spread]


def assumed(base: Allocation) -> dict[str, tuple[Entry, ...]]:
    """List the parameters of one number of which an assumed value was used, with those values."""
    kinds = dict(base.pack.parameter_kinds)
    used = dict.fromkeys(entry for group in base.groups for entry in group.outcome.used)
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in used:
        if entry.standing is Standing.ASSUMED and kinds[entry.parameter] in NUMBERS:
            found[entry.parameter] = (*found.get(entry.parameter, ()), entry)
    return {name: found[name] for name in kinds if name in found}


def slopes(base: Allocation, exact: Callable[[Parameters], ExactTotals | None]) -> Iterator[Slope]:
    """Work out the slope of each assumed parameter; ``exact`` adds up under other values.

    A parameter of several values (by unit, by date) rises in all of them at once.
    """
    for parameter, entries in assumed(base).items():
        kind = dict(base.pack.parameter_kinds)[parameter]
        little = _FEN if kind is ParameterKind.POT else _LITTLE

        def moved(by: Fraction, parameter: str = parameter) -> dict[str, Fraction] | None:
            changed = shifted(base.parameters, base.pack, parameter, by)
            here, there = (exact(p) if p else None for p in (base.parameters, changed))
            if here is None or there is None:
                return None
            return _less(_by_payer(there), _by_payer(here), by)

        up, further, down = moved(little), moved(2 * little), moved(-little)
        slope = up if up is not None else down
        if slope is None:
            continue
        per = _POINT if kind in (ParameterKind.SHARE, ParameterKind.RATE) else Fraction(1)
        has_kink = up is not None and down is not None and up != down
        yield Slope(
            parameter,
            entries,
            per,
            {payer: number * per for payer, number in slope.items()},
            {p: n * per for p, n in (down or {}).items()} if has_kink else None,
            is_exact=up is None or further is None or further == up,
        )


def shifted(
    parameters: Parameters, pack: RulePack, parameter: str, by: Fraction
) -> Parameters | None:
    """Let every value of a parameter rise by a number; None where one cannot be so."""
    kind = dict(pack.parameter_kinds)[parameter]
    held = parameters.of(parameter)
    numbers = [entry.number + by for entry in held]
    if any(n < 0 or (kind is ParameterKind.SHARE and n > 1) for n in numbers):
        return None
    changed = tuple(replace(e, value=n) for e, n in zip(held, numbers, strict=True))
    return replace(parameters, entries={**parameters.entries, parameter: changed})


def _by_payer(totals: ExactTotals) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for (_, _, payer), amount in totals.items():
        found[payer] = found.get(payer, Fraction(0)) + amount
    return found


def _less(
    one: Mapping[str, Fraction], other: Mapping[str, Fraction], by: Fraction
) -> dict[str, Fraction]:
    none = Fraction(0)
    payers = dict.fromkeys((*one, *other))
    found = {payer: (one.get(payer, none) - other.get(payer, none)) / by for payer in payers}
    return {payer: number for payer, number in found.items() if number}


def spreads(
    base: Allocation,
    totals: Totals,
    ranges: Sequence[Ranged],
    totals_at: Callable[[Parameters], Totals],
) -> tuple[dict[str, Spread], dict[str, Spread]]:
    """Add up at every corner of some ranges: by payer, and what each unit bears itself.

    Where a total only rises or only falls with each parameter, it lies nowhere beyond its corners.
    PackRefusedError for too many ranges.
    """
    if len(ranges) > MOST_RANGES:
        said = {"count": len(ranges), "most": MOST_RANGES}
        raise PackRefusedError((messages.TOO_MANY_RANGES.at(None, **said),))
    if not ranges:
        return {}, {}
    found = [totals]
    for corner in product(*((each.low, each.high) for each in ranges)):
        changed = base.parameters
        for each, value in zip(ranges, corner, strict=True):
            changed = varied(changed, base.pack, each.parameter, value)
        found.append(totals_at(changed))
    lower = base.pack.lower.id
    return (
        _spread([each.by_payer() for each in found]),
        _spread([each.by_unit(lower) for each in found]),
    )


def _spread(found: Sequence[Mapping[str, Fen]]) -> dict[str, Spread]:
    base, *corners = found
    names = dict.fromkeys(name for each in found for name in each)
    return {
        name: Spread(
            min(each.get(name, 0) for each in corners),
            base.get(name, 0),
            max(each.get(name, 0) for each in corners),
        )
        for name in names
    }


def ordered_payers(pack: RulePack) -> tuple[str, ...]:
    """Order the payers of a pack, with what is open last."""
    return (*(government.id for government in pack.governments), OPEN)
