"""Formats: every form in which a report is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

from fiscal_rules.model.text import Lang
from fiscal_rules.output.parquet.render_parquet import write_decisions, write_parquet
from fiscal_rules.output.render_csv import render_csv
from fiscal_rules.output.render_json import render_json
from fiscal_rules.output.render_markdown import render_markdown
from fiscal_rules.output.render_terminal import render_terminal
from fiscal_rules.output.report import Report
from fiscal_rules.output.workbook.render_xlsx import render_xlsx
from fiscal_rules.output.write import Output


@dataclass(frozen=True, slots=True)
class Format:
    """A form of a report: its name, the suffixes of its files, and what renders it."""

    name: str
    suffixes: tuple[str, ...]
    render: Callable[[Report, Lang], bytes]

    def outputs(self, report: Report, lang: Lang, path: Path) -> tuple[Output, ...]:
        """Give the files that a report makes in this form at a path."""
        return ((path, self.render(report, lang)),)


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A form that is files alone, each written as it is made: its name, suffixes, and its files."""

    name: str
    suffixes: tuple[str, ...]
    files: tuple[tuple[str, Callable[[Report, Path], None]], ...]
    """What is put before a file's suffix, and what writes it."""

    def outputs(self, report: Report, _lang: Lang, path: Path) -> tuple[Output, ...]:
        """Give the files that a report makes in this form at a path."""
        return tuple(
            (path.with_name(f"{path.stem}{mark}{path.suffix}"), partial(write, report))
            for mark, write in self.files
        )


FORMATS: tuple[Format, ...] = (
    Format("table", (), render_terminal),
    Format("json", (".json",), render_json),
    Format("csv", (".csv",), render_csv),
    Format("md", (".md",), render_markdown),
    Format("xlsx", (".xlsx",), render_xlsx),
)
"""A format is added here, and nowhere else; one without suffixes is for the terminal only."""


FILE_FORMATS: tuple[Format | TableFormat, ...] = (
    *FORMATS,
    TableFormat("parquet", (".parquet",), (("", write_parquet), (".decisions", write_decisions))),
)


def known_suffixes() -> tuple[str, ...]:
    """List the suffixes of all formats."""
    return tuple(suffix for form in FILE_FORMATS for suffix in form.suffixes)


def format_named(name: str) -> Format | None:
    """Find a format by its name."""
    return next((form for form in FORMATS if form.name == name), None)


def format_for(path: str | PurePath) -> Format | TableFormat | None:
    """Find the format of a file by its suffix; None where no format has it.

    >>> format_for("out/lines.CSV").name, format_for("report.pdf")
    ('csv', None)
    """
    suffix = PurePath(path).suffix.casefold()
    return next((form for form in FILE_FORMATS if suffix in form.suffixes), None)
