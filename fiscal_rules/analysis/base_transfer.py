"""Base transfer (支出基数划转): what moves between treasuries, once, when shares change.

When shares change, one government comes to bear more and another less. A transfer of spending
bases, worked out on the budget of a base year, leaves each as it was: whoever bears more receives
the difference, whoever bears less gives it. In later years the transfer is kept out of growth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.model.allocation import Allocation, LineResult, Need, Payment
from fiscal_rules.model.money import Fen
from fiscal_rules.model.plan import Clause
from fiscal_rules.model.rulepack import Question, RulePack, items_of
from fiscal_rules.model.vocabulary import Standing, weakest


@dataclass(frozen=True, slots=True)
class Shift:
    """What a treasury bears under the old shares and under the new, of the same lines.

    ``before`` and ``after`` are of the ``settled`` lines of which it bears anything: lines of which
    nothing is open under either. ``open_lines`` counts the others. ``standing`` is the weakest of
    what payments rest on that changed; None where none did.
    """

    before: Fen
    after: Fen
    settled: int
    open_lines: int
    standing: Standing | None

    @property
    def transfer(self) -> Fen | None:
        """What the treasury receives (below 0: gives), as far as lines are settled.

        None where no line is: it is not known, and not 0.
        """
        return self.after - self.before if self.settled or not self.open_lines else None


@dataclass(frozen=True, slots=True)
class ItemShift:
    """What shifts of one item; None where it was left blank."""

    item: str | None
    shift: Shift


@dataclass(frozen=True, slots=True)
class TreasuryShift:
    """What shifts for one treasury: in all, and item by item in the pack's order."""

    treasury: str
    whole: Shift
    items: tuple[ItemShift, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of which money is open under the old shares or the new: nothing is guessed of it.

    ``treasuries`` are those that may bear some of it.
    """

    line: str
    unit: str
    item: str | None
    open_before: Fen
    open_after: Fen
    needs: tuple[Need, ...]
    treasuries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaseTransfer:
    """The base transfers of one base year; those of all treasuries add up to 0, in every item.

    Governments above are there only where what they bear changes: their money is mostly as reported.
    ``clause`` is the one that asks for them, None where the pack names none.
    """

    old: Allocation
    new: Allocation
    year: int
    clause: Clause | None
    treasuries: tuple[TreasuryShift, ...]
    open_lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """How what a treasury bears grew from the base year to a later one."""

    before: Fen
    transfer: Fen
    after: Fen

    @property
    def plain(self) -> Fraction | None:
        """How much it grew, the transfer taken for growth; None from nothing."""
        return growth_of(self.before, self.after)

    @property
    def comparable(self) -> Fraction | None:
        """How much it grew on a comparable basis (可比口径); None from nothing."""
        return comparable_growth(self.before, self.after, transfer=self.transfer)


@dataclass(frozen=True, slots=True)
class ItemGrowth:
    """How an item grew; None where lines of it are open in either year, so that nobody knows."""

    item: str | None
    growth: Growth | None


@dataclass(frozen=True, slots=True)
class TreasuryGrowth:
    """How what a treasury bears grew: item by item, and in all items of which that is known."""

    treasury: str
    whole: Growth
    items: tuple[ItemGrowth, ...]


def growth_of(before: Fen, after: Fen) -> Fraction | None:
    """Give growth as a share of what was before; None where that was nothing.

    >>> growth_of(200, 250), growth_of(0, 5)
    (Fraction(1, 4), None)
    """
    return Fraction(after - before, before) if before else None


def comparable_growth(before: Fen, after: Fen, *, transfer: Fen) -> Fraction | None:
    """Give growth on a comparable basis: the base year as if the transfer had been made in it.

    The city paid 40 of 100 and comes to pay half: it receives 10. In the next year the whole is
    110, of which it pays 55: 37.5 % more than 40, but 10 % more on a comparable basis.

    >>> growth_of(40, 55), comparable_growth(40, 55, transfer=10)
    (Fraction(3, 8), Fraction(1, 10))
    """
    return growth_of(before + transfer, after)


def base_transfer(old: Allocation, new: Allocation, *, year: int) -> BaseTransfer:
    """Compare two allocations of one budget, by the old shares and by the new, in a base year.

    Lines of other years are left out.
    """
    assert old.provenance.budget_digest == new.provenance.budget_digest, "two budgets, not one"
    pack = new.pack
    pairs = [
        (before, after)
        for before, after in zip(old.results, new.results, strict=True)
        if before.line.year == year
    ]
    lines = tuple(_open_line(pack, *pair) for pair in pairs if _is_open(*pair))
    shifts = _shifts([pair for pair in pairs if not _is_open(*pair)], lines)
    moved = sum(shift.after - shift.before for shift in shifts.values())
    assert moved == 0, "base transfers made or lost money"
    return BaseTransfer(
        old=old,
        new=new,
        year=year,
        clause=pack.clause_on(Question.BASE_TRANSFER),
        treasuries=tuple(_by_treasury(pack, shifts)),
        open_lines=lines,
    )


def growth(transfer: BaseTransfer, later: Allocation, *, year: int) -> tuple[TreasuryGrowth, ...]:
    """Hold a later year, by the new shares, against the base year, treasury by treasury.

    An item counts for a treasury where nothing of it is open in the base year nor in the later.
    """
    pack = transfer.new.pack
    results = [result for result in later.results if result.line.year == year]
    opened = (_open_line(pack, result, result) for result in results if result.open)
    unknown = {
        (treasury, line.item)
        for line in (*transfer.open_lines, *opened)
        for treasury in line.treasuries
    }
    shifts = {
        (held.treasury, each.item): each.shift
        for held in transfer.treasuries
        for each in held.items
    }
    paid = _paid(results)
    known = {key: _growth(shifts.get(key), paid.get(key, 0)) for key in {*shifts, *paid} - unknown}
    compared = {held.treasury for held in transfer.treasuries}
    grown = _growths(pack, {**dict.fromkeys(unknown), **known})
    above = {government.id for government in pack.above()} - compared
    return tuple(held for held in grown if held.treasury not in above)


def by_payer(transfer: BaseTransfer) -> dict[str, Fen]:
    """Add up what treasuries receive (below 0: give) by government, as far as it is known."""
    lower = transfer.new.pack.lower.id
    units = {unit.id for unit in transfer.new.pack.units}
    found: dict[str, Fen] = {}
    for held in transfer.treasuries:
        payer = lower if held.treasury in units else held.treasury
        found[payer] = found.get(payer, 0) + (held.whole.transfer or 0)
    return found


_Key = tuple[str, str | None]
"""A treasury and an item."""


def _growth(shift: Shift | None, after: Fen) -> Growth:
    if shift is None:
        return Growth(0, 0, after)
    return Growth(shift.before, shift.after - shift.before, after)


def _growths(pack: RulePack, held: Mapping[_Key, Growth | None]) -> Iterator[TreasuryGrowth]:
    """Give the growth of every treasury, in the pack's order."""
    for treasury in _treasuries(pack):
        items = tuple(
            ItemGrowth(item, held[treasury, item])
            for item in items_of(pack)
            if (treasury, item) in held
        )
        known = [each.growth for each in items if each.growth is not None]
        whole = Growth(
            before=sum(each.before for each in known),
            transfer=sum(each.transfer for each in known),
            after=sum(each.after for each in known),
        )
        if items:
            yield TreasuryGrowth(treasury, whole, items)


def _is_open(before: LineResult, after: LineResult) -> bool:
    return before.open != 0 or after.open != 0


def _open_line(pack: RulePack, before: LineResult, after: LineResult) -> OpenLine:
    line = after.line
    city = [] if pack.upper is None else [pack.upper.id]
    units = (pack.unit_by_id[name] for name in (line.unit, line.counterpart) if name is not None)
    counties = dict.fromkeys(unit.id for unit in units if pack.is_lower(unit))
    return OpenLine(
        line=line.id,
        unit=line.unit,
        item=line.item,
        open_before=before.open,
        open_after=after.open,
        needs=tuple(dict.fromkeys((*before.needs, *after.needs))),
        treasuries=(*city, *counties),
    )


def _shifts(
    settled: Sequence[tuple[LineResult, LineResult]], lines: Sequence[OpenLine]
) -> Mapping[_Key, Shift]:
    """Add up every treasury's items."""
    before = _paid(before for before, _ in settled)
    after = _paid(after for _, after in settled)
    counts = _added((key, 1) for pair in settled for key in {*_paid(pair[:1]), *_paid(pair[1:])})
    opened = _added(((treasury, line.item), 1) for line in lines for treasury in line.treasuries)
    standings = _standings(settled)
    return {
        key: Shift(
            before=before.get(key, 0),
            after=after.get(key, 0),
            settled=counts.get(key, 0),
            open_lines=opened.get(key, 0),
            standing=standings.get(key),
        )
        for key in {**before, **after, **opened}
    }


def _paid(results: Iterable[LineResult]) -> dict[_Key, Fen]:
    """Add up what each treasury pays of each item."""
    return _added(
        ((payment.payer_treasury, result.line.item), payment.amount)
        for result in results
        for payment in result.payments
    )


def _standings(settled: Iterable[tuple[LineResult, LineResult]]) -> dict[_Key, Standing]:
    """Find the weakest of what payments rest on that are not the same under both shares."""
    found: dict[_Key, Standing] = {}
    for before, after in settled:
        for payment in _changed(before, after):
            key = (payment.payer_treasury, after.line.item)
            if payment.standing is not None:
                found[key] = weakest(found.get(key, payment.standing), payment.standing)
    return found


def _changed(before: LineResult, after: LineResult) -> Iterator[Payment]:
    """List the payments, old and new, of the treasuries that come to bear another amount."""
    was, is_now = _paid((before,)), _paid((after,))
    for payment in (*before.payments, *after.payments):
        key = (payment.payer_treasury, after.line.item)
        if was.get(key, 0) != is_now.get(key, 0):
            yield payment


def _by_treasury(pack: RulePack, shifts: Mapping[_Key, Shift]) -> Iterator[TreasuryShift]:
    above = {government.id for government in pack.above()}
    for treasury in _treasuries(pack):
        items = tuple(
            ItemShift(item, shifts[treasury, item])
            for item in items_of(pack)
            if (treasury, item) in shifts
        )
        is_moved = any(each.shift.before != each.shift.after for each in items)
        if is_moved or (items and treasury not in above):
            yield TreasuryShift(treasury, _together([each.shift for each in items]), items)


def _together(shifts: Sequence[Shift]) -> Shift:
    standings = [shift.standing for shift in shifts if shift.standing is not None]
    return Shift(
        before=sum(shift.before for shift in shifts),
        after=sum(shift.after for shift in shifts),
        settled=sum(shift.settled for shift in shifts),
        open_lines=sum(shift.open_lines for shift in shifts),
        standing=weakest(*standings) if standings else None,
    )


def _added(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    found: dict[_Key, int] = {}
    for key, amount in pairs:
        found[key] = found.get(key, 0) + amount
    return found


def _treasuries(pack: RulePack) -> tuple[str, ...]:
    """Name the treasuries between which money moves: governments' own, then every county's."""
    own = (government.id for government in pack.governments if government != pack.lower)
    return (*own, *(unit.id for unit in pack.units if pack.is_lower(unit)))
