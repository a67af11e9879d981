"""Totals by label: what the lines that carry one word on their money add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal_rules.model.money import Fen

MOST_VALUES = 1000
"""How many values of one label are told apart, those with the most money; the others are one."""


@dataclass(frozen=True, slots=True)
class LabelledSums:
    """What some lines add up to: ``paid`` by each government of the pack, in its order.

    Payers and ``open`` add up to ``amount``.
    """

    lines: int
    amount: Fen
    paid: tuple[Fen, ...]
    open: Fen


@dataclass(frozen=True, slots=True)
class LabelValue:
    """What the lines with one value of a label add up to; None where it is blank."""

    value: str | None
    sums: LabelledSums


@dataclass(frozen=True, slots=True)
class LabelTotals:
    """What lines add up to by one label: values with the most money first, the blank last.

    ``others`` are the ``untold`` values beyond those told apart. All add up to the whole.
    """

    column: str
    values: tuple[LabelValue, ...]
    untold: int
    others: LabelledSums | None

    @property
    def whole(self) -> LabelledSums:
        """What all lines add up to."""
        others = () if self.others is None else (self.others,)
        return add_labelled([*(held.sums for held in self.values), *others])


def add_labelled(sums: Sequence[LabelledSums]) -> LabelledSums:
    """Add up sums, of which there must be some.

    >>> one = LabelledSums(1, 100, (40, 50), 10)
    >>> add_labelled([one, one])
    LabelledSums(lines=2, amount=200, paid=(80, 100), open=20)
    """
    return LabelledSums(
        lines=sum(held.lines for held in sums),
        amount=sum(held.amount for held in sums),
        paid=tuple(sum(column) for column in zip(*(held.paid for held in sums), strict=True)),
        open=sum(held.open for held in sums),
    )


def less(whole: LabelledSums, part: LabelledSums) -> LabelledSums:
    """Give what a part leaves of a whole.

    >>> less(LabelledSums(3, 100, (40,), 60), LabelledSums(1, 10, (4,), 6))
    LabelledSums(lines=2, amount=90, paid=(36,), open=54)
    """
    paid = zip(whole.paid, part.paid, strict=True)
    return LabelledSums(
        lines=whole.lines - part.lines,
        amount=whole.amount - part.amount,
        paid=tuple(all_of - some for all_of, some in paid),
        open=whole.open - part.open,
    )


def told_apart(column: str, values: Iterable[LabelValue]) -> LabelTotals:
    """Order the values of a label, and make one of those beyond the most that are told apart."""
    held = list(values)
    blank = [one for one in held if one.value is None]
    said = sorted((one for one in held if one.value is not None), key=_rank)
    untold = said[MOST_VALUES:]
    others = add_labelled([one.sums for one in untold]) if untold else None
    return LabelTotals(column, (*said[:MOST_VALUES], *blank), len(untold), others)


def shortened(totals: LabelTotals, most: int) -> LabelTotals:
    """Tell fewer values apart: so many of those with the most money, and the blank.

    >>> one = LabelledSums(1, 100, (100,), 0)
    >>> values = (LabelValue("a", one), LabelValue("b", one), LabelValue(None, one))
    >>> short = shortened(LabelTotals("document", values, 0, None), 1)
    >>> [held.value for held in short.values], short.untold, short.others
    (['a', None], 1, LabelledSums(lines=1, amount=100, paid=(100,), open=0))
    """
    said = [one for one in totals.values if one.value is not None]
    if len(said) <= most:
        return totals
    blank = [one for one in totals.values if one.value is None]
    held = [] if totals.others is None else [totals.others]
    others = add_labelled([*(one.sums for one in said[most:]), *held])
    untold = totals.untold + len(said) - most
    return LabelTotals(totals.column, (*said[:most], *blank), untold, others)


def _rank(one: LabelValue) -> tuple[Fen, str]:
    return -one.sums.amount, one.value or ""
