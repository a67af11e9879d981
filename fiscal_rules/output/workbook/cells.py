"""Cells: the values that a workbook holds exactly, and the writing of one of them."""

from __future__ import annotations

import re
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiscal_rules.model.money import FEN_PER_YUAN, Fen, grouped_yuan
from fiscal_rules.output.workbook.limits import EXACT_FEN, MOST_SIGNS

_PERCENT = re.compile(r"-?[0-9]+\.[0-9]{2}%")
_SIGNS_OF_PERCENT = 100

Value = str | int | float


def money_value(fen: Fen) -> Value:
    """Give the number that a cell holds for an amount; a text where no number is exact.

    The nearest double, written with fifteen digits, is the same fen again.

    >>> money_value(30), money_value(10**15)
    (0.3, '10,000,000,000,000.00')
    """
    return fen / FEN_PER_YUAN if abs(fen) < EXACT_FEN else grouped_yuan(fen)


def fen_of(text: str) -> Fen:
    """Read an amount that was written in yuan with at most two decimals.

    >>> fen_of("1000.00"), fen_of("80.5"), fen_of("74")
    (100000, 8050, 7400)
    """
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(2, "0"))


def percent_value(text: str) -> float | None:
    """Read a percentage that a section has written; None for any other text.

    >>> percent_value("33.33%"), percent_value("x")
    (0.3333, None)
    """
    if not _PERCENT.fullmatch(text):
        return None
    return float(Decimal(text.removesuffix("%")) / _SIGNS_OF_PERCENT)


def write_value(sheet: Worksheet, at: tuple[int, int], value: Value, look: Format) -> None:
    """Write a number as a number and a text as a text, whatever the text looks like."""
    if isinstance(value, str):
        sheet.write_string(*at, _fitting(value), look)
    else:
        sheet.write_number(*at, value, look)


def write_link(
    sheet: Worksheet, at: tuple[int, int], value: Value, *, target: str, look: Format
) -> None:
    """Write a value that leads elsewhere in the book; a number stays a number."""
    sheet.write_url(*at, target, look)
    write_value(sheet, at, value, look)


def _fitting(text: str) -> str:
    """Cut what no cell holds, and show that it is cut."""
    return text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS - 1]}…"
