"""Sheets of tables: those that show sections of the report, one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fiscal_rules.model.label import MOST_VALUES
from fiscal_rules.model.text import Text
from fiscal_rules.output.pictures import pictures_of
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.doubts import (
    open_questions,
    reading_notes,
    refused_rows,
    remarks,
    unlisted_items,
)
from fiscal_rules.output.sections.labels import labelled, labels
from fiscal_rules.output.sections.lines import lines
from fiscal_rules.output.sections.order import SECTIONS, Section
from fiscal_rules.output.sections.origin import parameters_used, run_provenance
from fiscal_rules.output.sections.settlements import (
    MOST_ON_A_SHEET,
    listed,
    settlement_totals,
    settlements,
    settlements_by_payer,
)
from fiscal_rules.output.sections.transfers import flows, received_from_the_city
from fiscal_rules.output.sections.whole import CLAUSES_AS_HEADS, unit_items
from fiscal_rules.output.tables import Row, Table
from fiscal_rules.output.titles import report_title
from fiscal_rules.output.workbook.book import BASIS, LINES, Book
from fiscal_rules.output.workbook.charts import draw_figures
from fiscal_rules.output.workbook.drawing import (
    canvas_for,
    draw_body,
    draw_notes,
    draw_table,
    name_first,
)
from fiscal_rules.output.workbook.limits import AS_TEXT, EXACT_FEN, MOST_LINES, lines_cut
from fiscal_rules.output.workbook.matrix import matrix
from fiscal_rules.output.workbook.page import TITLE_ROW, freeze, open_page, write_title

UNIT_ITEMS = Text("县区×事项", "Unit × item")
FLOWS = Text("资金流向", "Flows")
PARAMETERS = Text("参数", "Parameters used")
QUESTIONS = Text("待定", "Open questions")
PROVENANCE = Text("来源", "Provenance")
SUMMARY = Text("概况", "Summary")
SETTLEMENTS = Text("结算", "Settlements")
LABELS = Text("标签", "Labels")
_MADE_ELSEWHERE: dict[Section, Text] = {
    unit_items: UNIT_ITEMS,
    flows: FLOWS,
    parameters_used: PARAMETERS,
    **dict.fromkeys((open_questions, unlisted_items, remarks), QUESTIONS),
    **dict.fromkeys((run_provenance, refused_rows, reading_notes), PROVENANCE),
    lines: LINES,
    labels: LABELS,
    **dict.fromkeys((settlement_totals, settlements_by_payer, settlements), SETTLEMENTS),
}
"""Where the sections stand that do not stand in the summary."""
_AMOUNTS = Text("{sheet}（金额单位：元）", "{sheet} (amounts in yuan)")
_LEADS = Text(
    "蓝色的数字和条款号可点击，跳到“{basis}”表中决定它的条款。底色浅黄的为“假定”，底色浅橙的为“待定”，"
    "所在的行或列也写明了这两个词。",
    "Figures and clause numbers in blue lead to the clause that decides them, on the sheet "
    "“{basis}”. What is assumed has a light yellow ground, what is open a light orange one; the "
    "words stand in its row or column too.",
).fill(basis=BASIS)
_NOTHING = Text("没有。", "There is nothing here.")


def write_summary(book: Book, report: Report) -> None:
    """Write what the budget comes to: every section that no other sheet shows."""
    here = [section for section in SECTIONS if section not in _MADE_ELSEWHERE]
    held = [
        _without_items(table, book) if section is received_from_the_city else table
        for section, table in _made(here, report)
    ]
    _stack(book, report, name=SUMMARY, title=report_title(report), held=held)


def write_unit_items(book: Book, report: Report) -> None:
    """Write what each item costs in each unit, and what each county receives for it."""
    held = [matrix(report), *(table for _, table in _made((received_from_the_city,), report))]
    _stack(book, report, name=UNIT_ITEMS, title=_AMOUNTS.fill(sheet=UNIT_ITEMS), held=held)


def write_pictures(book: Book, report: Report) -> None:
    """Draw what the report shows as pictures, each beside its cells."""
    pictures = pictures_of(report)
    if pictures:
        draw_figures(book, report.run, pictures)


def write_flows(book: Book, report: Report) -> None:
    """Write what each treasury gives another."""
    _single(book, report, name=FLOWS, title=_AMOUNTS.fill(sheet=FLOWS), table=flows(report))


def write_parameters(book: Book, report: Report) -> None:
    """Write the parameters that results rest on, with their sources."""
    table = parameters_used(report)
    _single(book, report, name=PARAMETERS, title=PARAMETERS, table=table)


def write_settlements(book: Book, report: Report) -> None:
    """Write what was settled, where anything was."""
    tables = (
        settlement_totals(report),
        settlements_by_payer(report),
        listed(report, most=MOST_ON_A_SHEET),
    )
    held = [name_first(table) for table in tables if table is not None]
    if held:
        _stack(book, report, name=SETTLEMENTS, title=_AMOUNTS.fill(sheet=SETTLEMENTS), held=held)


def write_labels(book: Book, report: Report) -> None:
    """Write what lines add up to by their labels, where any line carries one."""
    table = labelled(report, most=MOST_VALUES)
    if table is not None:
        _single(book, report, name=LABELS, title=_AMOUNTS.fill(sheet=LABELS), table=table)


def write_questions(book: Book, report: Report) -> None:
    """Write what open money waits for, then what is remarked on lines."""
    order = (open_questions, unlisted_items, remarks)
    held = [table for _, table in _made(order, report)]
    _stack(book, report, name=QUESTIONS, title=_AMOUNTS.fill(sheet=QUESTIONS), held=held)


def write_provenance(book: Book, report: Report) -> None:
    """Write what the run was made of, the rows that were refused, and what reading noticed."""
    order = (run_provenance, refused_rows, reading_notes)
    held = [table for _, table in _made(order, report)]
    _stack(book, report, name=PROVENANCE, title=PROVENANCE, held=held)


def _made(sections: Iterable[Section], report: Report) -> Iterable[tuple[Section, Table]]:
    for section in sections:
        table = section(report)
        if table is not None:
            yield section, name_first(table)


def _stack(book: Book, report: Report, *, name: Text, title: Text, held: Sequence[Table]) -> None:
    sheet = open_page(book, name, report.run)
    canvas = canvas_for(book, sheet, held)
    write_title(book, sheet, title)
    top = draw_notes(canvas, _notes(book, report, held), top=TITLE_ROW + 1) + 1
    for table in held:
        top = draw_table(canvas, table, top=top)
    freeze(sheet, head=TITLE_ROW, columns=0)


def _single(book: Book, report: Report, *, name: Text, title: Text, table: Table | None) -> None:
    """Write a sheet of one table, whose header stays in view and stands on every page."""
    if table is None:
        _stack(book, report, name=name, title=title, held=())
        return
    sheet = open_page(book, name, report.run)
    canvas = canvas_for(book, sheet, [table])
    write_title(book, sheet, title)
    head = draw_notes(canvas, _notes(book, report, [table]), top=TITLE_ROW + 1)
    below = draw_body(canvas, table, top=head)
    draw_notes(canvas, [note.say(book.lang) for note in table.notes], top=below)
    freeze(sheet, head=head, columns=1)
    sheet.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)


def _notes(book: Book, report: Report, held: Sequence[Table]) -> Iterable[str]:
    if not held:
        yield _NOTHING.say(book.lang)
    if any(_leads(table, book) for table in held):
        yield _LEADS.say(book.lang)
    if report.totals.amount >= EXACT_FEN:
        yield AS_TEXT.say(book.lang)
    if report.totals.lines > MOST_LINES:
        yield lines_cut(report.totals.lines).say(book.lang)


def _leads(table: Table, book: Book) -> bool:
    titles = [column.title for column in table.columns]
    return any(title.en == "clause" or title.zh in book.targets for title in titles)


def _without_items(table: Table, book: Book) -> Table:
    """Leave out the columns of single items, which another sheet has."""
    kept = [i for i, c in enumerate(table.columns) if c.title.zh not in book.targets]

    def cut(row: Row) -> Row:
        return tuple(row[index] for index in kept)

    return replace(
        table,
        columns=tuple(table.columns[index] for index in kept),
        rows=tuple(cut(row) for row in table.rows),
        totals=tuple(cut(row) for row in table.totals),
        notes=tuple(note for note in table.notes if note != CLAUSES_AS_HEADS),
    )
