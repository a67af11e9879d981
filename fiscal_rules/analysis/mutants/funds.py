"""Forms of funding, each changed in every small way: who pays, what bounds it, how it is rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from fiscal_rules.analysis.mutants.mutant import Operator
from fiscal_rules.model.factors import Bounds, FloorsFrom, Measure, MeasureBy, PotBound, Times
from fiscal_rules.model.funding import (
    Bound,
    Factors,
    Full,
    Fund,
    Matching,
    Outside,
    Share,
    Tranche,
    Undetermined,
    Workload,
)
from fiscal_rules.model.rounding import Rounding, RoundingMode

Changed = tuple[Operator, str, Fund]
T = TypeVar("T")


def of_fund(levels: Sequence[str], fund: Fund) -> Iterator[Changed]:
    """Change a form of funding; ``levels`` are the governments that may pay in another's stead."""
    match fund:
        case Full(payer):
            for other in levels:
                if other != payer:
                    yield Operator.PAYER, f"{payer} -> {other}", Full(other)
        case Matching():
            yield from _of_matching(fund)
        case Workload():
            yield from _of_workload(fund)
        case Factors():
            yield from _of_factors(fund)
        case Undetermined() | Outside():
            return


def _of_matching(fund: Matching) -> Iterator[tuple[Operator, str, Matching]]:
    for operator, says, tranche in _of_tranche(fund.tranches[0]):
        changed = replace(
            fund, shares=tranche.shares, rest=tranche.rest, reserve=tranche.reserve
        )  # fmt: skip
        yield operator, says, changed
    for i, held in enumerate(fund.further):
        for operator, says, tranche in _of_tranche(held):
            yield operator, says, replace(fund, further=_put(fund.further, i, tranche))
    for says, rounding in _of_rounding(fund.rounding):
        yield Operator.ROUNDING, says, replace(fund, rounding=rounding)


def _of_tranche(tranche: Tranche) -> Iterator[tuple[Operator, str, Tranche]]:
    shares = tranche.shares
    for i, share in enumerate(shares):
        if share.payer != tranche.rest:
            swapped = _put(shares, i, replace(share, payer=tranche.rest))
            says = f"{share.payer} <-> {tranche.rest}"
            yield Operator.REST, says, replace(tranche, shares=swapped, rest=share.payer)
        for says, changed in _unbounded(share):
            yield Operator.BOUND, says, replace(tranche, shares=_put(shares, i, changed))
    if tranche.reserve is not None:
        yield Operator.BOUND, _at(tranche.reserve), replace(tranche, reserve=None)


def _unbounded(share: Share) -> Iterator[tuple[str, Share]]:
    if share.at_least is not None:
        yield _at(share.at_least), replace(share, at_least=None)
    if share.at_most is not None:
        yield _at(share.at_most), replace(share, at_most=None)


def _at(bound: Bound) -> str:
    return f"without {bound.parameter}"


def _of_rounding(rounding: Rounding | None) -> Iterator[tuple[str, Rounding | None]]:
    if rounding is not None:
        yield "left out", None
        for mode in RoundingMode:
            if mode is not rounding.mode:
                yield f"{rounding.mode} -> {mode}", replace(rounding, mode=mode)


def _of_workload(fund: Workload) -> Iterator[Changed]:
    swapped = replace(fund, payer=fund.rest, rest=fund.payer)
    yield Operator.REST, f"{fund.payer} <-> {fund.rest}", swapped
    if fund.performance is not None:
        yield Operator.PERFORMANCE, fund.performance, replace(fund, performance=None)
    if fund.share is not None:
        yield Operator.FACTOR, f"without {fund.share}", replace(fund, share=None)
    if fund.plus is not None:
        yield Operator.FACTOR, f"without {fund.plus}", replace(fund, plus=None)
    for says, rounding in _of_rounding(fund.rounding):
        yield Operator.ROUNDING, says, replace(fund, rounding=rounding)


def _of_factors(fund: Factors) -> Iterator[Changed]:
    swapped = replace(fund, payer=fund.rest, rest=fund.payer)
    yield Operator.REST, f"{fund.payer} <-> {fund.rest}", swapped
    for i, measure in enumerate(fund.measures):
        for says, counted in _of_measure(measure):
            measures = _put(fund.measures, i, counted)
            yield Operator.FACTOR, says, replace(fund, measures=measures)
    for says, times in () if fund.times is None else _of_times(fund.times):
        yield Operator.FACTOR, says, replace(fund, times=times)
    for operator, says, bounds in _of_bounds(fund.bounds):
        yield operator, says, replace(fund, bounds=bounds)
    for says, rounding in _of_rounding(fund.rounding):
        yield Operator.ROUNDING, says, replace(fund, rounding=rounding)
    if fund.otherwise is not None:
        for operator, says, otherwise in _of_matching(fund.otherwise):
            yield operator, f"otherwise: {says}", replace(fund, otherwise=otherwise)


def _of_measure(measure: Measure) -> Iterator[tuple[str, Measure]]:
    if measure.by is not MeasureBy.VALUE:
        yield f"{measure.id} by its value", Measure(measure.id)
    if measure.by is not MeasureBy.INVERSE:
        yield f"{measure.id} by its reciprocal", Measure(measure.id, MeasureBy.INVERSE)


def _of_times(times: Times) -> Iterator[tuple[str, Times | None]]:
    yield f"without {times.measure}", None
    turned = not times.renormalise
    yield f"renormalised: {'yes' if turned else 'no'}", replace(times, renormalise=turned)


def _of_bounds(bounds: Bounds) -> Iterator[tuple[Operator, str, Bounds]]:
    for bound in bounds.at_least:
        kept = _but(bounds.at_least, bound)
        yield Operator.BOUND, f"without {bound.rate}", replace(bounds, at_least=kept)
    for bound in bounds.at_most:
        kept = _but(bounds.at_most, bound)
        yield Operator.BOUND, f"without {bound.rate}", replace(bounds, at_most=kept)
    if bounds.at_least:
        for other in FloorsFrom:
            if other is not bounds.floors_from:
                says = f"floors from {bounds.floors_from} -> {other}"
                yield Operator.BEARER, says, replace(bounds, floors_from=other)


def _but(bounds: Sequence[PotBound], left_out: PotBound) -> tuple[PotBound, ...]:
    return tuple(bound for bound in bounds if bound != left_out)


def _put(held: Sequence[T], place: int, changed: T) -> tuple[T, ...]:
    """Put something in a place of a tuple, in another's stead."""
    return (*held[:place], changed, *held[place + 1 :])
