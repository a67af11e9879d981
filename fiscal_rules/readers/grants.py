"""Read matching grants and grants by work done: shares, tranches, bounds, rounding."""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_rules.model.funding import (
    ADDED_COLUMNS,
    Base,
    Bound,
    Matching,
    Share,
    ShareBy,
    Tranche,
    Workload,
)
from fiscal_rules.model.rounding import MONEY_UNITS, OF_A_POT, RoundedEach, Rounding
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, COLUMNS, ColumnKind
from fiscal_rules.readers import messages
from fiscal_rules.readers.known import Known
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import (
    BoundShape,
    MatchingShape,
    RoundingShape,
    ShareShape,
    WorkloadShape,
)
from fiscal_rules.readers.yaml import Way

REST = "rest"
_GOVERNMENT = Text("政府", "government")
_COLUMN = Text("列", "column")
_CLAUSE = Text("条款", "clause")
_MONEY_UNIT = Text("金额单位", "unit of money")
_NUMBERS = tuple(
    c.id
    for c in COLUMNS
    if c.kind in {ColumnKind.COUNT, ColumnKind.QUANTITY, ColumnKind.PERFORMANCE}
)


def read_matching(reading: Reading, shape: MatchingShape, way: Way, known: Known) -> Matching:
    """Read a matching grant: its base, and who pays what of each tranche."""
    base = None
    if shape.base is not None:
        count = reading.known(shape.base.count, _NUMBERS, (*way, "base", "count"), what=_COLUMN)
        base = Base(shape.base.standard, count)
    elif shape.further:
        reading.refuse(messages.FURTHER_WITHOUT_BASE, (*way, "further"))
    counted = None if base is None else base.count
    first = _tranche(reading, None, shape.shares, way, known)
    further = tuple(
        _tranche(reading, each.standard, each.shares, (*way, "further", i), known)
        for i, each in enumerate(shape.further)
    )
    if base is None and any(b.by is ShareBy.PER_HEAD for b in first.bounds):
        reading.refuse(messages.PER_HEAD_WITHOUT_BASE, (*way, "shares"))
    rounding = read_rounding(reading, shape.rounding, way, known, count=counted)
    return Matching(base, first.shares, first.rest, first.reserve, further, rounding)


def read_workload(reading: Reading, shape: WorkloadShape, way: Way, known: Known) -> Workload:
    """Read a grant by work done: its factors, and what is added to their product."""
    quantity = reading.known(shape.quantity, _NUMBERS, (*way, "quantity"), what=_COLUMN)
    performance = shape.performance
    if performance is not None:
        reading.known(performance, _NUMBERS, (*way, "performance"), what=_COLUMN)
    if shape.plus is not None:
        reading.known(shape.plus, ADDED_COLUMNS, (*way, "plus"), what=_COLUMN)
    return Workload(
        payer=reading.known(shape.payer, known.payers, (*way, "payer"), what=_GOVERNMENT),
        quantity=quantity,
        unit_standard=shape.unit_standard,
        performance=performance,
        rest=reading.known(shape.rest, known.payers, (*way, "rest"), what=_GOVERNMENT),
        share=shape.share,
        plus=shape.plus,
        rounding=read_rounding(reading, shape.rounding, way, known, count=quantity),
    )


def _tranche(
    reading: Reading,
    standard: str | None,
    shapes: Mapping[str, ShareShape],
    way: Way,
    known: Known,
) -> Tranche:
    here = (*way, "shares")
    for payer in shapes:
        reading.known(payer, known.payers, (*here, payer), what=_GOVERNMENT)
    bearers = [payer for payer, shape in shapes.items() if _bears_rest(shape)]
    if len(bearers) != 1:
        reading.refuse(messages.ONE_REST, here, count=len(bearers))
    shares = tuple(
        _share(reading, payer, shape, (*here, payer))
        for payer, shape in shapes.items()
        if not _bears_rest(shape)
    )
    for payer in bearers:
        given = shapes[payer].model_fields_set - {"plain", "rest"}
        if given:
            reading.refuse(messages.ONE_WAY, (*here, payer), count=len(given))
    kept = [(payer, shapes[payer].rest) for payer in bearers]
    reserves = [
        _bound(reading, rest.at_least, (*here, payer, "rest", "at_least"))
        for payer, rest in kept
        if rest is not None
    ]
    return Tranche(
        standard, shares, bearers[0] if bearers else "", reserves[0] if reserves else None
    )


def _bears_rest(shape: ShareShape) -> bool:
    return shape.plain == REST or shape.rest is not None


def _share(reading: Reading, payer: str, shape: ShareShape, way: Way) -> Share:
    own = BoundShape(ratio=shape.plain or shape.ratio, per_head=shape.per_head)
    counted = _bound(reading, own, way)
    return Share(
        payer,
        counted.parameter,
        counted.by,
        None if shape.at_least is None else _bound(reading, shape.at_least, (*way, "at_least")),
        None if shape.at_most is None else _bound(reading, shape.at_most, (*way, "at_most")),
    )


def _bound(reading: Reading, shape: BoundShape, way: Way) -> Bound:
    given = {by: getattr(shape, by.value) for by in ShareBy}
    named = [(by, parameter) for by, parameter in given.items() if parameter is not None]
    if len(named) != 1:
        reading.refuse(messages.ONE_WAY, way, count=len(named))
        return Bound("")
    by, parameter = named[0]
    return Bound(parameter, by)


def read_rounding(
    reading: Reading,
    shape: RoundingShape | None,
    way: Way,
    known: Known,
    *,
    count: str | None,
    of_a_pot: bool = False,
) -> Rounding | None:
    """Read an order to round: lines and heads of them, or the grants of a pot."""
    if shape is None:
        return None
    here = (*way, "rounding")
    unit = reading.known(shape.to, MONEY_UNITS, (*here, "to"), what=_MONEY_UNIT)
    said = shape.decimals or "0"
    decimals = int(said) if said.isdecimal() else -1
    to, left = divmod(MONEY_UNITS.get(unit, 1), 10 ** max(decimals, 0))
    if decimals < 0 or left or not to:
        reading.refuse(messages.ROUNDING_BELOW_FEN, (*here, "decimals"), found=said)
    if (shape.each in OF_A_POT) is not of_a_pot:
        reading.refuse(messages.NOT_ROUNDED_HERE, (*here, "each"), each=shape.each)
    elif shape.each is RoundedEach.HEAD:
        kind = COLUMN_BY_ID[count].kind if count in COLUMN_BY_ID else None
        if kind is not ColumnKind.COUNT:
            reading.refuse(messages.NO_HEADS, (*here, "each"))
    return Rounding(
        to=max(to, 1),
        mode=shape.mode,
        each=shape.each,
        clause=reading.known(shape.clause, known.clauses, (*here, "clause"), what=_CLAUSE),
        count=count if shape.each is RoundedEach.HEAD else None,
    )
