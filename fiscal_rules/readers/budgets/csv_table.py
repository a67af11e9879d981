"""Read a CSV file into a table: strictly, with the number of the line in which each row begins."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator

from fiscal_rules.model.diagnostic import BudgetRefusedError, Place
from fiscal_rules.model.text import Text
from fiscal_rules.readers.budgets.messages import files
from fiscal_rules.readers.budgets.table import Row, Table

MAX_CSV_BYTES = 1 << 31
"""The largest CSV file that is read."""
_MAX_CELL = 1 << 20
_TAB, _COMMA, _SEMICOLON = "\t", ",", ";"
_SEPARATORS = {
    _TAB: Text("制表符", "tabs"),
    _COMMA: Text("逗号", "commas"),
    _SEMICOLON: Text("分号", "semicolons"),
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_csv(content: bytes, shown: str) -> Table:
    """Read the content of a CSV file (``.tsv``: separated by tabs); ``shown`` is its path."""
    place = Place(shown)
    if len(content) > MAX_CSV_BYTES:
        problem = files.TOO_LARGE.at(place, size=len(content), limit=MAX_CSV_BYTES)
        raise BudgetRefusedError((problem,))
    if content.startswith((_ZIP, _OLE)):
        names = {"expected": Text("CSV 文本", "CSV text"), "found": Text("工作簿", "a workbook")}
        raise BudgetRefusedError((files.NOT_WHAT_IT_SAYS.at(place, **names),))
    text = _decoded(content, place)
    if not text.strip():
        raise BudgetRefusedError((files.EMPTY.at(place),))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BudgetRefusedError((files.NUL.at(Place(shown, line)),))
    separator = _TAB if shown.casefold().endswith(".tsv") else _COMMA
    _separated(text, separator, shown)
    rows = tuple(_rows(text, separator, shown))
    notes = () if text.endswith(("\n", "\r")) else (files.NO_FINAL_NEWLINE.at(place),)
    return Table(shown, None, rows, notes=notes)


def _decoded(content: bytes, place: Place) -> str:
    """Decode by the marks of the file, else UTF-8, else GB18030, each strictly: no guessing."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BudgetRefusedError((files.ENCODING.at(place),))


def _separated(text: str, separator: str, shown: str) -> None:
    """Refuse a file whose first lines hold another separator and none of its own."""
    head = text.splitlines()[:10]
    if any(separator in line for line in head):
        return
    for other, name in _SEPARATORS.items():
        if other != separator and any(other in line for line in head):
            names = {"found": name, "expected": _SEPARATORS[separator]}
            raise BudgetRefusedError((files.DELIMITER.at(Place(shown, 1), **names),))


def _rows(text: str, separator: str, shown: str) -> Iterator[Row]:
    lines = iter(text.splitlines(keepends=True))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    csv.field_size_limit(_MAX_CELL)
    begins = 1
    try:
        for cells in reader:
            yield Row(begins, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        message = files.OPEN_QUOTE if "unexpected end" in str(error) else files.NOT_CSV
        raise BudgetRefusedError((message.at(Place(shown, begins)),)) from error
