"""Matching grants (比例补助): standards shared between governments, and what is above them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from fiscal_rules.engine.allocate.division import divide
from fiscal_rules.engine.allocate.ladder import Ladder, climb
from fiscal_rules.engine.allocate.parts import ExactPart, PartKey, Reckoning, open_part
from fiscal_rules.engine.allocate.shares import Sharing, takers
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.model.allocation import Need
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import Bound, Matching, ShareBy, Tranche
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN, Rounding
from fiscal_rules.model.vocabulary import Part, Standing, weakest

Held = dict[Bound, tuple[Entry, ...]]
"""What each parameter of a tranche is over the months of a stretch."""


def matching_grant(stretch: Stretch, local: Fraction, ruled: Ruled[Matching]) -> Reckoning:
    """Share tranche by tranche: each government its share, the bearer of the rest what remains.

    Money from above pays the lowest tranche first; what exceeds all of them is the top-up (5.4).
    With a share missing, the other tranches and the top-up are still placed, and what is left of
    that tranche is open; with a standard missing, so is everything above the last that is known.
    """
    fund = ruled.value
    ladder = climb(stretch, local, fund)
    looked_up = [_look_up(stretch, tranche) for tranche in fund.tranches]
    needs = (*ladder.needs, *(need for _, asked in looked_up for need in asked))
    if not ladder.rungs:
        return Reckoning((open_part(local),), needs, base=ladder.facts)
    shared = [
        _tranche(stretch, ladder, number, ruled, known)
        for number, (known, _) in zip(range(len(ladder.rungs)), looked_up, strict=False)
    ]
    whole = _together(shared).plus(_above(stretch, ladder))
    found = whole.using(ladder.entries).with_steps_before(ladder.steps).on_base(ladder.facts)
    return found.needing(needs)


def _look_up(stretch: Stretch, tranche: Tranche) -> tuple[Held | None, tuple[Need, ...]]:
    """Find what a tranche is shared by; None, and what the line needs, where something lacks."""
    asked = [
        bound
        for share in tranche.shares
        if not stretch.has_paid(share.payer)
        for bound in share.bounds
    ]
    asked += [] if tranche.reserve is None else [tranche.reserve]
    found = {bound: stretch.look_up(bound.parameter) for bound in asked}
    needs = tuple(need for _, lacking in found.values() for need in lacking)
    known = {bound: entries for bound, (entries, _) in found.items() if entries is not None}
    return (known if len(known) == len(found) else None), needs


def _tranche(
    stretch: Stretch, ladder: Ladder, number: int, ruled: Ruled[Matching], known: Held | None
) -> Reckoning:
    rung, tranche = ladder.rungs[number], ruled.value.tranches[number]
    if known is None:
        return Reckoning((open_part(rung.left),))
    part = Part.TRANCHE if number else Part.BASE
    payers = (*(share.payer for share in tranche.shares), tranche.rest)
    keys = {payer: PartKey(payer, part, ruled.rule, ruled.clause) for payer in payers}
    used = tuple(dict.fromkeys(entry for entries in known.values() for entry in entries))
    method = stretch.method(ruled.rule, Standing.OFFICIAL if _says(known) else Standing.ASSUMED)
    sources = (entry.standing for entry in (*rung.entries, *used))
    return divide(
        stretch,
        rung.left,
        takers(Sharing(stretch, tranche, rung, ladder.heads, known), keys, _rounding(ruled.value)),
        rest=keys[tranche.rest],
        standing=weakest(stretch.law(), method, *sources),
    ).using(used)


def _rounding(fund: Matching) -> Rounding:
    return fund.rounding or TO_THE_FEN


def _above(stretch: Stretch, ladder: Ladder) -> tuple[ExactPart, ...]:
    """Place what is above all standards; leave it open where one of them is not known."""
    if ladder.unknown:
        return (open_part(ladder.unknown),)
    if not ladder.above:
        return ()
    bearer = stretch.verdict.above_base
    assert bearer is not None, "a pack with a base names the bearer of the top-up (FR507)"
    key = PartKey(bearer.value, Part.ABOVE, bearer.rule, bearer.clause)
    sources = (entry.standing for entry in ladder.entries)
    standing = weakest(stretch.law(), stretch.method(bearer.rule), *sources)
    return (ExactPart(key, ladder.above, standing),)


def _together(shared: Sequence[Reckoning]) -> Reckoning:
    """Put the tranches together, the lowest first."""
    return Reckoning(
        parts=tuple(chain.from_iterable(each.parts for each in shared)),
        needs=tuple(chain.from_iterable(each.needs for each in shared)),
        findings=tuple(chain.from_iterable(each.findings for each in shared)),
        used=tuple(chain.from_iterable(each.used for each in shared)),
        steps=tuple(chain.from_iterable(each.steps for each in shared)),
    )


def _says(known: Held) -> bool:
    """Tell whether every ratio says of what: where it does not, that is a reading of ours."""
    ratios = (e for bound, held in known.items() if bound.by is ShareBy.RATIO for e in held)
    return all(entry.share_of is not None for entry in ratios)
