"""Marks: which figures of a table are assumed or open, and which clause decides them."""

from __future__ import annotations

from collections.abc import Container

from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS, Standing, Status
from fiscal_rules.output.sections.whole import ASSUMED_SHARE, OF_WHICH_ASSUMED, OPEN, OPEN_COLUMN
from fiscal_rules.output.tables import Cell, Money, Row, Table
from fiscal_rules.output.workbook.cells import percent_value
from fiscal_rules.output.workbook.looks import Trait

_OF_WHICH_OPEN = Text("其中：待定", "of which open")
_SAY = {
    TERMS[Standing.ASSUMED]: Trait.ASSUMED,
    OF_WHICH_ASSUMED.title: Trait.ASSUMED,
    ASSUMED_SHARE.title: Trait.ASSUMED,
    OPEN: Trait.OPEN,
    OPEN_COLUMN.title: Trait.OPEN,
    _OF_WHICH_OPEN: Trait.OPEN,
    **{TERMS[status]: Trait.OPEN for status in Status if status is not Status.DETERMINED},
}
"""The words that say of a cell, or of the figures beside or below it, that they are not settled."""


def traits_in(table: Table, row: Row, index: int) -> tuple[Trait, ...]:
    """Say whether a cell is assumed or open: by its own words, or its row's or column's."""
    cell = row[index]
    if isinstance(cell, Text):
        said = [cell]
    elif _is_something(cell):
        said = [
            table.columns[index].title,
            *(label for label in row[:1] if isinstance(label, Text)),
        ]
    else:
        said = []
    found = {_SAY[words] for words in said if words in _SAY}
    # What is open is not assumed either: a figure has one mark.
    return (Trait.OPEN,) if Trait.OPEN in found else tuple(found)


def clause_in(table: Table, row: Row, *, index: int, clauses: Container[str]) -> str | None:
    """Name the clause that a cell leads to: one that it names, or that decides its figure."""
    cell, title = row[index], table.columns[index].title.zh
    if isinstance(cell, str):
        return cell if cell in clauses and table.columns[index].title.en == "clause" else None
    if not isinstance(cell, Money):
        return None
    if title in clauses:
        return title
    named = (c for c in clause_cells(table, row) if c in clauses)
    return next(named, None)


def clause_cells(table: Table, row: Row) -> tuple[str, ...]:
    """List the clauses that a row names."""
    pairs = zip(table.columns, row, strict=True)
    return tuple(c for column, c in pairs if column.title.en == "clause" and isinstance(c, str))


def _is_something(cell: Cell) -> bool:
    """Tell whether a figure is more than nothing."""
    match cell:
        case Money(fen):
            return fen != 0
        case str():
            return bool(percent_value(cell))
        case _:
            return False
