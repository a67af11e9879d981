"""Forms in columns: what each form of funding makes of the local amount, before numbers are known.

The arithmetic is written here a second time, apart from the scalar path (``engine.allocate``): each
run holds one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from fiscal_rules.engine.allocate.division import Answer, answers
from fiscal_rules.engine.allocate.parts import OPEN, PartKey
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.exact import (
    ZERO,
    Exact,
    Order,
    Test,
    column,
    greater,
    lesser,
    rounded,
    total,
)
from fiscal_rules.engine.columns.quantities import MONTHS, UPPER, fen, quantity
from fiscal_rules.model.allocation import Need, Remark
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import (
    Agreed,
    Base,
    Factors,
    Full,
    Matching,
    Outside,
    Undetermined,
    Workload,
    governments_of,
)
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.vocabulary import Level, NeedKind, Part, Standing, weakest

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: an exact amount, and the comparison on which it is there at all."""

    key: PartKey
    value: Exact
    standing: Standing | None = None
    takes_rest: bool = False
    only_if: Test | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A base standard: yuan per head and year, and what it asks for in fen; None while unknown."""

    standard: Fraction | None = None
    base: Exact | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a form makes of a stretch: pieces that add up to its local amount, and why."""

    pieces: tuple[Piece, ...]
    needs: tuple[Need, ...] = ()
    findings: tuple[Remark, ...] = ()
    used: tuple[Entry, ...] = ()
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class PotGrant:
    """A line's place in a pot: the column that holds its grant, or what the pot needs instead."""

    column: str | None
    months: int
    needs: tuple[Need, ...] = ()
    used: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A stretch of a line with its part of the line's money, and the base that falls on it."""

    stretch: Stretch
    part: Fraction
    base: Exact | None
    present: frozenset[str]
    """The columns of numbers that the line fills in."""

    @property
    def amount(self) -> Exact:
        """What falls on it of the amount."""
        return fen("amount").times(self.part)

    @property
    def upper(self) -> Exact:
        """What falls on it of the money from above."""
        return fen(UPPER).times(self.part)

    @property
    def local(self) -> Exact:
        """What the money from above leaves of the amount."""
        return self.amount.minus(self.upper)


@dataclass(frozen=True, slots=True)
class _Run:
    """Months of a stretch over which parameters and answers are alike, as a part of the whole."""

    weight: Fraction
    entries: tuple[Entry, ...]
    withheld: tuple[bool, ...]


_NOTHING = Reckoned(())


def open_piece(value: Exact) -> Piece:
    """Leave an amount open."""
    return Piece(OPEN, value, takes_rest=True)


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
    if counterpart or before.needs:
        return Reckoned((open_piece(share.local),), needs, facts=rest.facts)
    return replace(rest, pieces=(*before.pieces, *rest.pieces), needs=needs)


def _counterpart(stretch: Stretch) -> tuple[Need, ...]:
    verdict = stretch.verdict
    bearers = governments_of(verdict.fund.value) if verdict.fund else ()
    asked = verdict.agreed or stretch.pack.government_at(Level.COUNTY).id in bearers
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
            return _matching(share, local, Ruled(fund, rule, clause))
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


@dataclass(frozen=True, slots=True)
class _Shareable:
    total: Exact
    left: Exact
    above: Exact
    weights: tuple[Fraction, ...]
    facts: Facts
    entries: tuple[Entry, ...] = ()


def _matching(share: Share, local: Exact, ruled: Ruled[Matching]) -> Reckoned:
    stretch, fund = share.stretch, ruled.value
    base, base_needs = _shareable(share, local, fund.base)
    found = [stretch.look_up(each.parameter) for each in fund.shares]
    needs = (*base_needs, *(need for _, asked in found for need in asked))
    if base is None:
        return Reckoned((open_piece(local),), needs, facts=_standard_alone(stretch, fund.base))
    shares = [entries for entries, _ in found if entries is not None]
    if len(shares) < len(fund.shares):
        shared = Reckoned((open_piece(base.left),), needs)
    else:
        shared = _shared(stretch, base, ruled, shares)
    pieces = (*shared.pieces, *_above(stretch, base))
    used = (*base.entries, *shared.used)
    return replace(shared, pieces=pieces, used=used, facts=base.facts)


def _shareable(
    share: Share, local: Exact, base: Base | None
) -> tuple[_Shareable | None, tuple[Need, ...]]:
    stretch = share.stretch
    if base is None:
        months = len(stretch.months)
        even = (Fraction(1, months),) * months
        return _Shareable(share.amount, local, ZERO, even, Facts()), ()
    entries, needs = stretch.look_up(base.standard)
    if base.count not in share.present:
        return None, (stretch.need(NeedKind.COLUMN, base.count), *needs)
    if entries is None:
        return None, needs
    return _standard_base(share, local, base.count, entries), ()


def _standard_base(
    share: Share, local: Exact, count: str, entries: tuple[Entry, ...]
) -> _Shareable:
    standards = [entry.number for entry in entries]
    whole = sum(standards, start=Fraction(0))
    asked = rounded(_asked(share, count, entries)) if share.base is None else share.base
    most = lesser(asked, share.amount)
    before = share.amount.minus(local)
    left = most if before == ZERO else greater(ZERO, most.minus(before))
    first = most if before == ZERO else greater(most, before)
    months = len(entries)
    even = (Fraction(1, months),) * months
    return _Shareable(
        total=most,
        left=left,
        above=share.amount.minus(first),
        weights=tuple(one / whole for one in standards) if whole else even,
        facts=Facts(_average(entries), asked),
        entries=tuple(dict.fromkeys(entries)),
    )


def _asked(share: Share, count: str, entries: tuple[Entry, ...]) -> Exact:
    """Give the base of a stretch, not rounded; of a whole line under one standard, by its months."""
    if share.part == 1 and len(set(entries)) == 1:
        yearly = entries[0].number * FEN_PER_YUAN
        return quantity(count, MONTHS).times(yearly / _MONTHS_A_YEAR)
    return base_asked(count, entries)


def base_asked(count: str, entries: Iterable[Entry]) -> Exact:
    """Give a base standard over some months in fen, not rounded: a twelfth of a year for each."""
    yearly = sum((entry.number for entry in entries), start=Fraction(0))
    return quantity(count).times(yearly * FEN_PER_YUAN / _MONTHS_A_YEAR)


def _average(entries: Sequence[Entry]) -> Fraction:
    return sum((entry.number for entry in entries), start=Fraction(0)) / len(entries)


def _standard_alone(stretch: Stretch, base: Base | None) -> Facts:
    entries = None if base is None else stretch.look_up(base.standard)[0]
    return Facts() if entries is None else Facts(standard=_average(entries))


def _above(stretch: Stretch, base: _Shareable) -> tuple[Piece, ...]:
    bearer = stretch.verdict.above_base
    if base.above == ZERO or bearer is None:
        return ()
    key = PartKey(bearer.value, Part.ABOVE, bearer.rule, bearer.clause)
    sources = (entry.standing for entry in base.entries)
    standing = weakest(stretch.law(), stretch.method(bearer.rule), *sources)
    return (Piece(key, base.above, standing, only_if=Test(base.above, Order.ABOVE, ZERO)),)


def _shared(
    stretch: Stretch,
    base: _Shareable,
    ruled: Ruled[Matching],
    shares: Sequence[tuple[Entry, ...]],
) -> Reckoned:
    fund = ruled.value
    replies = [answers(stretch, each.payer) for each in fund.shares]
    runs = _runs(base.weights, shares, replies)
    used = tuple(entry for entries in shares for entry in dict.fromkeys(entries))
    said = all(entry.share_of is not None for entry in used)
    method = stretch.method(ruled.rule, Standing.OFFICIAL if said else Standing.ASSUMED)
    sources = (entry.standing for entry in (*base.entries, *used))
    standing = weakest(stretch.law(), method, *sources)
    paid = [_paid(base, run) for run in runs]
    taken = [
        (PartKey(each.payer, Part.BASE, ruled.rule, ruled.clause), [one[i] for one in paid])
        for i, each in enumerate(fund.shares)
    ]
    rest = PartKey(fund.rest, Part.BASE, ruled.rule, ruled.clause)
    return _divided(stretch, base.left, taken, runs, rest=rest, standing=standing, used=used)


def _paid(base: _Shareable, run: _Run) -> list[Exact]:
    """Take each share in turn, of what earlier ones left or of the base itself, never more."""
    left = base.left.times(run.weight)
    found = []
    for entry in run.entries:
        if entry.share_of is ShareOf.BASE:
            part = lesser(base.total.times(run.weight * entry.number), left)
        else:
            part = left.times(entry.number)
        found.append(part)
        left = left.minus(part)
    return found


def _divided(
    stretch: Stretch,
    whole: Exact,
    taken: Sequence[tuple[PartKey, Sequence[Exact]]],
    runs: Sequence[_Run],
    *,
    rest: PartKey,
    standing: Standing,
    used: tuple[Entry, ...],
) -> Reckoned:
    replies = [answers(stretch, key.payer) for key, _ in taken]
    every = [reply for asked in replies for reply in asked]
    standing = weakest(standing, *(reply.standing for reply in every))
    pieces: list[Piece] = []
    for i, (key, amounts) in enumerate(taken):
        pays = [a for a, run in zip(amounts, runs, strict=True) if not run.withheld[i]]
        held = [a for a, run in zip(amounts, runs, strict=True) if run.withheld[i]]
        pieces += [Piece(key, total(pays), standing)] if pays else []
        pieces += [Piece(OPEN, total(held))] if held else []
    remaining = whole.minus(total(piece.value for piece in pieces))
    pieces.append(Piece(rest, remaining, standing, takes_rest=True))
    return Reckoned(
        tuple(pieces),
        needs=tuple(
            stretch.need(NeedKind.DECISION, reply.reservation.decision)
            for reply in every
            if reply.withheld and reply.reservation
        ),
        findings=tuple(
            Remark(reply.reservation.finding, None)
            for reply in every
            if reply.reservation and reply.entry is None
        ),
        used=(*used, *(reply.entry for reply in every if reply.entry)),
    )


def _runs(
    weights: Sequence[Fraction],
    entries: Sequence[tuple[Entry, ...]],
    replies: Sequence[tuple[Answer, ...]],
) -> list[_Run]:
    """Put months together over which every entry and every answer is the same."""
    found: dict[tuple[tuple[Entry, ...], tuple[bool, ...]], Fraction] = {}
    for month, weight in enumerate(weights):
        held = tuple(each[month] for each in entries)
        withheld = tuple(asked[month].withheld for asked in replies)
        found[held, withheld] = found.get((held, withheld), Fraction(0)) + weight
    return [_Run(weight, held, withheld) for (held, withheld), weight in found.items()]


def _workload(share: Share, local: Exact, ruled: Ruled[Workload]) -> Reckoned:
    stretch, fund = share.stretch, ruled.value
    blank = [name for name in (fund.quantity, fund.performance) if name not in share.present]
    entries, needs = stretch.look_up(fund.unit_standard)
    if blank or entries is None:
        columns = (stretch.need(NeedKind.COLUMN, name) for name in blank)
        return Reckoned((open_piece(local),), (*columns, *needs))
    months = len(stretch.line.period.months)
    whole = sum((entry.number for entry in entries), start=Fraction(0))
    work = quantity(fund.quantity, fund.performance)
    asked = work.times(whole * FEN_PER_YUAN / months)
    held_down = lesser(asked, local) if whole else ZERO
    weights = [entry.number / whole if whole else Fraction(0) for entry in entries]
    return _granted(share, local, ruled, held_down, weights, tuple(entries))


def _factors(
    share: Share, local: Exact, ruled: Ruled[Factors], grants: Mapping[str, PotGrant]
) -> Reckoned:
    grant = grants.get(ruled.value.pot)
    if grant is None:
        otherwise = ruled.value.otherwise
        assert otherwise is not None, "a line of a pot has its share"
        return _matching(share, local, Ruled(otherwise, ruled.rule, ruled.clause))
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
    runs = _runs(weights, [], replies)
    method = stretch.method(ruled.rule, Standing.ASSUMED)
    key = PartKey(fund.payer, Part.GRANT, ruled.rule, ruled.clause)
    return _divided(
        stretch,
        local,
        [(key, [grant.times(run.weight) for run in runs])],
        runs,
        rest=PartKey(fund.rest, Part.GRANT, ruled.rule, ruled.clause),
        standing=weakest(stretch.law(), method, *(entry.standing for entry in used)),
        used=used,
    )
