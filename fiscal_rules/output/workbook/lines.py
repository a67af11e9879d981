"""The sheet of lines: every line with its result, ready to be filtered, added up and printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fiscal_rules.model.money import Fen
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS, Standing
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import TOTAL
from fiscal_rules.output.workbook.book import BASIS, LINES, Book
from fiscal_rules.output.workbook.cells import money_value, write_value
from fiscal_rules.output.workbook.columns import PAYS, Layout, layout_of, line_texts
from fiscal_rules.output.workbook.drawing import Canvas, draw_notes
from fiscal_rules.output.workbook.limits import (
    AS_TEXT,
    EXACT_FEN,
    MOST_LINES,
    MOST_LINKS,
    lines_cut,
)
from fiscal_rules.output.workbook.looks import Kind, Trait
from fiscal_rules.output.workbook.page import TITLE_ROW, freeze, open_page, write_title
from fiscal_rules.output.workbook.rows import Linked, plan_of, write_row
from fiscal_rules.output.workbook.widths import height_of

_TITLE = Text("{sheet}（金额单位：元）", "{sheet} (amounts in yuan)").fill(sheet=LINES)
_ALL_LINKED = Text(
    "蓝色的数字和条款号可点击，跳到“{basis}”表中决定该行的条款；上级资金按填报数列示，不由条款决定。",
    "Figures and clause numbers in blue lead to the clause that decides the line, on the sheet "
    "“{basis}”; money from above is as reported.",
)
_SOME_LINKED = Text(
    "Excel 每张表最多 {most} 个链接，所以只有前 {rows} 行的条款号可点击，跳到“{basis}”表；"
    "其余各行请按条款号在该表查找。",
    "Excel reads {most} links on a sheet: only the clause numbers of the first {rows} lines lead to "
    "the sheet “{basis}”; for the others look up the clause there.",
)
_READING = Text(
    "某级负担空白：没有明确由它负担。依据强度为“{assumed}”的行，市县负担数底色浅黄；待定金额底色浅橙。"
    "打印到“{last}”列为止，其右是填报表的其他各列。",
    "A payer left blank: nothing is placed on it. Where the standing is “{assumed}”, what is paid "
    "below the province has a light yellow ground; open amounts have a light orange one. Print ends "
    "with “{last}”; the other columns of the budget stand to the right.",
)
_FROZEN = "item"
_LIVE = 2**53
"""Sums of doubles are off by less than their number × their sum ÷ this."""


@dataclass(frozen=True, slots=True)
class Links:
    """How many rows have links on their figures and clauses, and on their clauses alone."""

    whole: int
    clauses: int

    def of(self, number: int) -> Linked:
        """Say which cells of a row have links, counted from 0."""
        if number < self.whole:
            return Linked.FIGURES
        return Linked.CLAUSES if number < self.clauses else Linked.NOTHING


def write_lines(book: Book, report: Report) -> None:
    """Write every line that a sheet holds, in the order of the budget."""
    layout = layout_of(report, book.lang)
    sheet = open_page(book, LINES, report.run)
    for at, column in enumerate(layout.columns):
        sheet.set_column(at, at, column.width)
    write_title(book, sheet, _TITLE)
    links = links_of(report, layout)
    canvas = Canvas(book, sheet, tuple(column.width for column in layout.printed))
    notes = [note.say(book.lang) for note in _notes(report, layout, links)]
    total = draw_notes(canvas, notes, top=TITLE_ROW + 1)
    head, count = total + 1, min(report.totals.lines, MOST_LINES)
    _write_totals(book, sheet, _totals(report, layout), rows=(head + 1, head + count))
    _write_head(book, sheet, layout, at=head)
    plan = plan_of(book, layout, report)
    for number, texts in enumerate(islice(line_texts(report), MOST_LINES)):
        write_row(plan, sheet, texts, at=head + 1 + number, linked=links.of(number))
    _lay_out(sheet, layout, head=head, last=head + max(count, 1))


def links_of(report: Report, layout: Layout) -> Links:
    """Link every figure where Excel reads so many links; else the clauses of the first rows."""
    count = report.totals.lines
    # The amounts of payers, what is open, and the clauses.
    on_a_line = sum(column.id.startswith(PAYS) for column in layout.printed) + 2
    if count * on_a_line <= MOST_LINKS:
        return Links(count, count)
    return Links(0, min(count, MOST_LINKS))


def _notes(report: Report, layout: Layout, links: Links) -> Iterator[Text]:
    said = {"basis": BASIS, "most": f"{MOST_LINKS:,}", "rows": f"{links.clauses:,}"}
    yield (_ALL_LINKED if links.whole == report.totals.lines else _SOME_LINKED).fill(**said)
    last = layout.printed[-1].title
    yield _READING.fill(assumed=TERMS[Standing.ASSUMED], last=last)
    if report.totals.amount >= EXACT_FEN:
        yield AS_TEXT
    if report.totals.lines > MOST_LINES:
        yield lines_cut(report.totals.lines)


def _totals(report: Report, layout: Layout) -> Mapping[int, Fen]:
    """Give what each column of amounts adds up to, by where it stands."""
    sums = report.totals
    by_column = {f"{PAYS}{paid.payer}": paid.amount or 0 for paid in sums.paid}
    by_column |= {"amount": sums.amount, "open": sums.open}
    return {
        at: by_column[column.id]
        for at, column in enumerate(layout.printed)
        if column.id in by_column
    }


def _write_totals(
    book: Book, sheet: Worksheet, totals: Mapping[int, Fen], *, rows: tuple[int, int]
) -> None:
    """Write the totals above the header, where neither filters nor sorting move them."""
    at = rows[0] - 2
    look = book.look(Kind.MONEY, Trait.TOTAL)
    sheet.write_string(at, 0, TOTAL.say(book.lang), book.look(Kind.WORDS, Trait.TOTAL))
    for column in range(1, max(totals) + 1):
        if column not in totals:
            sheet.write_blank(at, column, None, book.look(Kind.WORDS, Trait.TOTAL))
            continue
        value = money_value(totals[column])
        formula = _sum(column, rows, totals[column])
        if formula is None:
            write_value(sheet, (at, column), value, look)
        else:
            sheet.write_formula(at, column, formula, look, value)


def _sum(column: int, rows: tuple[int, int], total: Fen) -> str | None:
    """Make the formula of a total that gives every fen; None where the sheet cannot add it up."""
    count = rows[1] - rows[0] + 1
    if total >= EXACT_FEN or not 0 < count < MOST_LINES:
        return None
    letter = xl_col_to_name(column)
    cells = f"{letter}{rows[0] + 1}:{letter}{rows[1] + 1}"
    if 2 * (count + 1) * total < _LIVE:
        return f"=SUM({cells})"
    # So many or so large doubles add up exactly only as whole fen.
    return f"=SUMPRODUCT(ROUND({cells}*100,0))/100"


def _write_head(book: Book, sheet: Worksheet, layout: Layout, *, at: int) -> None:
    titles = [(column.title, column.width) for column in layout.columns]
    sheet.set_row(at, height_of(titles) + 4)
    for index, (title, _) in enumerate(titles):
        write_value(sheet, (at, index), title, book.look(Kind.HEAD))


def _lay_out(sheet: Worksheet, layout: Layout, *, head: int, last: int) -> None:
    freeze(sheet, head=head, columns=layout.place(_FROZEN) + 1)
    sheet.autofilter(head, 0, last, len(layout.columns) - 1)
    sheet.print_area(0, 0, last, len(layout.printed) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{head + 2}:XFD{last + 1}"})
