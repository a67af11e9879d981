"""Read factor grants: measures and how they count, coefficients, floors and caps."""

from __future__ import annotations

from fiscal_rules.model.factors import (
    Bounds,
    FloorsFrom,
    Measure,
    MeasureBy,
    PotBound,
    Times,
)
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.text import Text
from fiscal_rules.readers import messages
from fiscal_rules.readers.grants import read_matching, read_rounding
from fiscal_rules.readers.known import Known
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import (
    FactorsShape,
    MeasureShape,
    PotBoundShape,
    TimesShape,
    YesNo,
)
from fiscal_rules.readers.yaml import Way

_GOVERNMENT = Text("政府", "government")
_MEASURE = Text("因素", "measure")
_WITH = {"per_head": "of", "banded": "bands"}
"""What a way of counting takes beside the measure."""


def read_factors(reading: Reading, shape: FactorsShape, way: Way, known: Known) -> Factors:
    """Read a factor grant: its pot, what it is divided by, and within what bounds."""
    here = (*way, "measures")
    measures = tuple(
        _measure(reading, each, (*here, i), known) for i, each in enumerate(shape.measures)
    )
    reading.unique(((measure.id, (*here, i)) for i, measure in enumerate(measures)), what=_MEASURE)
    otherwise = None
    if shape.otherwise is not None:
        inner = (*way, "otherwise", "matching")
        otherwise = read_matching(reading, shape.otherwise.matching, inner, known)
    return Factors(
        payer=reading.known(shape.payer, known.payers, (*way, "payer"), what=_GOVERNMENT),
        pot=shape.pot,
        weights=shape.weights,
        measures=measures,
        rest=reading.known(shape.rest, known.payers, (*way, "rest"), what=_GOVERNMENT),
        otherwise=otherwise,
        times=None if shape.times is None else _times(reading, shape.times, way, known),
        bounds=_bounds(reading, shape, way, known),
        rounding=read_rounding(reading, shape.rounding, way, known, count=None, of_a_pot=True),
    )


def _measure(reading: Reading, shape: MeasureShape, way: Way, known: Known) -> Measure:
    ways = {
        MeasureBy.VALUE: shape.plain,
        MeasureBy.INVERSE: shape.inverse,
        MeasureBy.PER_HEAD: shape.per_head,
        MeasureBy.BANDED: shape.banded,
    }
    said = [(by, name) for by, name in ways.items() if name is not None]
    beside = {key for key in _WITH.values() if getattr(shape, key) is not None}
    fitting = {_WITH[by.value] for by, _ in said if by.value in _WITH}
    if len(said) != 1 or beside != fitting:
        reading.refuse(messages.ONE_COUNT, way)
        return Measure(said[0][1] if said else "")
    by, name = said[0]
    reading.known(name, known.measures, way, what=_MEASURE)
    if shape.of is not None:
        others = [other for other in known.measures if other != name]
        reading.known(shape.of, others, (*way, "of"), what=_MEASURE)
    return Measure(name, by, shape.of, shape.bands)


def _times(reading: Reading, shape: TimesShape, way: Way, known: Known) -> Times:
    named = [name for name in (shape.plain, shape.measure) if name is not None]
    here = (*way, "times")
    if not named:
        reading.refuse(messages.MISSING_KEY, here, key="measure")
        return Times("")
    measure = reading.known(named[0], known.measures, here, what=_MEASURE)
    return Times(measure, renormalise=shape.renormalise is YesNo.YES)


def _bounds(reading: Reading, shape: FactorsShape, way: Way, known: Known) -> Bounds:
    def read(key: str, shapes: list[PotBoundShape]) -> tuple[PotBound, ...]:
        for i, each in enumerate(shapes):
            if each.of is not None:
                reading.known(each.of, known.measures, (*way, key, i, "of"), what=_MEASURE)
        return tuple(PotBound(each.rate, each.of) for each in shapes)

    if bool(shape.at_least) != (shape.floors_from is not None):
        key = "floors_from" if shape.floors_from is not None else "at_least"
        reading.refuse(messages.FLOORS_FROM, (*way, key))
    return Bounds(
        at_least=read("at_least", shape.at_least),
        at_most=read("at_most", shape.at_most),
        floors_from=shape.floors_from or FloorsFrom.OTHERS,
    )
