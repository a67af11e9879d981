"""The smallest budget that shows a difference: a line, or two of a pot, shrunk until nothing can go.

A line is made for what changed, filled in richly, and read and allocated under both packs. Where that
shows nothing, values that nobody gave are supposed. Then rows, cells and suppositions are left out
and numbers made simpler, as long as it still comes out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fiscal_rules.analysis.candidates import rows_for, rows_in
from fiscal_rules.analysis.difference import Box, Difference
from fiscal_rules.analysis.sample import Cells, Sample, Side, smaller, supposing
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.money import show_number

_ALWAYS = ("line", "unit", "year", "item", "amount")
_SIMPLE = tuple(
    number
    for power in range(-2, 10)
    for number in (Fraction(10) ** power, 2 * Fraction(10) ** power, 5 * Fraction(10) ** power)
)


@dataclass(frozen=True, slots=True)
class Witness:
    """A sample that comes out otherwise; ``old`` and ``new`` are its first line that does.

    ``before`` are all its lines under the old pack.
    """

    sample: Sample
    old: LineResult
    new: LineResult
    before: tuple[LineResult, ...]

    @property
    def cells(self) -> Cells:
        """The cells of the line that comes out otherwise."""
        return next(row for row in self.sample.rows if row["line"] == self.old.line.id)

    @property
    def moves_money(self) -> bool:
        """Tell whether any payer pays otherwise, or another amount is open."""
        return money_of(self.old) != money_of(self.new)


def smallest(found: Difference, old: Side, new: Side) -> Witness | None:
    """Find a sample that shows a difference, in money if any does; None where none is found."""
    return _first(lambda: rows_for(found), old, new)


def witness_of_box(box: Box, old: Side, new: Side) -> Witness | None:
    """Find a sample that shows what changes in some situations."""
    packs = (new.pack, old.pack)
    return _first(lambda: (row for pack in packs for row in rows_in(box, pack)), old, new)


def _first(rows: Callable[[], Iterable[Cells]], old: Side, new: Side) -> Witness | None:
    """Try money before anything else, and a row as it is before what is supposed."""
    for shows in (_in_money, _in_anything):
        for samples in (_bare, supposing):
            for row in rows():
                for sample in samples(row, (new, old)):
                    if _shown(sample, old, new, shows) is not None:
                        return _shrunk(sample, old, new, shows)
    return None


def _bare(row: Cells, _: Sequence[Side]) -> Iterator[Sample]:
    yield Sample((row,))


Shows = Callable[[LineResult, LineResult], bool]


def _in_money(old: LineResult, new: LineResult) -> bool:
    return money_of(old) != money_of(new)


def _in_anything(old: LineResult, new: LineResult) -> bool:
    return _essence(old) != _essence(new)


def money_of(result: LineResult) -> tuple[tuple[str, int], ...]:
    """Say what each treasury pays of a line, and what is open."""
    paid: dict[str, int] = {"open": result.open}
    for payment in result.payments:
        key = f"{payment.payer}/{payment.recipient}"
        paid[key] = paid.get(key, 0) + payment.amount
    return tuple(sorted((key, amount) for key, amount in paid.items() if amount))


def _essence(result: LineResult) -> object:
    return (
        money_of(result),
        result.status,
        result.authority,
        result.clauses,
        result.standing,
        frozenset(result.needs),
        frozenset(result.duties),
        frozenset(result.findings),
    )


def _shown(sample: Sample, old: Side, new: Side, shows: Shows) -> Witness | None:
    one, other = (sample.results(side) for side in (old, new))
    if one is None or other is None:
        return None
    otherwise = (pair for pair in zip(one, other, strict=True) if shows(*pair))
    pair = next(otherwise, None)
    return None if pair is None else Witness(sample, *pair, one)


def _shrunk(sample: Sample, old: Side, new: Side, shows: Shows) -> Witness:
    """Leave out what can be, then make numbers simpler, until neither can be."""
    while True:
        less = (s for s in _simpler(sample) if _shown(s, old, new, shows) is not None)
        found = next(less, None)
        if found is None:
            break
        sample = found
    witness = _shown(sample, old, new, shows)
    assert witness is not None, "what is shrunk still shows the difference"
    return witness


def _simpler(sample: Sample) -> Iterator[Sample]:
    """List samples that are simpler than one, the simplest first."""
    yield from smaller(sample)
    for i, row in enumerate(sample.rows):
        for cells in _simpler_row(row):
            yield replace(sample, rows=(*sample.rows[:i], cells, *sample.rows[i + 1 :]))


def _simpler_row(cells: Cells) -> Iterator[Cells]:
    optional = [column for column in cells if column not in _ALWAYS]
    if {"period_from", "period_to"} <= {*optional}:
        yield _without(cells, ("period_from", "period_to"))
    for column in optional:
        yield _without(cells, (column,))
    for column in ("amount", *optional):
        number = _number(cells[column])
        if number is not None:
            for simple in sorted(_SIMPLE, key=_weight):
                if _weight(simple) < _weight(number):
                    yield {**cells, column: show_number(simple)}


def _without(cells: Cells, columns: Sequence[str]) -> Cells:
    return {column: text for column, text in cells.items() if column not in columns}


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except ValueError:
        return None


def _weight(number: Fraction) -> tuple[int, int, Fraction]:
    """Say how hard a number is to read: by its digits, then by its size; parts of 1 come last."""
    digits = show_number(number).replace(".", "").strip("0")
    return (number < 1, len(show_number(number)), Fraction(int(digits or "0")) + number)
