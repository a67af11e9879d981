"""Pages: how every sheet is laid out on paper and on the screen."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fiscal_rules.model.text import Text
from fiscal_rules.output.workbook.book import Book
from fiscal_rules.output.workbook.looks import FONT_SIZE, Kind

TITLE_ROW = 0
_A4 = 9
_TITLE_HEIGHT = 28.0
_FOOTER = Text(
    "&L&{size}运行编号 {run}&C&{size}第 &P 页，共 &N 页&R&{size}{sheet}",
    "&L&{size}Run {run}&C&{size}Page &P of &N&R&{size}{sheet}",
)


def open_page(book: Book, name: Text, run: str) -> Worksheet:
    """Add a sheet: A4 across, one page wide, with page numbers and the id of the run."""
    sheet = book.file.add_worksheet(name.say(book.lang))
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    footer = _FOOTER.fill(run=run, size=FONT_SIZE - 2, sheet=name)
    sheet.set_footer(footer.say(book.lang))
    sheet.hide_gridlines(2)
    return sheet


def write_title(book: Book, sheet: Worksheet, title: Text) -> None:
    """Write the title of a sheet; it is repeated on every page."""
    sheet.set_row(TITLE_ROW, _TITLE_HEIGHT)
    sheet.write_string(TITLE_ROW, 0, title.say(book.lang), book.look(Kind.TITLE))


def freeze(sheet: Worksheet, *, head: int, columns: int) -> None:
    """Keep the rows down to a header, and the first columns, in view; repeat the header in print."""
    sheet.freeze_panes(head + 1, columns)
    sheet.repeat_rows(head)
