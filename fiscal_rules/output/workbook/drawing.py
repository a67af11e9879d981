"""Drawing: the tables of the report on a sheet, downwards, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fiscal_rules.output import tables
from fiscal_rules.output.tables import Cell, Column, Count, Money, Row, Table, say_cell
from fiscal_rules.output.workbook.book import Book
from fiscal_rules.output.workbook.cells import (
    Value,
    money_value,
    percent_value,
    write_link,
    write_value,
)
from fiscal_rules.output.workbook.limits import EXACT_FEN
from fiscal_rules.output.workbook.looks import Kind, Trait
from fiscal_rules.output.workbook.marks import clause_in, traits_in
from fiscal_rules.output.workbook.widths import LINE_HEIGHT, fitting_width, height_of

_T = TypeVar("_T")
_LEAST, _MOST_FIRST, _MOST_WORDS, _MOST_FIGURES, _MOST_HEAD = 9, 46, 90, 22, 14
_HEADING_HEIGHT = 22.0
_MOST_NOTE = 150
"""How wide a note runs at most before it is broken."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A sheet, and the widths of its columns."""

    book: Book
    sheet: Worksheet
    widths: tuple[int, ...]


def name_first(table: Table) -> Table:
    """Put the name of an item before its clause, so that names stand in the first column."""
    if len(table.columns) < 2 or table.columns[0].title.en != "clause":  # noqa: PLR2004
        return table
    return replace(
        table,
        columns=_swapped(table.columns),
        rows=tuple(_swapped(row) for row in table.rows),
        totals=tuple(_swapped(row) for row in table.totals),
    )


def _swapped(row: tuple[_T, ...]) -> tuple[_T, ...]:
    return row[1], row[0], *row[2:]


def canvas_for(book: Book, sheet: Worksheet, held: Sequence[Table]) -> Canvas:
    """Choose the widths of a sheet's columns by all tables that it will hold, and set them."""
    count = max((len(table.columns) for table in held), default=0)
    widths = tuple(_width(book, held, index) for index in range(count)) or (_MOST_FIRST,)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    return Canvas(book, sheet, widths)


def _width(book: Book, held: Sequence[Table], index: int) -> int:
    """Fit a column; the words that end a narrower table may run on over the columns beside."""
    most = max(len(table.columns) for table in held)
    fitted = [
        _fitted(book, table, index)
        for table in held
        if index < len(table.columns) and not _runs_on(table, index, most)
    ]
    return max(fitted, default=_LEAST)


def _fitted(book: Book, table: Table, index: int) -> int:
    """Fit a column of one table; its title may be broken."""
    column = table.columns[index]
    cells = [say_cell(row[index], book.lang) for row in (*table.rows, *table.totals)]
    title = fitting_width([column.title.say(book.lang)], least=_LEAST, most=_MOST_HEAD)
    if column.kind is tables.Kind.FIGURES:
        most = _MOST_FIGURES
    else:
        # Terminals are narrower than sheets.
        most = min(column.width * 3 // 2, _MOST_WORDS) if index else _MOST_FIRST
    return fitting_width(cells, least=title, most=most)


def _runs_on(table: Table, index: int, most: int) -> bool:
    last = len(table.columns) - 1
    return 0 < index == last < most - 1 and table.columns[index].kind is tables.Kind.WORDS


def draw_table(canvas: Canvas, table: Table, *, top: int) -> int:
    """Draw a table with its title, from a row on; give the row below it, after a blank one."""
    heading = canvas.book.look(Kind.HEADING)
    canvas.sheet.set_row(top, _HEADING_HEIGHT)
    canvas.sheet.write_string(top, 0, table.title.say(canvas.book.lang), heading)
    below = draw_body(canvas, table, top=top + 1)
    return draw_notes(canvas, [note.say(canvas.book.lang) for note in table.notes], top=below) + 1


def draw_body(canvas: Canvas, table: Table, *, top: int) -> int:
    """Draw the header, the rows and the totals of a table; give the row below them."""
    at = top
    if any(column.title.zh for column in table.columns):
        _draw_head(canvas, table, top)
        at += 1
    first = at
    for row in table.rows:
        _draw_row(canvas, table, row, at=at)
        at += 1
    for row in table.totals:
        _draw_total(canvas, table, row, at=at, rows=(first, first + len(table.rows)))
        at += 1
    return at


def draw_notes(canvas: Canvas, notes: Iterable[str], *, top: int) -> int:
    """Draw notes over the width of the sheet; give the row below them."""
    look = canvas.book.look(Kind.NOTE)
    span, width = _span(canvas.widths, _MOST_NOTE)
    for at, note in enumerate(notes, start=top):
        canvas.sheet.set_row(at, height_of([(note, width)]))
        if span > 1:
            canvas.sheet.merge_range(at, 0, at, span - 1, "", look)
        write_value(canvas.sheet, (at, 0), note, look)
        top = at + 1
    return top


def _span(widths: Sequence[int], most: int) -> tuple[int, int]:
    """Count how many columns are together not wider than a width, and how wide they are."""
    count, total = 1, widths[0]
    while count < len(widths) and total + widths[count] <= most:
        total += widths[count]
        count += 1
    return count, total


def _draw_head(canvas: Canvas, table: Table, at: int) -> None:
    book = canvas.book
    titles = [column.title.say(book.lang) for column in table.columns]
    canvas.sheet.set_row(at, height_of(zip(titles, _room(canvas, table), strict=True)) + 4)
    for index, (column, title) in enumerate(zip(table.columns, titles, strict=True)):
        target = book.targets.get(column.title.zh)
        if target is None:
            _spread(canvas, table, at=(at, index), kind=Kind.HEAD)
            write_value(canvas.sheet, (at, index), title, book.look(Kind.HEAD))
        else:
            look = book.look(Kind.HEAD, Trait.LINKED)
            write_link(canvas.sheet, (at, index), title, target=target, look=look)


def _draw_row(canvas: Canvas, table: Table, row: Row, *, at: int) -> None:
    canvas.sheet.set_row(at, _height(canvas, table, row))
    for index in range(len(row)):
        _draw_cell(canvas, table, row, at=(at, index), traits=traits_in(table, row, index))


def _draw_total(canvas: Canvas, table: Table, row: Row, *, at: int, rows: tuple[int, int]) -> None:
    """Draw a row of totals: a live sum where a figure is the sum of the rows above it."""
    canvas.sheet.set_row(at, _height(canvas, table, row))
    for index, cell in enumerate(row):
        traits = (Trait.TOTAL, *traits_in(table, row, index))
        if isinstance(cell, Money | Count) and _adds_up(table, index, cell):
            letter = xl_col_to_name(index)
            formula = f"=SUM({letter}{rows[0] + 1}:{letter}{rows[1]})"
            kind = _kind(table.columns[index], cell)
            value = _value(kind, cell, canvas.book)
            canvas.sheet.write_formula(at, index, formula, canvas.book.look(kind, *traits), value)
        else:
            _draw_cell(canvas, table, row, at=(at, index), traits=traits)


def _adds_up(table: Table, index: int, total: Money | Count) -> bool:
    if not table.rows or (isinstance(total, Money) and abs(total.fen) >= EXACT_FEN):
        return False
    return sum(_size(row[index]) for row in table.rows) == _size(total)


def _size(cell: Cell) -> int:
    match cell:
        case Money(fen):
            return fen
        case Count(number):
            return number
        case _:
            return 0


def _draw_cell(
    canvas: Canvas, table: Table, row: Row, *, at: tuple[int, int], traits: Sequence[Trait]
) -> None:
    book, index = canvas.book, at[1]
    column, cell = table.columns[index], row[index]
    kind = _kind(column, cell)
    value = _value(kind, cell, book)
    _spread(canvas, table, at=at, kind=kind)
    clause = clause_in(table, row, index=index, clauses=book.targets)
    if cell is None:
        canvas.sheet.write_blank(*at, None, book.look(kind, *traits))
    elif clause is None:
        write_value(canvas.sheet, at, value, book.look(kind, *traits))
    else:
        look = book.look(kind, *traits, Trait.LINKED)
        write_link(canvas.sheet, at, value, target=book.targets[clause], look=look)


def _spread(canvas: Canvas, table: Table, *, at: tuple[int, int], kind: Kind) -> None:
    """Let the words that end a narrower table run over the columns beside it."""
    if _runs_on(table, at[1], len(canvas.widths)):
        last = at[1] + _running_span(canvas, table)[0] - 1
        if last > at[1]:
            canvas.sheet.merge_range(*at, at[0], last, "", canvas.book.look(kind))


def _running_span(canvas: Canvas, table: Table) -> tuple[int, int]:
    """Say over how many columns the last words of a table run: as many as they need."""
    index = len(table.columns) - 1
    cells = (say_cell(row[index], canvas.book.lang) for row in table.rows)
    wanted = fitting_width(cells, least=_LEAST, most=_MOST_NOTE)
    count, width = 1, canvas.widths[index]
    while width < wanted and index + count < len(canvas.widths):
        width += canvas.widths[index + count]
        count += 1
    return count, width


def _room(canvas: Canvas, table: Table) -> Sequence[int]:
    """Say how wide the cells of a row are."""
    widths = list(canvas.widths[: len(table.columns)])
    if _runs_on(table, len(widths) - 1, len(canvas.widths)):
        widths[-1] = _running_span(canvas, table)[1]
    return widths


def _height(canvas: Canvas, table: Table, row: Row) -> float:
    said = (say_cell(cell, canvas.book.lang) for cell in row)
    held = zip(said, table.columns, _room(canvas, table), strict=True)
    return max(
        height_of(
            (text, width) for text, column, width in held if column.kind is tables.Kind.WORDS
        ),
        LINE_HEIGHT,
    )


def _kind(column: Column, cell: Cell) -> Kind:
    match cell:
        case Money():
            return Kind.MONEY
        case Count():
            return Kind.COUNT
        case str() if column.kind is tables.Kind.FIGURES:
            return Kind.PERCENT
        case _:
            return Kind.MONEY if column.kind is tables.Kind.FIGURES else Kind.WORDS


def _value(kind: Kind, cell: Cell, book: Book) -> Value:
    match cell:
        case Money(fen):
            return money_value(fen)
        case Count(number):
            return number
        case str() if kind is Kind.PERCENT:
            share = percent_value(cell)
            return cell if share is None else share
        case _:
            return say_cell(cell, book.lang)
