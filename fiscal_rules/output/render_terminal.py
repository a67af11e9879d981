"""Render a report for a terminal: tables that line up in Chinese, no wider than a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tabulate import SEPARATING_LINE, tabulate
from wcwidth import wcswidth

from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.order import sections_of
from fiscal_rules.output.tables import Kind, Row, Table, say_cell
from fiscal_rules.output.titles import report_title

PAGE = 140
"""How many characters a table is wide at most; a wider one is cut into several."""
_GAP = 2
_TITLE = Text("【{title}】", "[{title}]")
_PIECES = re.compile(r"(?:[!-~]+|.)[ 、，。；：）》」]*")
"""What is not broken at the end of a line: a word, or a sign, and the mark after it."""


def render_terminal(report: Report, lang: Lang) -> bytes:
    """Write every section as a title and a table."""
    blocks = [report_title(report).say(lang)]
    blocks += (_section(table, lang) for table in sections_of(report))
    return ("\n\n".join(blocks) + "\n").encode()


def wrapped(text: str, width: int) -> str:
    r"""Break a text into lines that are no wider on a screen; Chinese signs are two wide.

    >>> wrapped("江北水城旅游度假区", 10)
    '江北水城旅\n游度假区'
    """
    lines = [""]
    for piece in _PIECES.findall(_one_line(text)):
        for part in _fitting(piece, width):
            if lines[-1] and wcswidth((lines[-1] + part).rstrip()) > width:
                lines.append("")
            lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def _fitting(piece: str, width: int) -> Iterable[str]:
    """Cut a word that alone is too wide."""
    return [piece] if wcswidth(piece.rstrip()) <= width else list(piece)


def _one_line(text: str) -> str:
    """Put a text on one line, with nothing in it that moves a terminal's cursor."""
    line = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)


def _section(table: Table, lang: Lang) -> str:
    title = _TITLE.fill(title=table.title).say(lang)
    notes = (wrapped(note.say(lang), PAGE) for note in table.notes)
    return "\n".join((title, *_drawn(table, lang), *notes))


def _drawn(table: Table, lang: Lang) -> Iterator[str]:
    if not table.columns:
        return
    head = [wrapped(column.title.say(lang), column.width) for column in table.columns]
    rows, totals = (_said(table, held, lang) for held in (table.rows, table.totals))
    sides = ["right" if column.kind is Kind.FIGURES else "left" for column in table.columns]
    bands = bands_of([head, *rows, *totals], keys=table.keys)
    grids = (
        _grid(_cut([head], band)[0], _cut(rows, band), _cut(totals, band), _cut([sides], band)[0])
        for band in bands
    )
    yield "\n\n".join(grids)


def bands_of(rows: Sequence[Sequence[str]], *, keys: int) -> list[list[int]]:
    """Cut the columns of a table into bands that fit a page, each beginning with the key columns.

    The first row is the head, around which tabulate leaves more room.

    >>> bands_of([["name", "x" * 80, "y" * 80]], keys=1)
    [[0, 1], [0, 2]]
    """
    head, *others = rows
    roomy = [[f"{cell}{' ' * _GAP}" for cell in head], *others]
    widths = [max(_width(cell) for cell in column) for column in zip(*roomy, strict=True)]
    bands = [list(range(keys))]
    for column in range(keys, len(widths)):
        if len(bands[-1]) > keys and _together(widths, [*bands[-1], column]) > PAGE:
            bands.append(list(range(keys)))
        bands[-1].append(column)
    return bands


def _together(widths: Sequence[int], band: Sequence[int]) -> int:
    return sum(widths[column] + _GAP for column in band) - _GAP


def _width(cell: str) -> int:
    return max(wcswidth(line) for line in cell.split("\n"))


def _cut(rows: Sequence[Sequence[str]], band: Sequence[int]) -> list[list[str]]:
    return [[row[column] for column in band] for row in rows]


def _said(table: Table, rows: Iterable[Row], lang: Lang) -> list[list[str]]:
    return [
        [wrapped(say_cell(c, lang), of.width) for c, of in zip(row, table.columns, strict=True)]
        for row in rows
    ]


def _grid(head: list[str], rows: list[list[str]], totals: list[list[str]], sides: list[str]) -> str:
    """Draw one grid; a table without titles is drawn without lines."""
    plain = not any(head)
    ruled = [SEPARATING_LINE, *totals] if totals and not plain else totals
    return tabulate(
        [*rows, *ruled],
        headers=() if plain else head,
        tablefmt="plain" if plain else "simple",
        colalign=sides,
        headersalign=None if plain else sides,
        disable_numparse=True,
    )
