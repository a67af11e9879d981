"""Render a report as a workbook, whose figures lead to the clauses that decide them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook

from fiscal_rules.model.text import Lang
from fiscal_rules.output.report import Report
from fiscal_rules.output.titles import report_title
from fiscal_rules.output.workbook.basis import write_basis
from fiscal_rules.output.workbook.book import Book, targets_of
from fiscal_rules.output.workbook.lines import write_lines
from fiscal_rules.output.workbook.looks import FONT_SIZE, FONTS, looks_of
from fiscal_rules.output.workbook.stacked import (
    write_flows,
    write_labels,
    write_parameters,
    write_provenance,
    write_questions,
    write_settlements,
    write_summary,
    write_unit_items,
)

_CREATED = datetime(2020, 1, 1, tzinfo=UTC)
"""A workbook says when it was made; the same run has to make the same bytes."""
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
    write_provenance,
)
"""A sheet is added here, and nowhere else."""


def render_xlsx(report: Report, lang: Lang) -> bytes:
    """Write every sheet. A row is given to a file as soon as it is written, and not kept."""
    content = BytesIO()
    options = {
        "constant_memory": True,
        "default_format_properties": {"font_name": FONTS[lang], "font_size": FONT_SIZE},
    }
    with Workbook(content, options) as file:
        file.set_properties({"title": report_title(report).say(lang), "created": _CREATED})
        clauses = tuple(report.allocation.pack.clause_by_id)
        book = Book(file, lang, looks_of(file, lang), targets_of(clauses, lang))
        for write in SHEETS:
            write(book, report)
    return content.getvalue()
