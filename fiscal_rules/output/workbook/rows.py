"""The rows of the sheet of lines: one line's cells, with what has to be seen and where they lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xlsxwriter.worksheet import Worksheet

from fiscal_rules.model.vocabulary import Standing
from fiscal_rules.output.report import Report
from fiscal_rules.output.workbook.book import Book
from fiscal_rules.output.workbook.cells import Value, fen_of, money_value, write_link, write_value
from fiscal_rules.output.workbook.columns import PAYS, SEPARATOR, Layout, LineColumn
from fiscal_rules.output.workbook.looks import Kind, Trait
from fiscal_rules.output.workbook.widths import height_of

_NOTHING = "0.00"
_MOST_BROKEN = 20_000
"""With more lines than this texts stay on one line and blanks have no frame: nobody prints so
many, and the file is written and opened much faster."""


class Linked(StrEnum):
    """Which cells of a row lead to a clause."""

    FIGURES = "figures and clauses"
    CLAUSES = "clauses alone"
    NOTHING = "nothing"


class Breaking(StrEnum):
    """What becomes of texts that are wider than their column."""

    BROKEN = "broken"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """How rows are written: the columns, where they stand in a row of texts, and what they mean.

    The first ``framed`` columns have a frame where they are blank.
    """

    book: Book
    columns: tuple[LineColumn, ...]
    framed: int
    sources: Mapping[str, int]
    payers: frozenset[str]
    decided: frozenset[str]
    breaking: Breaking


@dataclass(frozen=True, slots=True)
class _Line:
    """What has to be seen of a line, and where its figures and its clauses lead."""

    is_open: bool
    is_assumed: bool
    figures: str | None
    clauses: str | None


def plan_of(book: Book, layout: Layout, report: Report) -> RowPlan:
    """Plan the rows. Money from above is as reported: no clause decides it, nothing assumes it."""
    columns = layout.columns
    breaking = Breaking.BROKEN if report.totals.lines <= _MOST_BROKEN else Breaking.CUT
    above = {f"{PAYS}{government.id}" for government in report.allocation.pack.above()}
    payers = frozenset(column.id for column in layout.printed if column.id.startswith(PAYS))
    return RowPlan(
        book=book,
        columns=columns,
        framed=len(layout.printed) if breaking is Breaking.BROKEN else 0,
        sources={column.id: column.source for column in layout.printed},
        payers=payers,
        decided=payers - above,
        breaking=breaking,
    )


def write_row(
    plan: RowPlan, sheet: Worksheet, texts: Sequence[str], *, at: int, linked: Linked
) -> None:
    """Write one line."""
    line = _line(plan, texts, linked)
    said = [column.say(texts[column.source]) for column in plan.columns]
    if plan.breaking is Breaking.BROKEN:
        held = zip(said, plan.columns, strict=True)
        broken = ((text, column.width) for text, column in held if column.kind is Kind.WORDS)
        sheet.set_row(at, height_of(broken))
    for index, (column, text) in enumerate(zip(plan.columns, said, strict=True)):
        if _is_blank(plan, line, column, text):
            if index < plan.framed:
                sheet.write_blank(at, index, None, plan.book.look(column.kind))
        else:
            _write(plan, sheet, line, at=(at, index), text=text)


def _line(plan: RowPlan, texts: Sequence[str], linked: Linked) -> _Line:
    clauses = texts[plan.sources["clauses"]]
    # The first clause is that of the line's item.
    target = plan.book.targets.get(clauses.partition(SEPARATOR)[0])
    return _Line(
        is_open=texts[plan.sources["open"]] != _NOTHING,
        is_assumed=texts[plan.sources["standing"]] == Standing.ASSUMED,
        figures=target if linked is Linked.FIGURES else None,
        clauses=None if linked is Linked.NOTHING else target,
    )


def _is_blank(plan: RowPlan, line: _Line, column: LineColumn, text: str) -> bool:
    """Tell whether nothing is known: where money is open, a payer's 0.00 is no result."""
    return not text or (line.is_open and text == _NOTHING and column.id in plan.payers)


def _write(plan: RowPlan, sheet: Worksheet, line: _Line, *, at: tuple[int, int], text: str) -> None:
    column = plan.columns[at[1]]
    kind = Kind.LONG if plan.breaking is Breaking.CUT and column.kind is Kind.WORDS else column.kind
    value, target = _value(kind, text), _target(plan, line, column)
    traits = _traits(plan, line, column, text)
    if target is None:
        write_value(sheet, at, value, plan.book.look(kind, *traits))
    else:
        look = plan.book.look(kind, *traits, Trait.LINKED)
        write_link(sheet, at, value, target=target, look=look)


def _target(plan: RowPlan, line: _Line, column: LineColumn) -> str | None:
    if column.id == "clauses":
        return line.clauses
    is_decided = column.id in plan.decided or (column.id == "open" and line.is_open)
    return line.figures if is_decided else None


def _traits(plan: RowPlan, line: _Line, column: LineColumn, text: str) -> tuple[Trait, ...]:
    if line.is_open and column.id in {"open", "status"}:
        return (Trait.OPEN,)
    is_placed = column.id in plan.decided and text != _NOTHING
    if line.is_assumed and (is_placed or column.id == "standing"):
        return (Trait.ASSUMED,)
    return ()


def _value(kind: Kind, text: str) -> Value:
    match kind:
        case Kind.MONEY:
            return money_value(fen_of(text))
        case Kind.YEAR | Kind.COUNT:
            return int(text)
        case Kind.NUMBER:
            return float(text)
        case _:
            return text
