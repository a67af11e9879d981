"""Matching grants in columns: tranches shared in turn, and what is above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fiscal_rules.engine.allocate.division import answers
from fiscal_rules.engine.allocate.parts import PartKey
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.division import Run, Terms, divided, runs_of
from fiscal_rules.engine.columns.exact import (
    ZERO,
    Exact,
    Order,
    Test,
    greater,
    lesser,
)
from fiscal_rules.engine.columns.ladder import Ladder, Rung, ladder_of
from fiscal_rules.engine.columns.pieces import Piece, Reckoned, Share, open_piece
from fiscal_rules.engine.columns.quantities import MONTHS, quantity
from fiscal_rules.model import funding
from fiscal_rules.model.allocation import Need
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import (
    Bound,
    Matching,
    ShareBy,
    Tranche,
)
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rounding import TO_THE_FEN
from fiscal_rules.model.vocabulary import Part, Standing, weakest

_MONTHS_A_YEAR = 12


def matching(share: Share, local: Exact, ruled: Ruled[Matching]) -> Reckoned:
    """Share tranche by tranche, and place what is above them all."""
    stretch, fund = share.stretch, ruled.value
    ladder = ladder_of(share, local, fund)
    known = [_known(share, tranche) for tranche in fund.tranches]
    needs = (*ladder.needs, *(need for _, asked in known for need in asked))
    if not ladder.rungs:
        return Reckoned((open_piece(local),), needs, facts=ladder.facts)
    shared = [
        _tranche(share, ladder, number, ruled, held)
        for number, (held, _) in zip(range(len(ladder.rungs)), known, strict=False)
    ]
    every = ladder.rungs[-1].entries
    return Reckoned(
        pieces=(*(p for each in shared for p in each.pieces), *_above(stretch, ladder)),
        needs=(*needs, *(need for each in shared for need in each.needs)),
        findings=tuple(found for each in shared for found in each.findings),
        used=(*every, *(entry for each in shared for entry in each.used)),
        facts=ladder.facts,
    )


def _above(stretch: Stretch, ladder: Ladder) -> tuple[Piece, ...]:
    if not ladder.is_known:
        return (open_piece(ladder.above),)
    bearer = stretch.verdict.above_base
    if ladder.above == ZERO or bearer is None:
        return ()
    key = PartKey(bearer.value, Part.ABOVE, bearer.rule, bearer.clause)
    sources = (entry.standing for entry in ladder.rungs[-1].entries)
    standing = weakest(stretch.law(), stretch.method(bearer.rule), *sources)
    return (Piece(key, ladder.above, standing, only_if=Test(ladder.above, Order.ABOVE, ZERO)),)


_Known = Mapping[Bound, tuple[Entry, ...]]


def _known(share: Share, tranche: Tranche) -> tuple[_Known | None, tuple[Need, ...]]:
    """Find what a tranche is shared by, less the shares of those who have paid already."""
    stretch = share.stretch
    asked = [b for each in _sharers(share, tranche) for b in each.bounds]
    asked += [] if tranche.reserve is None else [tranche.reserve]
    found = {bound: stretch.look_up(bound.parameter) for bound in asked}
    needs = tuple(need for _, lacking in found.values() for need in lacking)
    held = {bound: entries for bound, (entries, _) in found.items() if entries is not None}
    return (held if len(held) == len(found) else None), needs


def _sharers(share: Share, tranche: Tranche) -> list[funding.Share]:
    return [each for each in tranche.shares if not share.stretch.has_paid(each.payer)]


def _tranche(
    share: Share, ladder: Ladder, number: int, ruled: Ruled[Matching], known: _Known | None
) -> Reckoned:
    stretch = share.stretch
    rung, tranche = ladder.rungs[number], ruled.value.tranches[number]
    if known is None:
        return Reckoned((open_piece(rung.left),))
    sharers = _sharers(share, tranche)
    replies = [answers(stretch, each.payer) for each in sharers]
    bounds = list(known)
    by_head = any(bound.by is ShareBy.PER_HEAD for bound in bounds)
    runs = runs_of(rung.weights, [known[bound] for bound in bounds], replies, apart=by_head)
    used = tuple(entry for held in known.values() for entry in dict.fromkeys(held))
    ratios = (e for b, held in known.items() if b.by is ShareBy.RATIO for e in held)
    said = all(entry.share_of is not None for entry in ratios)
    method = stretch.method(ruled.rule, Standing.OFFICIAL if said else Standing.ASSUMED)
    sources = (entry.standing for entry in (*rung.entries, *used))
    whole_line = share.part == 1 and len(runs) == 1
    paid = [
        _Sharing(rung, run, bounds, ladder.count, whole_line=whole_line).paid(sharers, tranche)
        for run in runs
    ]
    part = Part.TRANCHE if number else Part.BASE
    taken = [
        (PartKey(each.payer, part, ruled.rule, ruled.clause), [one[i] for one in paid])
        for i, each in enumerate(sharers)
    ]
    return divided(
        stretch,
        rung.left,
        taken,
        runs,
        Terms(
            rest=PartKey(tranche.rest, part, ruled.rule, ruled.clause),
            standing=weakest(stretch.law(), method, *sources),
            used=used,
            rounding=ruled.value.rounding or TO_THE_FEN,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Sharing:
    """A tranche over a run of months: what each parameter comes to, and who takes how much."""

    rung: Rung
    run: Run
    bounds: Sequence[Bound]
    count: str | None
    whole_line: bool

    def paid(self, sharers: Sequence[funding.Share], tranche: Tranche) -> list[Exact]:
        """Take each share in turn, of what earlier ones left or of the tranche, never more."""
        left = self.rung.left.times(self.run.weight)
        kept = ZERO
        if tranche.reserve is not None:
            kept = lesser(self._asked(tranche.reserve, left), left)
        found = []
        for share in sharers:
            part = self._taken(share, left, kept)
            found.append(part)
            left = left.minus(part)
        return found

    def _taken(self, share: funding.Share, left: Exact, kept: Exact) -> Exact:
        own = share.bounds[0]
        asked = self._asked(own, left)
        if share.at_most is not None:
            asked = lesser(asked, self._asked(share.at_most, left))
        if share.at_least is not None:
            asked = greater(asked, self._asked(share.at_least, left))
        if kept != ZERO:
            return lesser(asked, greater(ZERO, left.minus(kept)))
        is_part_of_left = len(share.bounds) == 1 and self._is_of_left(own)
        return asked if is_part_of_left else lesser(asked, left)

    def _is_of_left(self, bound: Bound) -> bool:
        """Tell whether it is a ratio of what is left, and so never more than that."""
        entry = self.run.entries[self.bounds.index(bound)]
        return bound.by is ShareBy.RATIO and entry.share_of is not ShareOf.BASE

    def _asked(self, bound: Bound, left: Exact) -> Exact:
        entry = self.run.entries[self.bounds.index(bound)]
        if bound.by is ShareBy.RATIO:
            if entry.share_of is ShareOf.BASE:
                return self.rung.total.times(self.run.weight * entry.number)
            return left.times(entry.number)
        assert self.count is not None, "a standard counts heads (checked when read)"
        monthly = entry.number * FEN_PER_YUAN / _MONTHS_A_YEAR
        if self.whole_line:
            return quantity(self.count, MONTHS).times(monthly)
        return quantity(self.count).times(monthly * self.run.months)
