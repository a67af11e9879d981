"""Forms in columns: what each form of funding makes of the local amount, before numbers are known.

The arithmetic is written here a second time, apart from the scalar path (``engine.allocate``): each
run holds one against the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from fiscal_rules.engine.allocate.division import answers
from fiscal_rules.engine.allocate.parts import PartKey
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.division import Terms, divided, runs_of
from fiscal_rules.engine.columns.exact import (
    ZERO,
    Exact,
    column,
    lesser,
    total,
)
from fiscal_rules.engine.columns.matching import matching
from fiscal_rules.engine.columns.pieces import Piece, PotGrant, Reckoned, Share, open_piece
from fiscal_rules.engine.columns.quantities import fen, quantity
from fiscal_rules.model.allocation import Need
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import (
    Agreed,
    Factors,
    Full,
    Matching,
    Outside,
    Undetermined,
    Workload,
    governments_of,
    rounding_of,
)
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN
from fiscal_rules.model.vocabulary import NeedKind, Part, Standing, weakest

_MONTHS_A_YEAR = 12


_NOTHING = Reckoned(())


def reckon(share: Share, grants: Mapping[str, PotGrant]) -> Reckoned:
    """Divide the local amount of a stretch; what is not known stays open."""
    stretch = share.stretch
    verdict = stretch.verdict
    if not verdict.in_force:
        decision = stretch.need(NeedKind.DECISION, "authority")
        return Reckoned((open_piece(share.local),), (decision,))
    before = _agreed(share, verdict.agreed)
    rest = _funded(share, share.local.minus(total(p.value for p in before.pieces)), grants)
    columns = tuple(stretch.need(NeedKind.COLUMN, name) for name in verdict.columns)
    counterpart = _counterpart(stretch)
    needs = (*columns, *counterpart, *before.needs, *rest.needs)
    if counterpart or before.needs or share.above.is_open:
        return Reckoned((open_piece(share.local),), needs, facts=rest.facts)
    return replace(rest, pieces=(*before.pieces, *rest.pieces), needs=needs)


def _counterpart(stretch: Stretch) -> tuple[Need, ...]:
    verdict = stretch.verdict
    bearers = governments_of(verdict.fund.value) if verdict.fund else ()
    asked = verdict.agreed or stretch.pack.lower.id in bearers
    if stretch.county is None and asked:
        return (stretch.need(NeedKind.COLUMN, "counterpart"),)
    return ()


def _agreed(share: Share, agreed: Ruled[Agreed] | None) -> Reckoned:
    if agreed is None:
        return _NOTHING
    stretch, name = share.stretch, agreed.value.amount
    if name not in share.present:
        return Reckoned((), (stretch.need(NeedKind.COLUMN, name),))
    key = PartKey(agreed.value.payer, Part.AGREED, agreed.rule, agreed.clause)
    standing = weakest(stretch.law(), stretch.method(agreed.rule))
    return Reckoned((Piece(key, fen(name).times(share.part), standing),))


def _funded(share: Share, local: Exact, grants: Mapping[str, PotGrant]) -> Reckoned:
    ruled = share.stretch.verdict.fund
    if ruled is None:
        return Reckoned((open_piece(local),))
    fund, rule, clause = ruled.value, ruled.rule, ruled.clause
    match fund:
        case Full(payer):
            key = PartKey(payer, Part.FULL, rule, clause)
            standing = weakest(share.stretch.law(), share.stretch.method(rule))
            return Reckoned((Piece(key, local, standing, takes_rest=True),))
        case Matching():
            return matching(share, local, Ruled(fund, rule, clause))
        case Workload():
            return _workload(share, local, Ruled(fund, rule, clause))
        case Factors():
            return _factors(share, local, Ruled(fund, rule, clause), grants)
        case Undetermined(decision):
            need = share.stretch.need(NeedKind.DECISION, decision)
            return Reckoned((open_piece(local),), (need,))
        case Outside():
            return Reckoned((open_piece(local),))
        case _:
            assert_never(fund)


def _workload(share: Share, local: Exact, ruled: Ruled[Workload]) -> Reckoned:
    stretch, fund = share.stretch, ruled.value
    blank = [name for name in fund.columns if name not in share.present]
    entries, needs = stretch.look_up(fund.unit_standard)
    shares, more = (None, ()) if fund.share is None else stretch.look_up(fund.share)
    if blank or entries is None or (fund.share is not None and shares is None):
        columns = (stretch.need(NeedKind.COLUMN, name) for name in blank)
        return Reckoned((open_piece(local),), (*columns, *needs, *more))
    months = len(stretch.line.period.months)
    ratios = [Fraction(1)] * len(entries) if shares is None else [e.number for e in shares]
    products = [entry.number * ratio for entry, ratio in zip(entries, ratios, strict=True)]
    whole = sum(products, start=Fraction(0))
    counted = [fund.quantity, *([] if fund.performance is None else [fund.performance])]
    asked = quantity(*counted).times(whole * FEN_PER_YUAN / months)
    if fund.plus is not None:
        asked = asked.plus(fen(fund.plus).times(Fraction(len(entries), months)))
    even = Fraction(1, len(products))
    weights = [part / whole if whole else even for part in products]
    used = (*entries, *(shares or ()))
    held_down = ZERO if asked == ZERO else lesser(asked, local)
    return _granted(share, local, ruled, held_down, weights, used)


def _factors(
    share: Share, local: Exact, ruled: Ruled[Factors], grants: Mapping[str, PotGrant]
) -> Reckoned:
    grant = grants.get(ruled.value.pot)
    if grant is None:
        otherwise = ruled.value.otherwise
        assert otherwise is not None, "a line of a pot has its share"
        return matching(share, local, Ruled(otherwise, ruled.rule, ruled.clause))
    if grant.column is None:
        return Reckoned((open_piece(local),), grant.needs)
    months = len(share.stretch.months)
    part = column(grant.column).times(Fraction(months, grant.months))
    even = [Fraction(1, months)] * months
    return _granted(share, local, ruled, part, even, grant.used)


def _granted(
    share: Share,
    local: Exact,
    ruled: Ruled[Workload] | Ruled[Factors],
    grant: Exact,
    weights: Sequence[Fraction],
    used: tuple[Entry, ...],
) -> Reckoned:
    stretch, fund = share.stretch, ruled.value
    replies = [answers(stretch, fund.payer)]
    runs = runs_of(weights, [], replies)
    method = stretch.method(ruled.rule, Standing.ASSUMED)
    key = PartKey(fund.payer, Part.GRANT, ruled.rule, ruled.clause)
    return divided(
        stretch,
        local,
        [(key, [grant.times(run.weight) for run in runs])],
        runs,
        Terms(
            rest=PartKey(fund.rest, Part.GRANT, ruled.rule, ruled.clause),
            standing=weakest(stretch.law(), method, *(entry.standing for entry in used)),
            used=used,
            rounding=rounding_of(fund) or TO_THE_FEN,
        ),
    )
