"""Forms: what each form of funding makes of the local amount of a stretch of a line."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from fiscal_rules.engine.allocate.grants import factor_grant, workload_grant
from fiscal_rules.engine.allocate.matching import matching_grant
from fiscal_rules.engine.allocate.parts import ExactPart, PartKey, Reckoning, open_part
from fiscal_rules.engine.allocate.pots import PotShare
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.allocate.working import money
from fiscal_rules.model.allocation import Need, Step
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import (
    Agreed,
    Factors,
    Full,
    Fund,
    Matching,
    Outside,
    Undetermined,
    Workload,
    governments_of,
)
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Part, weakest

_NOTHING = Reckoning(())


def reckon(stretch: Stretch, shares: Mapping[str, PotShare]) -> Reckoning:
    """Divide the local amount of a stretch; what is not known stays open.

    ``shares`` are the line's parts in the pots that it draws on, by the parameter of each.
    """
    verdict = stretch.verdict
    if not verdict.in_force:
        decision = stretch.need(NeedKind.DECISION, "authority")
        return Reckoning((open_part(stretch.local),), (decision,))
    before = _agreed(stretch, verdict.agreed)
    paid = sum((part.value for part in before.parts), start=Fraction(0))
    rest = _funded(stretch, stretch.local - paid, shares)
    columns = tuple(stretch.need(NeedKind.COLUMN, column) for column in verdict.columns)
    counterpart = _counterpart(stretch)
    needs = (*columns, *counterpart, *before.needs, *rest.needs)
    if counterpart or before.needs or stretch.above.is_open:
        return Reckoning((open_part(stretch.local),), needs, base=rest.base)
    return Reckoning(
        parts=(*before.parts, *rest.parts),
        needs=needs,
        findings=rest.findings,
        used=rest.used,
        steps=(*before.steps, *rest.steps),
        base=rest.base,
    )


def _counterpart(stretch: Stretch) -> tuple[Need, ...]:
    """Ask which county it is, where a county pays or is paid and the line is the city's own."""
    verdict = stretch.verdict
    county = stretch.pack.lower.id
    bearers = governments_of(verdict.fund.value) if verdict.fund else ()
    if stretch.county is None and (verdict.agreed or county in bearers):
        return (stretch.need(NeedKind.COLUMN, "counterpart"),)
    return ()


def _agreed(stretch: Stretch, agreed: Ruled[Agreed] | None) -> Reckoning:
    """Take an agreed subsidy (合理补助) out of the local amount, before anything else."""
    if agreed is None:
        return _NOTHING
    value = stretch.agreed
    if value is None:
        return Reckoning((), (stretch.need(NeedKind.COLUMN, agreed.value.amount),))
    key = PartKey(agreed.value.payer, Part.AGREED, agreed.rule, agreed.clause)
    step = Step(Text("约定补助", "agreed subsidy"), agreed.value.amount, money(value))
    standing = weakest(stretch.law(), stretch.method(agreed.rule))
    return Reckoning((ExactPart(key, value, standing),), steps=(step,))


def _funded(stretch: Stretch, local: Fraction, shares: Mapping[str, PotShare]) -> Reckoning:
    ruled = stretch.verdict.fund
    if ruled is None:
        return Reckoning((open_part(local),))
    fund: Fund = ruled.value
    match fund:
        case Full(payer):
            return _full(stretch, local, Ruled(payer, ruled.rule, ruled.clause))
        case Matching():
            return matching_grant(stretch, local, Ruled(fund, ruled.rule, ruled.clause))
        case Workload():
            return workload_grant(stretch, local, Ruled(fund, ruled.rule, ruled.clause))
        case Factors():
            return factor_grant(stretch, local, Ruled(fund, ruled.rule, ruled.clause), shares)
        case Undetermined(decision):
            return Reckoning((open_part(local),), (stretch.need(NeedKind.DECISION, decision),))
        case Outside():
            return Reckoning((open_part(local),))
        case _:
            assert_never(fund)


def _full(stretch: Stretch, local: Fraction, payer: Ruled[str]) -> Reckoning:
    key = PartKey(payer.value, Part.FULL, payer.rule, payer.clause)
    standing = weakest(stretch.law(), stretch.method(payer.rule))
    part = ExactPart(key, local, standing, takes_rest=True)
    step = Step(Text("全额负担", "in full"), money(local), money(local))
    return Reckoning((part,), steps=(step,))
