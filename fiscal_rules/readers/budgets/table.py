"""A table: the rows of a sheet or of a CSV file as text, with the place of every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fiscal_rules.model.diagnostic import Diagnostic, Place

CellAt = tuple[int, int]
"""A row number of the source (from 1) and a column index (from 0)."""
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the sheet, or the number of the line it begins in, and its cells."""

    number: int
    cells: Sequence[str]

    @property
    def is_blank(self) -> bool:
        """Whether every cell is blank."""
        return not any(cell and not cell.isspace() for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The rows of a sheet (``sheet`` is its name) or of a CSV file (None).

    ``broken`` are cells that have no value to read, ``merged`` gives cells under a merged cell the
    one that they show.
    """

    path: str
    sheet: str | None
    rows: Sequence[Row]
    broken: Mapping[CellAt, Diagnostic] = field(default_factory=dict)
    merged: Mapping[CellAt, CellAt] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()

    @cached_property
    def broken_by_row(self) -> dict[int, dict[int, Diagnostic]]:
        """Give the cells that have no value to read by row and column."""
        found: dict[int, dict[int, Diagnostic]] = {}
        for (row, column), problem in self.broken.items():
            found.setdefault(row, {})[column] = problem
        return found

    def place(self, row: int, column: int | None = None) -> Place:
        """Say where a row, or a cell of it, stands."""
        if self.sheet is None:
            return Place(self.path, line=row)
        return Place(self.path, sheet=self.sheet, cell=cell_name(row, column or 0))


def cell_name(row: int, column: int) -> str:
    """Name a cell as a workbook does, from its row number and its column index.

    >>> cell_name(17, 3), cell_name(1, 16383)
    ('D17', 'XFD1')
    """
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """Name a column by its letters, from its index.

    >>> column_name(0), column_name(26)
    ('A', 'AA')
    """
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


@dataclass(frozen=True)
class CellPlaces(Mapping[str, Place]):
    """The places of a row's cells by column, each made when it is asked for."""

    table: Table
    row: int
    columns: Mapping[str, int]

    def __getitem__(self, column: str) -> Place:
        return self.table.place(self.row, self.columns[column])

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


def rows_listed(numbers: Sequence[int], most: int = 8) -> str:
    """List row numbers, runs joined, not more than a few of them.

    >>> rows_listed([3, 4, 5, 9])
    '3–5, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = ", ".join("–".join(str(number) for number in run) for run in runs[:most])
    return shown if len(runs) <= most else f"{shown}, …"
