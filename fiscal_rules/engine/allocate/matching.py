"""Matching grants (比例补助): a base standard shared between governments, and what is above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from fiscal_rules.engine.allocate.division import Taker, divide
from fiscal_rules.engine.allocate.parts import BaseFacts, ExactPart, PartKey, Reckoning, open_part
from fiscal_rules.engine.allocate.stretch import Stretch, runs
from fiscal_rules.engine.allocate.working import money, number, over_months
from fiscal_rules.model.allocation import Need, Step
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import Base, Matching, Share
from fiscal_rules.model.money import FEN_PER_YUAN, half_up, show_percent
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Part, Standing, weakest

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class _Shareable:
    """What is shared: ``total`` (the base), and ``left`` of it after money from above.

    ``above`` is the part of the local amount above the base; ``weights`` say how the base falls on
    the months, and add up to 1.
    """

    total: Fraction
    left: Fraction
    above: Fraction
    weights: tuple[Fraction, ...]
    facts: BaseFacts = field(default_factory=BaseFacts)
    entries: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()


def matching_grant(stretch: Stretch, local: Fraction, ruled: Ruled[Matching]) -> Reckoning:
    """Share the base: each government its share, the bearer of the rest what remains.

    Money from above pays the base first; what exceeds both is the top-up (5.4). With a share
    missing, the top-up is still placed, and what is left of the base is open.
    """
    fund = ruled.value
    base, base_needs = _shareable(stretch, local, fund.base)
    found = [stretch.look_up(share.parameter) for share in fund.shares]
    needs = (*base_needs, *(need for _, asked in found for need in asked))
    if base is None:
        return Reckoning((open_part(local),), needs, base=_standard_alone(stretch, fund.base))
    shares = [entries for entries, _ in found if entries is not None]
    if len(shares) < len(fund.shares):
        shared = Reckoning((open_part(base.left),), needs)
    else:
        shared = _shared(stretch, base, ruled, shares)
    return (
        shared.plus(_above(stretch, base))
        .using(base.entries)
        .with_steps_before(base.steps)
        .on_base(base.facts)
    )


def _shareable(
    stretch: Stretch, local: Fraction, base: Base | None
) -> tuple[_Shareable | None, tuple[Need, ...]]:
    if base is None:
        return _whole_amount(stretch, local), ()
    heads = stretch.line.numbers.get(base.count)
    entries, needs = stretch.look_up(base.standard)
    if heads is None:
        needs = (stretch.need(NeedKind.COLUMN, base.count), *needs)
    if heads is None or entries is None:
        return None, needs
    return _standard_base(stretch, local, heads, entries), ()


def _whole_amount(stretch: Stretch, local: Fraction) -> _Shareable:
    """Take the amount as what is shared, where no base standard is set."""
    months = len(stretch.months)
    return _Shareable(
        total=stretch.amount,
        left=local,
        above=Fraction(0),
        weights=(Fraction(1, months),) * months,
        steps=(_upper_first(stretch.amount, stretch.amount - local),),
    )


def _standard_base(
    stretch: Stretch, local: Fraction, heads: Fraction, entries: tuple[Entry, ...]
) -> _Shareable:
    monthly = [entry.number * heads * FEN_PER_YUAN / _MONTHS_A_YEAR for entry in entries]
    asked = half_up(sum(monthly, start=Fraction(0)))
    total = min(Fraction(asked), stretch.amount)
    before = stretch.amount - local
    return _Shareable(
        total=total,
        left=max(Fraction(0), total - before),
        above=stretch.amount - max(total, before),
        weights=_weights(monthly),
        facts=BaseFacts(_average(entries), asked),
        entries=tuple(dict.fromkeys(entries)),
        steps=_base_steps(stretch, heads, entries, asked, before),
    )


def _base_steps(
    stretch: Stretch, heads: Fraction, entries: tuple[Entry, ...], asked: int, before: Fraction
) -> tuple[Step, ...]:
    terms = [
        (f"{number(heads)} × {number(entry.number)}", held)
        for entry, held in runs(entries, stretch.months)
    ]
    steps = [Step(Text("基础标准部分", "base"), over_months(terms), money(asked))]
    total = min(Fraction(asked), stretch.amount)
    if total < asked:
        held_down = f"min({money(asked)}, {money(stretch.amount)})"
        steps.append(Step(Text("不超过金额", "no more than the amount"), held_down, money(total)))
    steps.append(_upper_first(total, before))
    first = max(total, before)
    if first < stretch.amount:
        working = f"{money(stretch.amount)} − {money(first)}"
        what = Text("高出部分", "top-up, above the base")
        steps.append(Step(what, working, money(stretch.amount - first)))
    return tuple(steps)


def _standard_alone(stretch: Stretch, base: Base | None) -> BaseFacts:
    """Keep the standard where only the head count lacks: a county's own is compared with it."""
    entries = None if base is None else stretch.look_up(base.standard)[0]
    return BaseFacts() if entries is None else BaseFacts(standard=_average(entries))


def _above(stretch: Stretch, base: _Shareable) -> tuple[ExactPart, ...]:
    if not base.above:
        return ()
    bearer = stretch.verdict.above_base
    assert bearer is not None, "a pack with a base names the bearer of the top-up (FR507)"
    key = PartKey(bearer.value, Part.ABOVE, bearer.rule, bearer.clause)
    sources = (entry.standing for entry in base.entries)
    standing = weakest(stretch.law(), stretch.method(bearer.rule), *sources)
    return (ExactPart(key, base.above, standing),)


def _shared(
    stretch: Stretch, base: _Shareable, ruled: Ruled[Matching], shares: list[tuple[Entry, ...]]
) -> Reckoning:
    left = [base.left * weight for weight in base.weights]
    takers = []
    for share, entries in zip(ruled.value.shares, shares, strict=True):
        paid = _portions(entries, base, left)
        left = [rest - part for rest, part in zip(left, paid, strict=True)]
        key = PartKey(share.payer, Part.BASE, ruled.rule, ruled.clause)
        takers.append(Taker(key, paid, _share_step(stretch, base, share, entries, paid)))
    used = tuple(entry for entries in shares for entry in dict.fromkeys(entries))
    said = all(entry.share_of is not None for entry in used)
    # A share that does not say what it is a share of is a reading of ours.
    method = stretch.method(ruled.rule, Standing.OFFICIAL if said else Standing.ASSUMED)
    sources = (entry.standing for entry in (*base.entries, *used))
    return divide(
        stretch,
        base.left,
        takers,
        rest=PartKey(ruled.value.rest, Part.BASE, ruled.rule, ruled.clause),
        standing=weakest(stretch.law(), method, *sources),
    ).using(used)


def _portions(
    entries: tuple[Entry, ...], base: _Shareable, left: Sequence[Fraction]
) -> tuple[Fraction, ...]:
    """Take a share out of each month: of what earlier payers left, or of the base itself."""
    return tuple(
        min(entry.number * base.total * weight, rest)
        if entry.share_of is ShareOf.BASE
        else entry.number * rest
        for entry, weight, rest in zip(entries, base.weights, left, strict=True)
    )


def _average(entries: tuple[Entry, ...]) -> Fraction:
    return sum((entry.number for entry in entries), start=Fraction(0)) / len(entries)


def _weights(monthly: list[Fraction]) -> tuple[Fraction, ...]:
    whole = sum(monthly, start=Fraction(0))
    if not whole:
        return (Fraction(1, len(monthly)),) * len(monthly)
    return tuple(part / whole for part in monthly)


def _upper_first(total: Fraction, before: Fraction) -> Step:
    what = Text("上级资金先抵", "money from above comes first")
    left = max(Fraction(0), total - before)
    return Step(what, f"max(0, {money(total)} − {money(before)})", money(left))


def _share_step(
    stretch: Stretch,
    base: _Shareable,
    share: Share,
    entries: tuple[Entry, ...],
    paid: tuple[Fraction, ...],
) -> Step:
    government = next(g for g in stretch.pack.governments if g.id == share.payer)
    terms = []
    for entry, held in runs(entries, stretch.months):
        of = base.total if entry.share_of is ShareOf.BASE else base.left
        terms.append((f"{money(of)} × {show_percent(entry.number)}", held))
    exact = sum(paid, start=Fraction(0))
    working = over_months(terms, len(stretch.months))
    if exact.denominator != 1:
        working = f"{working} = {money(exact)}"
    what = Text("{payer}按比例分担", "share of the {payer}").fill(payer=government.name)
    return Step(what, working, money(half_up(exact)))
