"""An answer as a workbook: its tables, its figures with the cells they are drawn from, its origin."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.figures import Figure
from fiscal_rules.output.tables import Money, Table
from fiscal_rules.output.workbook.book import Book, write_book
from fiscal_rules.output.workbook.charts import draw_figures
from fiscal_rules.output.workbook.drawing import canvas_for, draw_notes, draw_table
from fiscal_rules.output.workbook.limits import AS_TEXT, EXACT_FEN
from fiscal_rules.output.workbook.page import TITLE_ROW, freeze, open_page, write_title

_RESULTS = Text("结果", "Results")
_PROVENANCE = Text("来源", "Provenance")


def answer_workbook(
    title: Text,
    tables: Sequence[Table],
    figures: Sequence[Figure],
    made_of: Sequence[Table],
    *,
    run: str,
    lang: Lang,
) -> bytes:
    """Write tables, figures and what they were made of, a sheet each; ``run`` is the run's id."""

    def write(book: Book) -> None:
        _stack(book, run, name=_RESULTS, title=title, held=tables)
        if figures:
            draw_figures(book, run, figures)
        _stack(book, run, name=_PROVENANCE, title=_PROVENANCE, held=made_of)

    return write_book(title, lang, {}, write)


def _stack(book: Book, run: str, *, name: Text, title: Text, held: Sequence[Table]) -> None:
    sheet = open_page(book, name, run)
    canvas = canvas_for(book, sheet, held)
    write_title(book, sheet, title)
    notes = [AS_TEXT.say(book.lang)] if any(_is_large(table) for table in held) else []
    top = draw_notes(canvas, notes, top=TITLE_ROW + 1) + 1
    for table in held:
        top = draw_table(canvas, table, top=top)
    freeze(sheet, head=TITLE_ROW, columns=0)


def _is_large(table: Table) -> bool:
    cells = (cell for row in (*table.rows, *table.totals) for cell in row)
    return any(isinstance(cell, Money) and abs(cell.fen) >= EXACT_FEN for cell in cells)
