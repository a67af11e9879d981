"""Scan a sheet's XML before its values are read: what a reader of values would not tell.

Error cells, formulas that nobody calculated, hidden rows and columns, merged cells, a used range
too large to be held, cells out of order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from fiscal_rules.model.diagnostic import BudgetRefusedError, Diagnostic, Place
from fiscal_rules.readers.budgets.messages import workbooks
from fiscal_rules.readers.budgets.table import CellAt, cell_name

MAX_CELLS = 20_000_000
"""The most cells that a sheet's used range may span."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384


@dataclass
class Scan:
    """What a sheet holds beside values; rows from 1, columns from 0."""

    broken: dict[CellAt, Diagnostic] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: dict[CellAt, CellAt] = field(default_factory=dict)
    first: CellAt | None = None
    last: CellAt = (0, 0)


def scan_sheet(xml: bytes, *, path: str, sheet: str, part: str, recalculated: bool) -> Scan:
    """Scan one sheet; ``recalculated``: the workbook asks to be calculated when it is opened."""
    scanner = _Scanner(path, sheet, recalculated=recalculated)
    parse_xml(xml, path=path, part=part, start=scanner.start, end=scanner.end, data=scanner.data)
    return scanner.scan


def parse_xml(
    xml: bytes,
    *,
    path: str,
    part: str,
    start: object,
    end: object = None,
    data: object = None,
) -> None:
    """Parse a part of a workbook; a document type declaration is refused before it can expand."""
    place = Place(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise BudgetRefusedError((workbooks.DOCTYPE.at(place, part=part),))

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start  # type: ignore[assignment] # its stub knows no None
    parser.EndElementHandler = end  # type: ignore[assignment] # likewise
    parser.CharacterDataHandler = data  # type: ignore[assignment] # likewise
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - the library's own signature
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        problem = workbooks.MALFORMED.at(place, part=part, reason=reason)
        raise BudgetRefusedError((problem,)) from error


def local_name(name: str) -> str:
    """Take the name of an element without its namespace."""
    return name.rpartition(" ")[2]


class _Scanner:
    """The handlers of one pass over a sheet."""

    def __init__(self, path: str, sheet: str, *, recalculated: bool) -> None:
        self.scan = Scan()
        self._path = path
        self._sheet = sheet
        self._recalculated = recalculated
        self._row = 0
        self._cell: CellAt = (0, -1)
        self._kind = ""
        self._has_formula = False
        self._value: list[str] | None = None
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local_name(name):
            case "row":
                self._begin_row(attributes)
            case "c":
                self._begin_cell(attributes)
            case "f":
                self._has_formula = True
            case "v" | "t":
                self._value = []
            case "col" if attributes.get("hidden") in {"1", "true"}:
                self._hide_columns(attributes)
            case "mergeCell":
                self.scan.merged |= dict(_under(attributes.get("ref", "")))

    def data(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        match local_name(name):
            case "v" | "t":
                self._text += "".join(self._value or ())
                self._value = None
            case "c":
                self._end_cell()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = _whole(attributes.get("r", "")) or self._row + 1
        if not self._row < number <= _MAX_ROW:
            self._refuse_order(number, 0)
        self._row = number
        self._cell = (number, -1)
        if attributes.get("hidden") in {"1", "true"}:
            self.scan.hidden_rows.append(number)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        at = (self._row, self._cell[1] + 1) if reference is None else _cell(reference)
        if at is None or at[0] != self._row or at[1] <= self._cell[1]:
            self._refuse_order(self._row, 0 if at is None else at[1])
        assert at is not None, "a refusal raises"
        self._cell = at
        self._kind = attributes.get("t", "n")
        self._has_formula = False
        self._text = ""

    def _end_cell(self) -> None:
        row, column = self._cell
        if self._kind == "e":
            self._break(workbooks.ERROR_CELL.at(self._place(), value=self._text or "?"))
        elif self._has_formula and not self._text:
            if self._kind != "str":
                self._break(workbooks.NO_CACHED_VALUE.at(self._place()))
        elif self._has_formula and self._recalculated and self._text == "0":
            self._break(workbooks.NEVER_CALCULATED.at(self._place()))
        if self._text or self._has_formula:
            self._extend(row, column)

    def _extend(self, row: int, column: int) -> None:
        scan = self.scan
        first = (row, column) if scan.first is None else scan.first
        scan.first = (min(first[0], row), min(first[1], column))
        scan.last = (max(scan.last[0], row), max(scan.last[1], column))
        size = (scan.last[0] - scan.first[0] + 1) * (scan.last[1] - scan.first[1] + 1)
        if size > MAX_CELLS:
            cell = cell_name(row, column)
            problem = workbooks.USED_RANGE.at(self._place(), cell=cell, size=size, limit=MAX_CELLS)
            raise BudgetRefusedError((problem,))

    def _break(self, problem: Diagnostic) -> None:
        self.scan.broken[self._cell] = problem

    def _place(self) -> Place:
        return Place(self._path, sheet=self._sheet, cell=cell_name(*self._cell))

    def _refuse_order(self, row: int, column: int) -> None:
        place = Place(self._path, sheet=self._sheet, cell=cell_name(row, column))
        raise BudgetRefusedError((workbooks.ORDER.at(place),))

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
        if first and last:
            self.scan.hidden_columns += range(first - 1, min(last, _MAX_COLUMN))


def _whole(text: str) -> int | None:
    return (
        int(text) if text.isascii() and text.isdecimal() and len(text) <= len("1048576") else None
    )


def _cell(reference: str) -> CellAt | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row, column - 1) if row <= _MAX_ROW and column <= _MAX_COLUMN else None


def _under(reference: str) -> Iterator[tuple[CellAt, CellAt]]:
    """Give the cells of the first rows under a merged cell, each with the cell that it shows."""
    first, _, last = reference.partition(":")
    top, bottom = _cell(first), _cell(last or first)
    if top is None or bottom is None:
        return
    for row in range(top[0], min(bottom[0], top[0] + 10) + 1):
        for column in range(top[1], min(bottom[1], top[1] + 200) + 1):
            if (row, column) != top:
                yield (row, column), top
