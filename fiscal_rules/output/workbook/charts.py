"""Charts: figures on a sheet of their own, each beside the cells that it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

from xlsxwriter.worksheet import Worksheet

from fiscal_rules.model.text import Text
from fiscal_rules.output.figures import Bars, Curves, Figure, Stacking, Waterfall, table_of
from fiscal_rules.output.tables import Table
from fiscal_rules.output.workbook.book import Book
from fiscal_rules.output.workbook.drawing import Canvas, canvas_for, draw_table
from fiscal_rules.output.workbook.page import TITLE_ROW, freeze, open_page, write_title

FIGURES = Text("图", "Figures")
_ROWS_OF_A_CHART = 24
_CHART_SIZE = {"width": 760, "height": 440}


class _Kind(TypedDict, total=False):
    type: Literal["bar", "line", "column"]
    subtype: Literal["stacked"]


def draw_figures(book: Book, run: str, figures: Sequence[Figure]) -> None:
    """Draw each figure beside its cells; one that no chart of a workbook shows is its cells alone."""
    held = [table_of(figure) for figure in figures]
    sheet = open_page(book, FIGURES, run)
    canvas = canvas_for(book, sheet, held)
    write_title(book, sheet, FIGURES)
    top = TITLE_ROW + 2
    for figure, table in zip(figures, held, strict=True):
        below = draw_table(canvas, table, top=top)
        if isinstance(figure, Bars | Curves | Waterfall):
            _draw_chart(canvas, figure, table, head=top + 1)
            below = max(below, top + _ROWS_OF_A_CHART)
        top = below + 1
    freeze(sheet, head=TITLE_ROW, columns=0)


def _draw_chart(
    canvas: Canvas, figure: Bars | Curves | Waterfall, table: Table, *, head: int
) -> None:
    book, sheet = canvas.book, canvas.sheet
    chart = book.file.add_chart(_kind(figure))
    assert chart is not None, "the kinds of chart are the library's own"
    first, last = head + 1, head + len(table.rows)
    # Of the waterfall only what each step moves is drawn, not the sum so far.
    count = 1 if isinstance(figure, Waterfall) else len(table.columns) - 1
    for column in range(1, 1 + count):
        chart.add_series(
            {
                "name": _cells(sheet, head, column, head, column),
                "categories": _cells(sheet, first, 0, last, 0),
                "values": _cells(sheet, first, column, last, column),
            }
        )
    chart.set_size(_CHART_SIZE)
    chart.set_title({"name": table.title.say(book.lang), "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    # A chart of lying bars has its labels on the other axis. They stand beside negative amounts.
    labels, amounts = {"label_position": "low"}, {"num_format": "#,##0"}
    if isinstance(figure, Bars):
        chart.set_y_axis({**labels, "reverse": True})
        chart.set_x_axis(amounts)
    else:
        chart.set_x_axis(labels)
        chart.set_y_axis(amounts)
    sheet.insert_chart(head - 1, len(canvas.widths) + 1, chart)


def _kind(figure: Bars | Curves | Waterfall) -> _Kind:
    match figure:
        case Bars(stacking=Stacking.PARTS):
            return {"type": "bar", "subtype": "stacked"}
        case Bars():
            return {"type": "bar"}
        case Curves():
            return {"type": "line"}
        case Waterfall():
            return {"type": "column"}


def _cells(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> list[str | int]:
    return [sheet.get_name(), top, left, bottom, right]
