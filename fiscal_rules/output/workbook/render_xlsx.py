"""Render a report as a workbook, whose figures lead to the clauses that decide them."""

from __future__ import annotations

from collections.abc import Callable

from fiscal_rules.model.text import Lang
from fiscal_rules.output.report import Report
from fiscal_rules.output.titles import report_title
from fiscal_rules.output.workbook.basis import write_basis
from fiscal_rules.output.workbook.book import Book, targets_of, write_book
from fiscal_rules.output.workbook.lines import write_lines
from fiscal_rules.output.workbook.stacked import (
    write_flows,
    write_labels,
    write_parameters,
    write_pictures,
    write_provenance,
    write_questions,
    write_settlements,
    write_summary,
    write_unit_items,
)

SHEETS: tuple[Callable[[Book, Report], None], ...] = (
    write_summary,
    write_unit_items,
    write_flows,
    write_lines,
    write_settlements,
    write_labels,
    write_parameters,
    write_basis,
    write_questions,
    write_pictures,
    write_provenance,
)
"""A sheet is added here, and nowhere else."""


def render_xlsx(report: Report, lang: Lang) -> bytes:
    """Write every sheet."""

    def write_sheets(book: Book) -> None:
        for write in SHEETS:
            write(book, report)

    clauses = tuple(report.allocation.pack.clause_by_id)
    return write_book(report_title(report), lang, targets_of(clauses, lang), write_sheets)
