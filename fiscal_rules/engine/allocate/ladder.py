"""The ladder of a matching grant: how much money lies under each standard, and what is above all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from fiscal_rules.engine.allocate.parts import BaseFacts
from fiscal_rules.engine.allocate.stretch import Stretch, monthly_base, runs
from fiscal_rules.engine.allocate.working import money, number, over_months
from fiscal_rules.model.allocation import Need, Step
from fiscal_rules.model.funding import Base, Matching
from fiscal_rules.model.money import half_up
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind


@dataclass(frozen=True, slots=True)
class Rung:
    """The money of one tranche, in fen: ``total``, and what is ``left`` of it after money from above.

    ``weights`` say how it falls on the months, and add up to 1; ``entries`` are the standards up to
    this one.
    """

    total: Fraction
    left: Fraction
    weights: tuple[Fraction, ...]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The tranches that are known, from the lowest, and what is left of the amount above them.

    ``above`` is the top-up; it is ``unknown`` whose it is where a further standard lacks.
    """

    rungs: tuple[Rung, ...]
    above: Fraction = Fraction(0)
    unknown: Fraction = Fraction(0)
    heads: Fraction | None = None
    facts: BaseFacts = field(default_factory=BaseFacts)
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every standard that it rests on."""
        return self.rungs[-1].entries if self.rungs else ()


@dataclass(frozen=True, slots=True)
class _Reached:
    """How far a tranche reaches: yuan per head and year by month, and fen, asked for and there."""

    standards: tuple[Fraction, ...]
    asked: Fraction
    top: Fraction


def climb(stretch: Stretch, local: Fraction, fund: Matching) -> Ladder:
    """Find the money of each tranche: heads × standard over the months, no more than the amount.

    The base is rounded half up once a line. A further standard that is not above the one below it
    asks for nothing.
    """
    if fund.base is None:
        return _whole_amount(stretch, local)
    heads = stretch.line.numbers.get(fund.base.count)
    found = [stretch.look_up(name) for name in (t.standard for t in fund.tranches) if name]
    needs = tuple(need for _, lacking in found for need in lacking)
    if heads is None:
        needs = (stretch.need(NeedKind.COLUMN, fund.base.count), *needs)
    known = [entries for entries, _ in found]
    if heads is None or known[0] is None:
        return Ladder((), needs=needs, facts=_standard_alone(stretch, fund.base))
    return _climbed(stretch, local, heads, known, needs)


def _climbed(
    stretch: Stretch,
    local: Fraction,
    heads: Fraction,
    known: Sequence[tuple[Entry, ...] | None],
    needs: tuple[Need, ...],
) -> Ladder:
    before = stretch.amount - local
    nothing = (Fraction(0),) * len(stretch.months)
    reached = [_Reached(nothing, Fraction(0), Fraction(0))]
    rungs: list[Rung] = []
    steps: list[Step] = []
    entries: tuple[Entry, ...] = ()
    for held in known:
        if held is None:
            break
        below = reached[-1]
        reached.append(_reach(stretch, heads, held, below, is_base=not rungs))
        entries = (*entries, *dict.fromkeys(held))
        rungs.append(_rung(heads, below, reached[-1], before, entries))
        steps += _steps(stretch, heads, held, reached[-2:], before)
    top = max(reached[-1].top, before)
    above = stretch.amount - top
    is_known = len(rungs) == len(known)
    if above and is_known:
        what = Text("高出部分", "top-up, above the base")
        steps.append(Step(what, f"{money(stretch.amount)} − {money(top)}", money(above)))
    first = known[0]
    assert first is not None, "the base is known"
    return Ladder(
        rungs=tuple(rungs),
        above=above if is_known else Fraction(0),
        unknown=Fraction(0) if is_known else above,
        heads=heads,
        facts=BaseFacts(average(first), reached[1].asked, reached[-1].asked if is_known else None),
        needs=needs,
        steps=tuple(steps),
    )


def _reach(
    stretch: Stretch,
    heads: Fraction,
    entries: tuple[Entry, ...],
    below: _Reached,
    *,
    is_base: bool,
) -> _Reached:
    standards = tuple(
        max(entry.number, lower) for entry, lower in zip(entries, below.standards, strict=True)
    )
    whole = sum((monthly_base(standard, heads) for standard in standards), start=Fraction(0))
    if stretch.base is None:
        asked = Fraction(half_up(whole))
    else:
        # The line's base is rounded as a whole and then falls on its stretches.
        asked = stretch.base if is_base else max(whole, below.asked)
    return _Reached(standards, asked, min(asked, stretch.amount))


def _rung(
    heads: Fraction,
    below: _Reached,
    here: _Reached,
    before: Fraction,
    entries: tuple[Entry, ...],
) -> Rung:
    monthly = [
        monthly_base(upper - lower, heads)
        for upper, lower in zip(here.standards, below.standards, strict=True)
    ]
    left = max(Fraction(0), here.top - max(below.top, before))
    return Rung(here.top - below.top, left, _weights(monthly), entries)


def _whole_amount(stretch: Stretch, local: Fraction) -> Ladder:
    """Take the amount as what is shared, where no base standard is set."""
    months = len(stretch.months)
    rung = Rung(stretch.amount, local, (Fraction(1, months),) * months)
    step = _upper_first(stretch.amount, Fraction(0), stretch.amount - local)
    return Ladder((rung,), steps=(step,))


def _standard_alone(stretch: Stretch, base: Base) -> BaseFacts:
    """Keep the standard where only the head count lacks: a county's own is compared with it."""
    entries = stretch.look_up(base.standard)[0]
    return BaseFacts() if entries is None else BaseFacts(standard=average(entries))


def average(entries: Sequence[Entry]) -> Fraction:
    """Average a standard over the months, in yuan per head and year."""
    return sum((entry.number for entry in entries), start=Fraction(0)) / len(entries)


def _weights(monthly: Sequence[Fraction]) -> tuple[Fraction, ...]:
    whole = sum(monthly, start=Fraction(0))
    if not whole:
        return (Fraction(1, len(monthly)),) * len(monthly)
    return tuple(part / whole for part in monthly)


def _steps(
    stretch: Stretch,
    heads: Fraction,
    entries: tuple[Entry, ...],
    reached: Sequence[_Reached],
    before: Fraction,
) -> list[Step]:
    below, here = reached
    is_base = not any(below.standards)
    terms = [
        (f"{number(heads)} × {number(entry.number)}", held)
        for entry, held in runs(entries, stretch.months)
    ]
    what = (
        Text("基础标准部分", "base") if is_base else Text("按更高标准", "by the further standard")
    )
    steps = [Step(what, over_months(terms), money(here.asked))]
    if here.top < here.asked:
        held_down = f"min({money(here.asked)}, {money(stretch.amount)})"
        what = Text("不超过金额", "no more than the amount")
        steps.append(Step(what, held_down, money(here.top)))
    return [*steps, _upper_first(here.top, below.top, before)]


def _upper_first(top: Fraction, below: Fraction, before: Fraction) -> Step:
    what = Text("上级资金先抵", "money from above comes first")
    paid = f"max({money(below)}, {money(before)})" if below else money(before)
    left = max(Fraction(0), top - max(below, before))
    return Step(what, f"max(0, {money(top)} − {paid})", money(left))
