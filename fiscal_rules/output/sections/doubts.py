"""Sections on what is not settled: open money, remarks, rows refused."""

from __future__ import annotations

from fiscal_rules.model.money import grouped_yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS, Duty, NeedKind, Status
from fiscal_rules.output.names import item_name, need_name
from fiscal_rules.output.places import place_name
from fiscal_rules.output.questions import OpenQuestion, RemarkGroup
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import OPEN_COLUMN
from fiscal_rules.output.tables import (
    Count,
    Row,
    Table,
    figures,
    joined,
    lines_named,
    money,
    words,
)

_LINES = words("涉及的行", "which lines", width=36)
_NUMBER_OF_LINES = figures("行数", "lines")
_CLAUSE = words("条款", "clause")
_WHAT_TO_DO = {
    NeedKind.PARAMETER: Text(
        "参数：写入参数文件，用 --parameters 给出。",
        "Parameter: write it in a file and give that with --parameters.",
    ),
    NeedKind.COLUMN: Text("列：在预算表的该列补填。", "Column: fill it in the budget."),
    NeedKind.MEASURE: Text(
        "因素数据：在“因素”表中为每个县补填。",
        "Measure: fill it in the table of measures for every county.",
    ),
    NeedKind.DECISION: Text(
        "决定：文件未作规定，须由有权机关明确。",
        "Decision: the document does not say; it has to be decided.",
    ),
}
_COUNTED_UNDER_EACH = Text(
    "一行缺几样内容时，在每一样下各计一次，所以各行相加大于待定合计 {open} 元。",
    "A line that waits for several things is counted under each: the rows add up to more than "
    "the {open} yuan that are open.",
)


def open_questions(report: Report) -> Table | None:
    """Say what open money waits for, with the lines and how much money each question holds up."""
    if not report.questions:
        return None
    pack = report.allocation.pack
    kinds = {question.kind for question in report.questions}
    hints = (said for kind, said in _WHAT_TO_DO.items() if kind in kinds)
    return Table(
        Text("待定的资金及原因", "What is open, and why"),
        (
            words("类别", "kind"),
            words("等待的内容", "waits for", width=32),
            _CLAUSE,
            _NUMBER_OF_LINES,
            OPEN_COLUMN,
            _LINES,
        ),
        tuple(_question(pack, question) for question in report.questions),
        notes=(*_counted(report), *hints),
        keys=2,
    )


def _question(pack: RulePack, question: OpenQuestion) -> Row:
    name = need_name(pack, question.kind, question.id)
    if question.kind is NeedKind.PARAMETER:
        name = Text("{name} {id}", "{name} {id}").fill(name=name, id=question.id)
    return (
        TERMS[Status.OUTSIDE if question.kind is None else question.kind],
        name,
        question.clause,
        Count(question.lines.count),
        money(question.open),
        lines_named(question.lines.first, question.lines.count),
    )


def _counted(report: Report) -> tuple[Text, ...]:
    """Say that the rows add up to more than what is open, where they do."""
    if sum(question.open for question in report.questions) == report.totals.open:
        return ()
    return (_COUNTED_UNDER_EACH.fill(open=grouped_yuan(report.totals.open)),)


def unlisted_items(report: Report) -> Table | None:
    """List the items that the pack does not know, with the nearest that it does."""
    pack = report.allocation.pack
    if not report.unlisted:
        return None
    return Table(
        Text("规则包未列的事项", "Items that the pack does not know"),
        (
            words("行", "line"),
            words("填报的事项", "item as reported"),
            words("名称最接近的事项", "nearest in name", width=60),
        ),
        tuple(
            (held.line, held.text, joined(item_name(pack, item) for item in held.nearest))
            for held in report.unlisted
        ),
    )


def remarks(report: Report) -> Table | None:
    """List duties and findings with their lines."""
    if not report.remarks:
        return None
    return Table(
        Text("义务与提示", "Duties and findings"),
        (
            words("类别", "kind"),
            words("内容", "what", width=42),
            _CLAUSE,
            _NUMBER_OF_LINES,
            _LINES,
        ),
        tuple(_remark(group) for group in report.remarks),
        keys=2,
    )


def _remark(group: RemarkGroup) -> Row:
    kind = Text("义务", "duty") if isinstance(group.id, Duty) else Text("提示", "finding")
    named = lines_named(group.lines.first, group.lines.count)
    return kind, TERMS[group.id], group.clause, Count(group.lines.count), named


def refused_rows(report: Report) -> Table | None:
    """List the rows that were refused, each with every reason."""
    refused = report.allocation.budget.refused
    if not refused:
        return None
    return Table(
        Text("退回的行（未计入任何合计）", "Rows refused (in no total)"),
        (
            words("行", "row"),
            words("位置", "place"),
            words("代码", "code"),
            words("问题", "problem", width=44),
            words("怎么办", "what to do", width=36),
        ),
        tuple(
            (
                row.row,
                None if problem.place is None else place_name(problem.place),
                problem.code,
                problem.message,
                problem.hint,
            )
            for row in refused
            for problem in row.problems
        ),
    )


def reading_notes(report: Report) -> Table | None:
    """Say what was noticed while the budget was read."""
    notes = report.allocation.budget.notes
    if not notes:
        return None
    return Table(
        Text("读取说明", "Notes on reading"),
        (words("位置", "place"), words("说明", "note", width=80)),
        tuple((None if n.place is None else place_name(n.place), n.message) for n in notes),
    )
