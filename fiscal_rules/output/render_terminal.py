"""Render a report for a terminal: tables that line up in Chinese, no wider than a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
_NARROWEST = 14
_TITLE = Text("【{title}】", "[{title}]")
_PIECES = re.compile(r"(?:[!-~]+|.)[ 、，。；：）》」]*")
"""What is not broken at the end of a line: a word, or a sign, and the mark after it."""


def render_terminal(report: Report, lang: Lang) -> bytes:
    """Write every section as a title and a table."""
    return draw_tables(report_title(report), sections_of(report), lang)


def draw_tables(title: Text, tables: Iterable[Table], lang: Lang) -> bytes:
    """Write tables below a title."""
    blocks = [title.say(lang), *(_section(table, lang) for table in tables)]
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
    said = _fitted(table, lang)
    sides = ["right" if column.kind is Kind.FIGURES else "left" for column in table.columns]
    bands = bands_of(said.all, keys=table.keys)
    yield "\n\n".join(_grid(said.cut(band), [sides[column] for column in band]) for band in bands)


@dataclass(frozen=True, slots=True)
class _Said:
    """A table in one language, its words broken into lines."""

    head: list[str]
    rows: list[list[str]]
    totals: list[list[str]]

    @property
    def all(self) -> list[list[str]]:
        return [self.head, *self.rows, *self.totals]

    def cut(self, band: Sequence[int]) -> _Said:
        head, rows, totals = (
            [[row[column] for column in band] for row in held]
            for held in ([self.head], self.rows, self.totals)
        )
        return _Said(head[0], rows, totals)


def _fitted(table: Table, lang: Lang) -> _Said:
    """Break words narrower where that makes the table fit a page, else as its columns say."""
    widest = max(column.width for column in table.columns)
    tried = (_said(table, lang, widest=width) for width in range(widest, _NARROWEST, -2))
    fitting = (said for said in tried if len(bands_of(said.all, keys=table.keys)) == 1)
    return next(fitting, None) or _said(table, lang, widest=widest)


def _said(table: Table, lang: Lang, *, widest: int) -> _Said:
    widths = [
        min(column.width, widest) if column.kind is Kind.WORDS else column.width
        for column in table.columns
    ]
    titles = (column.title.say(lang) for column in table.columns)
    head = [wrapped(title, width) for title, width in zip(titles, widths, strict=True)]
    rows, totals = (
        [
            [
                text if column.kind is Kind.FIGURES else wrapped(text, width)
                for text, column, width in zip(_row(row, lang), table.columns, widths, strict=True)
            ]
            for row in held
        ]
        for held in (table.rows, table.totals)
    )
    return _Said(head, rows, totals)


def _row(row: Row, lang: Lang) -> Iterable[str]:
    return (_one_line(say_cell(cell, lang)) for cell in row)


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


def _grid(said: _Said, sides: Sequence[str]) -> str:
    """Draw one grid; a table without titles is drawn without lines."""
    plain = not any(said.head)
    ruled = [SEPARATING_LINE, *said.totals] if said.totals and not plain else said.totals
    return tabulate(
        [*said.rows, *ruled],
        headers=() if plain else said.head,
        tablefmt="plain" if plain else "simple",
        colalign=sides,
        headersalign=None if plain else sides,
        disable_numparse=True,
    )
