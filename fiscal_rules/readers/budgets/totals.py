"""Rows of totals: recognised, held against the rows that they total, and left out of the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.money import yuan
from fiscal_rules.model.text import folded
from fiscal_rules.model.vocabulary import COLUMN_BY_ID
from fiscal_rules.readers.budgets.cells import MoneyUnit, Unreadable, exact_fen, read_money
from fiscal_rules.readers.budgets.messages import tables
from fiscal_rules.readers.budgets.records import Record
from fiscal_rules.readers.budgets.table import rows_listed

_SUBTOTAL = re.compile(r".*(小计|subtotal)")
_TOTAL = re.compile(r"(合计|总计|合计数|总计数|total|grandtotal|全市合计|全市总计)[:：]?")
_LABELLED = ("line", "unit", "item")
_TOTALLED = (
    "amount",
    "central_funds",
    "province_funds",
    "agreed_subsidy",
    "performance_amount",
    "deduction",
)


@dataclass(frozen=True, slots=True)
class Totals:
    """What is left when rows of totals are taken out, with what was found wrong in them."""

    records: tuple[Record, ...]
    problems: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Total:
    record: Record
    label: str
    totalled: tuple[Record, ...]


def take_out_totals(records: Sequence[Record], place: Place) -> Totals:
    """Separate rows of totals from the lines; a total that does not add up is a problem.

    A 小计 totals the lines since the total before it, a 合计 all lines above it.
    """
    lines: list[Record] = []
    found: list[_Total] = []
    since = 0
    for record in records:
        label = _label(record)
        if label is None:
            lines.append(record)
            continue
        totalled = lines[since:] if _SUBTOTAL.fullmatch(folded(label)) else lines
        found.append(_Total(record, label, tuple(totalled)))
        since = len(lines)
    problems = tuple(problem for total in found for problem in _wrong(total))
    notes = tuple(_notes(found, place)) if not problems else ()
    return Totals(tuple(lines), problems, notes)


def _label(record: Record) -> str | None:
    """Give the word by which a row says that it is a total, None for a line."""
    if any(record.cells.get(column, "").strip() for column in ("year", "function_code")):
        return None
    texts = [record.cells.get(column, "") for column in _LABELLED] + list(record.extra.values())
    for text in texts:
        if _TOTAL.fullmatch(folded(text)) or _SUBTOTAL.fullmatch(folded(text)):
            return text.strip()
    return None


def _wrong(total: _Total) -> Iterator[Diagnostic]:
    for column in _TOTALLED:
        text = total.record.cells.get(column, "").strip()
        if not text:
            continue
        unit = total.record.units.get(column, MoneyUnit.YUAN)
        stated = exact_fen(text, unit)
        parts = _sum(total.totalled, column)
        name = COLUMN_BY_ID[column].name
        place = total.record.places[column]
        if isinstance(stated, Unreadable):
            yield stated.at(place, name, text)
        # Half a fen: the noise of a number that a workbook added up itself.
        elif parts is not None and abs(stated - parts) * 2 >= 1:
            yield tables.TOTAL_WRONG.at(
                place,
                label=total.label,
                column=name,
                stated=yuan(round(stated)),
                sum=yuan(parts),
            )


def _sum(records: Sequence[Record], column: str) -> int | None:
    """Add up a column; None where a cell of it cannot be read (its row is refused)."""
    total = 0
    for record in records:
        text = record.cells.get(column, "").strip()
        fen = read_money(text, record.units.get(column, MoneyUnit.YUAN)) if text else 0
        if isinstance(fen, Unreadable) or record.broken:
            return None
        total += fen
    return total


def _notes(found: Sequence[_Total], place: Place) -> Iterator[Diagnostic]:
    checked = [int(t.record.row) for t in found if _sum(t.totalled, "amount") is not None]
    unchecked = [int(t.record.row) for t in found if _sum(t.totalled, "amount") is None]
    for numbers, message in (
        (checked, tables.TOTALS_LEFT_OUT),
        (unchecked, tables.TOTALS_UNCHECKED),
    ):
        if numbers:
            yield message.at(place, rows=rows_listed(numbers))
