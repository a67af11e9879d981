"""Measures of a pot: each unit's shares of their totals, weighted and added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.engine.allocate.working import number
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.factors import Measure, MeasureBy
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import show_percent
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.text import Text

Values = Mapping[tuple[str, str], Fraction]
"""What is known of measures, by unit and measure."""
_WEIGHTED = Text("各因素加权占比", "weighted shares of the measures")


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit counts for in a pot, and how that was found."""

    weight: Fraction
    coefficient: Fraction
    """What its weighted share is multiplied by: 1 where nothing is said."""
    step: Step

    @property
    def product(self) -> Fraction:
        """The weighted share times the coefficient."""
        return self.weight * self.coefficient


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a measure of a unit counts for; ``shown`` writes how that came about."""

    value: Fraction
    shown: str


def scores(
    fund: Factors,
    units: Sequence[str],
    values: Values,
    *,
    weights: Mapping[str, Fraction],
    bands: Mapping[str, Entry],
) -> dict[str, Score]:
    """Score units: the sum of weight × share of the total, times the coefficient.

    A measure without a weight does not count. Every value needed is known (``lacking``).
    """
    weighted = dict.fromkeys(units, Fraction(0))
    said: dict[str, list[str]] = {unit: [] for unit in units}
    for measure in fund.measures:
        weight = weights.get(measure.id, Fraction(0))
        if not weight:
            continue
        counted = {unit: _counted(measure, unit, values, bands) for unit in units}
        whole = sum((each.value for each in counted.values()), start=Fraction(0))
        for unit, each in counted.items():
            share = each.value / whole
            weighted[unit] += weight * share
            shown = f"{each.shown}/{number(whole)}" if each.shown else number(share)
            said[unit].append(f"{show_percent(weight)} × {shown}")
    found = {}
    for unit in units:
        coefficient = Fraction(1) if fund.times is None else values[unit, fund.times.measure]
        sum_of = " + ".join(said[unit])
        working = sum_of if fund.times is None else f"({sum_of}) × {number(coefficient)}"
        step = Step(_WEIGHTED, working, number(weighted[unit] * coefficient))
        found[unit] = Score(weighted[unit], coefficient, step)
    return found


def lacking(
    fund: Factors,
    units: Sequence[str],
    values: Values,
    *,
    weights: Mapping[str, Fraction] | None,
    bands: Mapping[str, Entry],
) -> list[str]:
    """Name the measures that must be known first, each once.

    One that counts for nothing everywhere has no shares: it says as little as a missing one.
    """
    found: list[str] = []
    for measure in fund.measures:
        if weights is not None and not weights.get(measure.id):
            continue
        missing = _missing(measure.asked, units, values)
        found += missing
        is_known = measure.bands is None or measure.bands in bands
        if not missing and is_known and not _counts(measure, units, values, bands):
            found.append(measure.id)
    others = [bound.of for bound in fund.bounds.all if bound.of is not None]
    found += _missing(others, units, values)
    if fund.times is not None:
        name = fund.times.measure
        is_zero = not any(values.get((unit, name)) for unit in units)
        found += [name] if is_zero else _missing([name], units, values)
    return list(dict.fromkeys(found))


def _missing(names: Sequence[str], units: Sequence[str], values: Values) -> list[str]:
    return [name for name in names if any((unit, name) not in values for unit in units)]


def _counts(
    measure: Measure, units: Sequence[str], values: Values, bands: Mapping[str, Entry]
) -> bool:
    return any(_counted(measure, unit, values, bands).value for unit in units)


def _counted(measure: Measure, unit: str, values: Values, bands: Mapping[str, Entry]) -> _Counted:
    value = values[unit, measure.id]
    match measure.by:
        case MeasureBy.INVERSE:
            return _Counted(1 / value, "")
        case MeasureBy.PER_HEAD:
            assert measure.of is not None, "a measure per head says of what"
            divisor = values[unit, measure.of]
            return _Counted(value / divisor, f"({number(value)}/{number(divisor)})")
        case MeasureBy.BANDED:
            coefficient = bands[measure.bands or ""].bands.at(value)
            return _Counted(coefficient, number(coefficient))
        case MeasureBy.VALUE:
            return _Counted(value, number(value))
