"""Read a plain workbook into tables, one for each sheet: scanned first, then its values."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from fiscal_rules.model.diagnostic import BudgetRefusedError, Diagnostic, Place
from fiscal_rules.readers.budgets.archive import open_archive
from fiscal_rules.readers.budgets.messages import workbooks
from fiscal_rules.readers.budgets.sheet_scan import Scan, local_name, parse_xml, scan_sheet
from fiscal_rules.readers.budgets.table import (
    CellAt,
    Row,
    Table,
    cell_name,
    column_name,
    rows_listed,
)

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_EXACT_DIGITS = 15
"""What Excel shows of a number: a double holds no more decimal digits for certain."""
_HOLDS_FEN = 1e13
"""Yuan from which on a double does not hold the fen."""
Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


def read_xlsx(content: bytes, shown: str) -> tuple[Table, ...]:
    """Read every worksheet of a workbook; ``shown`` is its path."""
    parts = open_archive(content, shown)
    if _BOOK not in parts:
        raise BudgetRefusedError((workbooks.NOT_A_WORKBOOK.at(Place(shown), part=_BOOK),))
    sheets, recalculated = _sheets(parts, shown)
    scans = {
        sheet.name: scan_sheet(
            parts[sheet.part],
            path=shown,
            sheet=sheet.name,
            part=sheet.part,
            recalculated=recalculated,
        )
        for sheet in sheets
    }
    if not sheets:
        raise BudgetRefusedError((workbooks.NO_SHEET.at(Place(shown)),))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return tuple(_table(book, sheet, scans[sheet.name], shown) for sheet in sheets)
    except (CalamineError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        problem = workbooks.MALFORMED.at(Place(shown), part=_BOOK, reason=reason)
        raise BudgetRefusedError((problem,)) from error


def _sheets(parts: dict[str, bytes], shown: str) -> tuple[list[_Sheet], bool]:
    """List the worksheets in their order, and tell whether the book asks to be recalculated."""
    targets: dict[str, str] = {}
    listed: list[tuple[str, str, bool]] = []
    recalculated = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        is_sheet = attributes.get("Type", "").endswith("/worksheet")
        if local_name(name) == "Relationship" and is_sheet:
            target = attributes.get("Target", "")
            inside = target.removeprefix("/")
            path = inside if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path)

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            listed.append((attributes.get("name", ""), attributes.get(_ID, ""), hidden))
        elif local_name(name) == "calcPr" and attributes.get("fullCalcOnLoad") in {"1", "true"}:
            recalculated.append(True)

    parse_xml(parts.get(_RELATIONS, b"<none/>"), path=shown, part=_RELATIONS, start=relation)
    parse_xml(parts[_BOOK], path=shown, part=_BOOK, start=sheet)
    found = [
        _Sheet(name, targets[key], hidden)
        for name, key, hidden in listed
        if targets.get(key) in parts
    ]
    return found, bool(recalculated)


def _table(book: CalamineWorkbook, sheet: _Sheet, scan: Scan, shown: str) -> Table:
    if scan.first is None:
        return Table(shown, sheet.name, ())
    read = book.get_sheet_by_name(sheet.name)
    # Its rows begin with the first that is used, unless the area before is asked for.
    values = read.to_python(skip_empty_area=False)
    # It ends with the last row that has a value; rows of uncalculated formulas may come after.
    values += [[]] * (scan.last[0] - len(values))
    rows = tuple(Row(number, _texts(cells)) for number, cells in enumerate(values, start=1))
    return Table(
        shown,
        sheet.name,
        rows,
        broken={**scan.broken, **_inexact(values, sheet, shown)},
        merged=scan.merged,
        notes=tuple(_notes(sheet, scan, shown)),
    )


def _inexact(
    values: Sequence[Sequence[Value]], sheet: _Sheet, shown: str
) -> dict[CellAt, Diagnostic]:
    """Find numbers so large that a double does not hold their fen."""
    found = {}
    for number, cells in enumerate(values, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, float) and abs(value) >= _HOLDS_FEN and not value.is_integer():
                place = Place(shown, sheet=sheet.name, cell=cell_name(number, column))
                found[number, column] = workbooks.INEXACT.at(
                    place, column=column_name(column), value=text_of(value)
                )
    return found


def _texts(cells: Sequence[Value]) -> tuple[str, ...]:
    return tuple(cell if isinstance(cell, str) else text_of(cell) for cell in cells)


def text_of(value: Value) -> str:
    """Write a cell's value as people see it: numbers plain, to fifteen digits, dates by ISO.

    >>> text_of(101.0), text_of(0.1 + 0.2), text_of(True)
    ('101', '0.3', 'TRUE')
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            number = Decimal(f"{value:.{_EXACT_DIGITS}g}")
            plain = f"{number:f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _notes(sheet: _Sheet, scan: Scan, shown: str) -> list[Diagnostic]:
    place = Place(shown, sheet=sheet.name)
    notes = []
    if sheet.hidden:
        notes.append(workbooks.HIDDEN_SHEET.at(place))
    if scan.hidden_rows:
        notes.append(workbooks.HIDDEN_ROWS.at(place, rows=rows_listed(scan.hidden_rows)))
    if scan.hidden_columns:
        columns = ", ".join(column_name(column) for column in scan.hidden_columns[:8])
        notes.append(workbooks.HIDDEN_COLUMNS.at(place, columns=columns))
    return notes
