"""The schema of a Parquet file: which field means which column, and how each is read exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from fiscal_rules.model.diagnostic import Diagnostic, Message, Place
from fiscal_rules.model.vocabulary import COLUMNS, UNITS, Column, ColumnKind
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.budgets.header import Header, check_header, find_header, near_headers
from fiscal_rules.readers.budgets.messages import parquet
from fiscal_rules.readers.budgets.table import Row, Table

SOURCE = "read_parquet(getvariable('lines'), file_row_number = true)"
_FEN = "_fen"
_DIGITS = {
    **dict.fromkeys(("TINYINT", "UTINYINT"), 3),
    **dict.fromkeys(("SMALLINT", "USMALLINT"), 5),
    **dict.fromkeys(("INTEGER", "UINTEGER"), 10),
    "BIGINT": 19,
}
"""The types of whole numbers, with the digits that they hold at most."""
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_MOST_DIGITS = 18
_NOTHING = '"NULL"'
"""The type of a field that holds nothing at all."""
_TEXTS = ("VARCHAR", _NOTHING)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the file, named by its place; ``column`` is None where it is carried through."""

    position: int
    title: str
    type: str
    column: Column | None

    @property
    def sql(self) -> str:
        """The field as statements name it: never by a text of the file."""
        return f"f{self.position}"

    @property
    def is_in_fen(self) -> bool:
        """Whether its name says that it holds fen."""
        return self.title.endswith(_FEN)

    @property
    def is_number(self) -> bool:
        """Whether it holds whole numbers."""
        return self.type in _DIGITS

    @property
    def whole_units(self) -> str | None:
        """Write the field in the whole units of its column; None where its type is not exact."""
        assert self.column is not None, "only known columns have units"
        units = 1 if self.is_in_fen else UNITS[self.column.id]
        decimals = len(str(units)) - 1
        if self.is_number:
            whole = _whole(_DIGITS[self.type] + decimals if decimals else 0)
            return f"{self.sql}::{whole}" if units == 1 else f"{self.sql}::{whole} * {units}"
        if self.type == _NOTHING:
            return f"{self.sql}::BIGINT"
        found = _DECIMAL.fullmatch(self.type)
        most = _MOST_DIGITS if self.column.kind is ColumnKind.MONEY else _MOST_DIGITS + decimals
        if found is None or int(found[1]) > most or int(found[2]) > decimals:
            return None
        digits, part = int(found[1]), int(found[2])
        exact = f"{self.sql}::DECIMAL(38, {part}) * {units}"
        return f"({exact})::{_whole(digits - part + decimals)}"


def _whole(digits: int) -> str:
    """Choose a type for whole numbers: what may exceed 64 bits is kept in 128."""
    return "BIGINT" if digits <= _MOST_DIGITS else "HUGEINT"


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a file, the header that they make, and what is wrong or remarkable with it."""

    fields: tuple[Field, ...]
    header: Header | None
    problems: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]

    @property
    def known(self) -> dict[str, Field]:
        """The fields that mean a column, by column."""
        return {field.column.id: field for field in self.fields if field.column is not None}

    @property
    def carried(self) -> tuple[Field, ...]:
        """The fields that are carried through."""
        return tuple(field for field in self.fields if field.column is None)

    @property
    def line(self) -> str:
        """SQL for the id of a line: made from its number where none is given."""
        made = "(row + 1)::VARCHAR"
        field = self.known.get("line")
        if field is None:
            return made
        if field.is_number:
            return f"coalesce({field.sql}::VARCHAR, {made})"
        return f"CASE WHEN {field.sql} IS NULL OR {field.sql} = '' THEN {made} ELSE {field.sql} END"

    @property
    def rows(self) -> str:
        """A SELECT of every field by its place, and ``row``."""
        names = ", ".join(field.sql for field in self.fields)
        return f"SELECT * FROM {SOURCE} t({names}, row)"


def read_schema(
    database: duckdb.DuckDBPyConnection, path: str, money_unit: MoneyUnit | None
) -> Schema:
    """Read which columns a file has, and find everything that keeps it from being read exactly."""
    described = database.execute(f"DESCRIBE SELECT * FROM {SOURCE}").fetchall()[:-1]
    titles = [name.removesuffix(_FEN) for name, *_ in described]
    table = Table(path, None, (Row(1, titles),))
    header = find_header(table, COLUMNS)
    headings = {} if header is None else {h.index: h for h in header.headings}
    columns = {index: heading.column for index, heading in headings.items()}
    fields = tuple(
        Field(i, name, type_, columns.get(i)) for i, (name, type_, *_) in enumerate(described)
    )
    units = [h.title for h in headings.values() if h.unit not in (None, MoneyUnit.YUAN)]
    if money_unit not in (None, MoneyUnit.YUAN):
        units.append(f"--unit {money_unit}")
    problems = [parquet.UNIT_OF_PARQUET.at(Place(path), title=title) for title in units]
    problems += () if header is None else check_header(table, header)
    notes = () if header is None else near_headers(table, header, COLUMNS)
    return Schema(fields, header, (*problems, *_wrong(path, fields)), notes)


def _wrong(path: str, fields: Sequence[Field]) -> Iterator[Diagnostic]:
    for field in fields:
        message = None if field.column is None else _wrong_type(field, field.column)
        if message is not None and field.column is not None:
            said = {"title": field.title, "type": field.type, "column": field.column.name}
            yield message.at(Place(path), **said)


def _wrong_type(field: Field, column: Column) -> Message | None:
    if column.id in UNITS:
        return parquet.NOT_EXACT if field.whole_units is None else None
    may_be_number = column.kind in (ColumnKind.YEAR, ColumnKind.TEXT, ColumnKind.CODE)
    fits = field.type in _TEXTS or (may_be_number and field.is_number)
    return None if fits else parquet.NOT_TEXT
