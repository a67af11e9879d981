"""The sheet of the legal basis: a row for each clause, where figures of other sheets lead."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fiscal_rules.model.plan import Clause
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.output.report import Report
from fiscal_rules.output.rule_words import rule_words
from fiscal_rules.output.workbook.book import BASIS, FIRST_CLAUSE, Book
from fiscal_rules.output.workbook.cells import write_value
from fiscal_rules.output.workbook.drawing import Canvas, draw_notes
from fiscal_rules.output.workbook.looks import Kind
from fiscal_rules.output.workbook.page import TITLE_ROW, freeze, open_page, write_title
from fiscal_rules.output.workbook.widths import height_of

_HEADS = (
    Text("条款", "clause"),
    Text("位置", "place"),
    Text("原文摘引", "quoted words"),
    Text("内容概述（非原文）", "what it says (our words)"),
    Text("据此建立的规则", "rules made from it"),
    Text("规则代码", "rule ids"),
)
_WIDTHS = (9, 16, 44, 50, 66, 30)
_DOCUMENT = Text("{title}（{number}），{published} 印发", "{title} ({number}), issued {published}")
_NO_RULES = Text("没有规则：{reason}", "no rules: {reason}")
_SEVERAL = Text("{number}）{words}", "{number}) {words}")


def write_basis(book: Book, report: Report) -> None:
    """Write every clause of the pack, in the document's order."""
    pack = report.allocation.pack
    sheet = open_page(book, BASIS, report.run)
    canvas = Canvas(book, sheet, _WIDTHS)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    write_title(book, sheet, BASIS)
    document = pack.document
    said = _DOCUMENT.fill(
        title=document.title, number=document.number, published=document.published
    )
    head = draw_notes(canvas, [said.say(book.lang)], top=TITLE_ROW + 1)
    assert head + 1 == FIRST_CLAUSE, "the links of other sheets lead to these rows"
    for column, title in enumerate(_HEADS):
        write_value(sheet, (head, column), title.say(book.lang), book.look(Kind.HEAD))
    for at, clause in enumerate(pack.clauses, start=FIRST_CLAUSE):
        _write_clause(book, sheet, _cells(pack, clause, book), at=at)
    freeze(sheet, head=head, columns=1)
    sheet.autofilter(head, 0, head + max(len(pack.clauses), 1), len(_HEADS) - 1)


def _write_clause(book: Book, sheet: Worksheet, cells: tuple[str, ...], *, at: int) -> None:
    sheet.set_row(at, height_of(zip(cells, _WIDTHS, strict=True)))
    for column, text in enumerate(cells):
        write_value(sheet, (at, column), text, book.look(Kind.WORDS))


def _cells(pack: RulePack, clause: Clause, book: Book) -> tuple[str, ...]:
    rules = [rule for rule in pack.rules if rule.clause == clause.id]
    said = [rule_words(pack, rule) for rule in rules]
    if len(said) > 1:
        said = [_SEVERAL.fill(number=n, words=words) for n, words in enumerate(said, start=1)]
    if not said and clause.reason is not None:
        said = [_NO_RULES.fill(reason=clause.reason)]
    return (
        clause.id,
        clause.place,
        clause.quote,
        clause.summary.say(book.lang),
        "\n".join(text.say(book.lang) for text in said),
        "\n".join(rule.id for rule in rules),
    )
