"""Formats: every form in which a report is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from fiscal_rules.model.text import Lang
from fiscal_rules.output.render_csv import render_csv
from fiscal_rules.output.render_json import render_json
from fiscal_rules.output.render_markdown import render_markdown
from fiscal_rules.output.render_terminal import render_terminal
from fiscal_rules.output.report import Report
from fiscal_rules.output.workbook.render_xlsx import render_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A form of a report: its name, the suffixes of its files, and what renders it."""

    name: str
    suffixes: tuple[str, ...]
    render: Callable[[Report, Lang], bytes]


FORMATS: tuple[Format, ...] = (
    Format("table", (), render_terminal),
    Format("json", (".json",), render_json),
    Format("csv", (".csv",), render_csv),
    Format("md", (".md",), render_markdown),
    Format("xlsx", (".xlsx",), render_xlsx),
)
"""A format is added here, and nowhere else; one without suffixes is for the terminal only."""


def known_suffixes() -> tuple[str, ...]:
    """List the suffixes of all formats."""
    return tuple(suffix for form in FORMATS for suffix in form.suffixes)


def format_named(name: str) -> Format | None:
    """Find a format by its name."""
    return next((form for form in FORMATS if form.name == name), None)


def format_for(path: str | PurePath) -> Format | None:
    """Find the format of a file by its suffix; None where no format has it.

    >>> format_for("out/lines.CSV").name, format_for("report.pdf")
    ('csv', None)
    """
    suffix = PurePath(path).suffix.casefold()
    return next((form for form in FORMATS if suffix in form.suffixes), None)
