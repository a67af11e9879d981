"""Strategies for the parameters of a pack: dated entries with gaps, changes and scopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import (
    Bands,
    Entry,
    ParameterKind,
    Parameters,
    ParameterValue,
    ShareOf,
    Weights,
)
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import CATEGORY, SEVERITY, Level, Standing
from fiscal_rules.testing import numbers
from fiscal_rules.testing.places import LOCAL_LEVELS
from fiscal_rules.testing.years import months_of, years_of

Scope = tuple[tuple[str, tuple[str, ...]], ...]

_YEARLY = (
    ParameterKind.POT,
    ParameterKind.WEIGHTS,
    ParameterKind.RATE,
    ParameterKind.BANDS,
)
"""The kinds of which a year has one value, for all units alike."""
_MOST_CHANGES = 2
_MOST_FEN_IN_A_POT = 500_000


@dataclass(frozen=True, slots=True)
class _Layer:
    """Entries of one parameter with one scope, in one file: they follow one another in time."""

    parameter: str
    kind: ParameterKind
    scope: Scope
    file: int


def parameters(pack: RulePack, *, only: Sequence[str] = ()) -> st.SearchStrategy[Parameters]:
    """Draw values for the parameters of a pack, or for some ``only`` of them.

    Some are not given at all, some lack for a span of time, change within a year, or differ by
    unit, class, severity, category or affiliation, or by file. No two entries tie.
    """
    known = [pair for pair in sorted(pack.parameter_kinds) if not only or pair[0] in only]
    drawn = [_entries(pack, parameter, kind) for parameter, kind in known]
    names = [parameter for parameter, _ in known]
    return st.tuples(*drawn).map(
        lambda found: Parameters({n: e for n, e in zip(names, found, strict=True) if e})
    )


@st.composite
def _entries(
    draw: st.DrawFn, pack: RulePack, parameter: str, kind: ParameterKind
) -> tuple[Entry, ...]:
    if draw(numbers.rarely()):
        return ()
    layers = [_Layer(parameter, kind, (), 0)]
    if kind not in _YEARLY:
        asking, _ = pack.asks(parameter)
        scopes = [_scopes(asking, key) for key in ("unit", "class", "severity", "affiliation")]
        # One scope of each rank, so that none ties; a category ranks as a severity does.
        scopes[2] |= _scopes(asking, "category")
        chosen = [draw(scope) for scope in scopes if draw(numbers.rarely())]
        ranked = {_rank(scope): scope for scope in chosen if scope}
        layers += [_Layer(parameter, kind, scope, 0) for scope in ranked.values()]
    if draw(numbers.rarely()):
        layers.append(_Layer(parameter, kind, (), 1))
    return tuple(entry for layer in layers for entry in draw(_timeline(pack, layer)))


def _rank(scope: Scope) -> str:
    return scope[0][0] if scope[0][0] in ("unit", "class") else "other"


def _scopes(pack: RulePack, key: str) -> st.SearchStrategy[Scope]:
    values: Sequence[str] = {
        "unit": [unit.id for unit in pack.units if unit.level is Level.COUNTY],
        "class": [name for name, _ in pack.classes],
        "severity": [value.id for value in SEVERITY.values],
        "category": [value.id for value in CATEGORY.values],
        "affiliation": [level.value for level in LOCAL_LEVELS],
    }[key]
    if not values:
        return st.just(())
    some = st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)
    return some.map(lambda chosen: ((key, tuple(chosen)),))


@st.composite
def _timeline(draw: st.DrawFn, pack: RulePack, layer: _Layer) -> list[Entry]:
    years = years_of(pack)
    days = [day for day in months_of(years)[1:] if layer.kind not in _YEARLY or day.month == 1]
    changes = sorted(draw(st.sets(st.sampled_from(days), max_size=_MOST_CHANGES)))
    bounds: list[date | None] = [date(years[0] - 1, 1, 1), *changes, None]
    spans = [(start, end) for start, end in pairwise(bounds) if start]
    if draw(numbers.rarely()):
        spans.pop(draw(st.integers(0, len(spans) - 1)))
    return [draw(_entry(pack, layer, start, end)) for start, end in spans]


@st.composite
def _entry(
    draw: st.DrawFn, pack: RulePack, layer: _Layer, starts: date, ends: date | None
) -> Entry:
    value = draw(_values(pack, layer))
    of = draw(st.sampled_from([*ShareOf, None])) if layer.kind is ParameterKind.SHARE else None
    return Entry(
        parameter=layer.parameter,
        value=value,
        shown=str(value),
        share_of=of,
        starts=starts,
        ends=ends,
        scope=layer.scope,
        standing=draw(st.sampled_from(list(Standing))),
        source="drawn",
        published=starts,
        file=layer.file,
        at=Place("drawn.yaml"),
    )


def _values(pack: RulePack, layer: _Layer) -> st.SearchStrategy[ParameterValue]:
    match layer.kind:
        case ParameterKind.SHARE:
            return numbers.shares()
        case ParameterKind.STANDARD | ParameterKind.UNIT_STANDARD:
            return numbers.standards()
        case ParameterKind.POT:
            fen = st.integers(0, _MOST_FEN_IN_A_POT)
            return fen.map(lambda amount: Fraction(amount, FEN_PER_YUAN))
        case ParameterKind.WEIGHTS:
            return _weights(_measures_of(pack, layer.parameter))
        case ParameterKind.RATE:
            return numbers.rates()
        case ParameterKind.BANDS:
            return _bands()
        case ParameterKind.YES_NO:
            return st.booleans()


def _weights(measures: Sequence[str]) -> st.SearchStrategy[Weights]:
    parts = st.lists(
        st.integers(0, 5), min_size=len(measures), max_size=len(measures)
    ).filter(any)  # fmt: skip
    return parts.map(
        lambda found: tuple(
            (name, Fraction(part, sum(found))) for name, part in zip(measures, found, strict=True)
        )
    )


def _bands() -> st.SearchStrategy[Bands]:
    starts = st.sets(st.integers(1, 9), max_size=2)
    coefficients = st.lists(st.integers(0, 3), min_size=3, max_size=3)
    return st.tuples(starts, coefficients).map(
        lambda drawn: Bands(
            tuple(
                (Fraction(start), Fraction(counts))
                for start, counts in zip((0, *sorted(drawn[0])), drawn[1], strict=False)
            )
        )
    )


def _measures_of(pack: RulePack, weights: str) -> tuple[str, ...]:
    asking, own = pack.asks(weights)
    funds = (rule.fund for rule in asking.rules)
    return next(
        tuple(measure.id for measure in fund.measures)
        for fund in funds
        if isinstance(fund, Factors) and fund.weights == own
    )
