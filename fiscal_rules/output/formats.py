"""Formats: every form in which a report is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

from fiscal_rules.model.text import Lang
from fiscal_rules.output.html.render_html import render_html
from fiscal_rules.output.parquet.render_parquet import write_decisions, write_parquet
from fiscal_rules.output.parquet.render_settlements import write_settlements
from fiscal_rules.output.render_csv import render_csv
from fiscal_rules.output.render_json import render_json
from fiscal_rules.output.render_markdown import render_markdown
from fiscal_rules.output.render_terminal import render_terminal
from fiscal_rules.output.report import Report
from fiscal_rules.output.settled.write_csv import write_settlements_csv
from fiscal_rules.output.workbook.render_xlsx import render_xlsx
from fiscal_rules.output.write import Output


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside another, where there is something to write: what marks its name, what writes it."""

    mark: str
    is_there: Callable[[Report], bool]
    write: Callable[[Report, Path], None]

    def outputs(self, report: Report, path: Path) -> tuple[Output, ...]:
        """Give the file, if there is one."""
        if not self.is_there(report):
            return ()
        return ((_marked(path, self.mark), partial(self.write, report)),)


def _marked(path: Path, mark: str) -> Path:
    return path.with_name(f"{path.stem}{mark}{path.suffix}")


def _settles(report: Report) -> bool:
    return report.allocation.settlements is not None


@dataclass(frozen=True, slots=True)
class Format:
    """A form of a report: its name, the suffixes of its files, and what renders it."""

    name: str
    suffixes: tuple[str, ...]
    render: Callable[[Report, Lang], bytes]
    beside: tuple[Beside, ...] = ()

    def outputs(self, report: Report, lang: Lang, path: Path) -> tuple[Output, ...]:
        """Give the files that a report makes in this form at a path."""
        beside = (output for each in self.beside for output in each.outputs(report, path))
        return ((path, self.render(report, lang)), *beside)


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A form that is files alone, each written as it is made: its name, suffixes, and its files."""

    name: str
    suffixes: tuple[str, ...]
    files: tuple[tuple[str, Callable[[Report, Path], None]], ...]
    """What is put before a file's suffix, and what writes it."""
    beside: tuple[Beside, ...] = ()

    def outputs(self, report: Report, _lang: Lang, path: Path) -> tuple[Output, ...]:
        """Give the files that a report makes in this form at a path."""
        files = ((_marked(path, mark), partial(write, report)) for mark, write in self.files)
        beside = (output for each in self.beside for output in each.outputs(report, path))
        return (*files, *beside)


FORMATS: tuple[Format, ...] = (
    Format("table", (), render_terminal),
    Format("json", (".json",), render_json),
    Format(
        "csv", (".csv",), render_csv, (Beside(".settlements", _settles, write_settlements_csv),)
    ),
    Format("md", (".md",), render_markdown),
    Format("html", (".html",), render_html),
    Format("xlsx", (".xlsx",), render_xlsx),
)
"""A format is added here, and nowhere else; one without suffixes is for the terminal only."""


FILE_FORMATS: tuple[Format | TableFormat, ...] = (
    *FORMATS,
    TableFormat(
        "parquet",
        (".parquet",),
        (("", write_parquet), (".decisions", write_decisions)),
        (Beside(".settlements", _settles, write_settlements),),
    ),
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
