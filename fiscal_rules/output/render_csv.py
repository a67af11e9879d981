"""Render the ``lines`` table as CSV: RFC 4180 with line feeds, in UTF-8 that Excel recognises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from fiscal_rules.model.text import Lang
from fiscal_rules.output.lines import line_columns, line_rows
from fiscal_rules.output.report import Report

_MUST_QUOTE = re.compile(r'[",\r\n]|^\s|\s$')
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")


def render_csv(report: Report, _lang: Lang) -> bytes:
    """Write one row a line, under English names in every language; refused rows are not in it."""
    allocation = report.allocation
    rows = [line_columns(allocation), *line_rows(allocation)]
    return write_rows(rows)


def write_rows(rows: Iterable[Iterable[str]]) -> bytes:
    """Write rows of cells, the first of them the header."""
    return "".join(csv_row(row) for row in rows).encode("utf-8-sig")


def harmless(text: str) -> str:
    """Keep a text from becoming a formula when a spreadsheet opens it; numbers stay numbers.

    >>> harmless("=1+1"), harmless("＠SUM"), harmless("-5.00"), harmless("莘县")
    ("'=1+1", "'＠SUM", '-5.00', '莘县')
    """
    first = unicodedata.normalize("NFKC", text[:1])
    if first in _BEGINS_A_FORMULA and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_row(cells: Iterable[str]) -> str:
    """Write a row: its cells harmless, quoted where they must be."""
    return ",".join(_quoted(harmless(cell)) for cell in cells) + "\n"


def _quoted(text: str) -> str:
    if _MUST_QUOTE.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
