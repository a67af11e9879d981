"""Render a report as Markdown, with tables as GitHub draws them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.order import sections_of
from fiscal_rules.output.tables import Column, Kind, Row, Table, say_cell
from fiscal_rules.output.titles import report_title

_SPECIAL = re.compile(r"[\\`*_\[\]|~$]")
_MAKES_A_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_EMPTY_COMMENT = "<!-- -->"


def render_markdown(report: Report, lang: Lang) -> bytes:
    """Write every section as a heading and a table."""
    return mark_tables(report_title(report), sections_of(report), lang)


def mark_tables(title: Text, tables: Iterable[Table], lang: Lang) -> bytes:
    """Write tables below a title, each with a heading."""
    blocks = [f"# {escaped(title.say(lang))}"]
    for table in tables:
        blocks += _section(table, lang)
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str) -> str:
    r"""Keep a text from becoming a table cell, HTML, emphasis or a link.

    >>> escaped("a|b <i> http://x")
    'a\\|b &lt;i&gt; http:<!-- -->//x'
    """
    line = " ".join(_printable(text).split())
    html = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    marked = _SPECIAL.sub(lambda found: f"\\{found[0]}", html)
    return _MAKES_A_LINK.sub(_EMPTY_COMMENT, marked)


def _printable(text: str) -> str:
    return "".join(
        c if c.isprintable() or c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _section(table: Table, lang: Lang) -> Iterable[str]:
    yield f"## {escaped(table.title.say(lang))}"
    if table.columns:
        lines = [_head(table.columns, lang), _ruler(table.columns)]
        lines += [_row(row, lang) for row in (*table.rows, *table.totals)]
        yield "\n".join(lines)
    yield from (escaped(note.say(lang)) for note in table.notes)


def _head(columns: Iterable[Column], lang: Lang) -> str:
    return _piped(escaped(column.title.say(lang)) for column in columns)


def _ruler(columns: Iterable[Column]) -> str:
    return _piped("---:" if column.kind is Kind.FIGURES else "---" for column in columns)


def _row(row: Row, lang: Lang) -> str:
    return _piped(escaped(say_cell(cell, lang)) for cell in row)


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
