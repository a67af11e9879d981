"""Matching grants (比例补助): a base standard shared between governments, and what is above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from fiscal_rules.engine.allocate.division import Taker, divide
from fiscal_rules.engine.allocate.parts import BaseFacts, ExactPart, PartKey, Reckoning, open_part
from fiscal_rules.engine.allocate.stretch import Stretch, monthly_base, runs
from fiscal_rules.engine.allocate.working import money, number, over_months
from fiscal_rules.model.allocation import Need, Step
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import Base, Matching, Share
from fiscal_rules.model.money import half_up, show_percent
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Part, Standing, weakest


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
    monthly = [monthly_base(entry, heads) for entry in entries]
    whole = half_up(sum(monthly, start=Fraction(0)))
    asked = Fraction(whole) if stretch.base is None else stretch.base
    total = min(asked, stretch.amount)
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
    stretch: Stretch, heads: Fraction, entries: tuple[Entry, ...], asked: Fraction, before: Fraction
) -> tuple[Step, ...]:
    terms = [
        (f"{number(heads)} × {number(entry.number)}", held)
        for entry, held in runs(entries, stretch.months)
    ]
    steps = [Step(Text("基础标准部分", "base"), over_months(terms), money(asked))]
    total = min(asked, stretch.amount)
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
        taken = _Taken(base, entries, tuple(left))
        left = [rest - part for rest, part in zip(left, taken.paid, strict=True)]
        key = PartKey(share.payer, Part.BASE, ruled.rule, ruled.clause)
        takers.append(Taker(key, taken.paid, _share_step(stretch, share, taken)))
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


@dataclass(frozen=True, slots=True)
class _Taken:
    """A share as it is taken, month by month: of what earlier payers left, or of the base itself."""

    base: _Shareable
    entries: tuple[Entry, ...]
    left: tuple[Fraction, ...]

    @property
    def taken_of(self) -> tuple[Fraction, ...]:
        """What the share is a share of."""
        return tuple(
            self.base.total * weight if entry.share_of is ShareOf.BASE else rest
            for entry, weight, rest in zip(self.entries, self.base.weights, self.left, strict=True)
        )

    @property
    def paid(self) -> tuple[Fraction, ...]:
        """What it comes to: never more than is left."""
        return tuple(
            min(entry.number * of, rest)
            for entry, of, rest in zip(self.entries, self.taken_of, self.left, strict=True)
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


def _share_step(stretch: Stretch, share: Share, taken: _Taken) -> Step:
    """Write a share: where it changes within the line, each value with the money it is taken of."""
    government = stretch.pack.government_by_id[share.payer]
    terms = []
    months = range(len(taken.entries))
    for _, held in groupby(months, key=lambda i: taken.entries[i]):
        here = list(held)
        of = sum((taken.taken_of[i] for i in here), start=Fraction(0))
        left = sum((taken.left[i] for i in here), start=Fraction(0))
        share_of_it = taken.entries[here[0]].number
        term = f"{money(of)} × {show_percent(share_of_it)}"
        terms.append(f"min({term}, {money(left)})" if share_of_it * of > left else term)
    exact = sum(taken.paid, start=Fraction(0))
    working = " + ".join(terms)
    if exact.denominator != 1:
        working = f"{working} = {money(exact)}"
    what = Text("{payer}按比例分担", "share of the {payer}").fill(payer=government.name)
    return Step(what, working, money(half_up(exact)))
