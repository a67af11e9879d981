"""Read a budget: find its files, its tables and headers, then every row, once."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fiscal_rules.model.budget import Budget, MeasureValue, RefusedRow
from fiscal_rules.model.diagnostic import BudgetRefusedError, Diagnostic, Place
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import (
    COLUMNS,
    MEASURE_COLUMNS,
    Column,
)
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.budgets.columns.read import read_columns
from fiscal_rules.readers.budgets.csv_table import read_csv
from fiscal_rules.readers.budgets.header import (
    NEEDED,
    SEARCHED_ROWS,
    Header,
    check_header,
    find_header,
    missing_headers,
    near_headers,
    no_header,
)
from fiscal_rules.readers.budgets.messages import files, measures, tables, workbooks
from fiscal_rules.readers.budgets.records import Record, read_measure_records, read_records
from fiscal_rules.readers.budgets.table import CellPlaces, Row, Table, cell_name
from fiscal_rules.readers.budgets.totals import take_out_totals
from fiscal_rules.readers.budgets.units import money_units
from fiscal_rules.readers.budgets.xlsx_tables import read_xlsx
from fiscal_rules.readers.database import Limits

STDIN = "-"
_BUDGET, _PARQUET, _MEASURES = "budget.csv", "budget.parquet", "measures.csv"
_SHOWN_CELLS = 8
_MEASURES_NEEDED = tuple((column.id,) for column in MEASURE_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The table of lines and, where there is one, the table of measures."""

    budget: Table
    measures: Table | None
    notes: tuple[Diagnostic, ...] = ()


def read_budget(source: str, pack: RulePack, *, money_unit: MoneyUnit | None) -> Budget:
    """Read a budget: a workbook, a CSV file, a directory, or ``-`` for CSV on standard input.

    Rows that cannot be read are kept as refused; BudgetRefusedError lists what is wrong with the
    file as a whole, or with its measures.
    """
    columns = _parquet(source)
    if columns is not None:
        return _in_columns(columns, pack, money_unit)
    found = _tables(source)
    header = _header(found.budget)
    units, conflicts = money_units(found.budget, header, money_unit)
    problems = [
        *check_header(found.budget, header),
        *missing_headers(found.budget, header),
        *conflicts,
    ]
    if problems:
        raise BudgetRefusedError(tuple(problems))
    every = list(_records(found.budget, header, units))
    if not every:
        raise BudgetRefusedError((tables.HEADER_ONLY.at(found.budget.place(header.row)),))
    whole = [each for each in every if isinstance(each, Record)]
    ragged = tuple(each for each in every if isinstance(each, RefusedRow))
    totals = take_out_totals(whole, Place(source, sheet=found.budget.sheet))
    read = read_records(totals.records, pack=pack)
    measured, wrong = _measures(found.measures, pack)
    if totals.problems or wrong:
        raise BudgetRefusedError((*totals.problems, *wrong))
    extra = tuple(dict.fromkeys(heading.title for heading in header.carried))
    remarks = (*near_headers(found.budget, header, COLUMNS), *_unread(found.budget, header))
    return Budget(
        path=source,
        digest=_digest(found, units),
        lines=read.lines,
        refused=(*ragged, *read.refused),
        measures=measured,
        columns=header.columns,
        extra_columns=extra,
        notes=(*found.notes, *found.budget.notes, *remarks, *totals.notes),
    )


def _parquet(source: str) -> Path | None:
    """Find the Parquet file that a budget is kept in, if it is kept so."""
    path = Path(source)
    if path.is_dir():
        csv, parquet = (path / _BUDGET).exists(), path / _PARQUET
        if csv and parquet.exists():
            raise BudgetRefusedError((files.TWO_BUDGETS.at(Place(source)),))
        return parquet if parquet.exists() else None
    is_parquet = path.suffix.casefold() == ".parquet" and path.exists()
    return path if is_parquet else None


def _in_columns(path: Path, pack: RulePack, money_unit: MoneyUnit | None) -> Budget:
    """Read a Parquet file, with the measures that lie beside it."""
    if not path.is_file():
        raise BudgetRefusedError((files.NOT_A_FILE.at(Place(str(path))),))
    beside = path.parent / _MEASURES if path.name == _PARQUET else None
    table = None
    if beside is not None and beside.exists():
        table = read_csv(_content(beside, str(beside)), str(beside))
    measured, wrong = _measures(table, pack)
    if wrong:
        raise BudgetRefusedError(wrong)
    budget = read_columns(path, pack, money_unit=money_unit, limits=Limits())
    digest = hashlib.sha256(budget.digest.encode())
    _add_rows(digest, table)
    return replace(budget, measures=measured, digest=digest.hexdigest())


def _tables(source: str) -> _Tables:
    if source == STDIN:
        return _Tables(read_csv(sys.stdin.buffer.read(), source), None)
    path = Path(source)
    if path.is_dir():
        return _folder(path, source)
    suffix = path.suffix.casefold()
    place = Place(source)
    if not path.exists():
        raise BudgetRefusedError((files.MISSING.at(place),))
    match suffix:
        case ".csv" | ".tsv" | ".txt":
            return _Tables(read_csv(_content(path, source), source), None)
        case ".xlsx" | ".xlsm":
            return _workbook(read_xlsx(_content(path, source), source), source)
        case ".xls" | ".et":
            raise BudgetRefusedError((files.OLD_WORKBOOK.at(place),))
        case _:
            raise BudgetRefusedError((files.SUFFIX.at(place, suffix=suffix),))


def _folder(path: Path, source: str) -> _Tables:
    place = Place(source)
    csv = (path / _BUDGET).exists()
    if not csv:
        raise BudgetRefusedError((files.NO_BUDGET.at(place),))
    names = [name for name in (_BUDGET, _MEASURES) if (path / name).exists()]
    read = [read_csv(_content(path / name, str(path / name)), str(path / name)) for name in names]
    return _Tables(read[0], read[1] if len(read) > 1 else None)


def _content(path: Path, shown: str) -> bytes:
    place = Place(shown)
    if not path.is_file():
        raise BudgetRefusedError((files.NOT_A_FILE.at(place),))
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BudgetRefusedError((files.UNREADABLE.at(place, reason=reason),)) from error


def _workbook(sheets: Sequence[Table], source: str) -> _Tables:
    """Choose the sheets by their headers: none is guessed where several could be meant."""
    budgets = [sheet for sheet in sheets if _fits(sheet, COLUMNS, NEEDED)]
    factors = [sheet for sheet in sheets if _fits(sheet, MEASURE_COLUMNS, _MEASURES_NEEDED)]
    place = Place(source)
    for several, message in (
        (budgets, workbooks.SEVERAL_BUDGETS),
        (factors, measures.SEVERAL_MEASURES),
    ):
        if len(several) > 1:
            names = [sheet.sheet or "" for sheet in several]
            listed = Text("、".join(names), ", ".join(names))
            raise BudgetRefusedError((message.at(place, sheets=listed),))
    # Where no header is whole, the first sheet with any is held against what is needed.
    chosen = budgets or [sheet for sheet in sheets if find_header(sheet, COLUMNS)] or list(sheets)
    budget = next((sheet for sheet in chosen if sheet not in factors), chosen[0])
    measured = factors[0] if factors else None
    left = [s.sheet or "" for s in sheets if s is not budget and s is not measured and s.rows]
    listed = Text("、".join(left), ", ".join(left))
    notes = (workbooks.SHEETS_NOT_READ.at(place, sheets=listed),) if left else ()
    return _Tables(budget, measured, notes)


def _fits(table: Table, columns: Sequence[Column], needed: Sequence[Sequence[str]]) -> bool:
    header = find_header(table, columns)
    return header is not None and not header.lacks(needed)


def _header(table: Table) -> Header:
    header = find_header(table, COLUMNS)
    if header is None:
        raise BudgetRefusedError((no_header(table),))
    return header


def _records(
    table: Table, header: Header, units: dict[str, MoneyUnit]
) -> Iterator[Record | RefusedRow]:
    """Give every row below the header that is not blank; a ragged one is refused.

    A row of which no cell has a value to read (a formula that nobody calculated) is not blank.
    """
    index = {h.column.id: h.index for h in header.headings if h.column is not None}
    for row in table.rows[header.position + 1 :]:
        if row.is_blank and row.number not in table.broken_by_row:
            continue
        if table.sheet is None and len(row.cells) != header.width:
            place = table.place(row.number)
            problem = tables.RAGGED.at(place, found=len(row.cells), expected=header.width)
            yield RefusedRow(str(row.number), (problem,), None, None)
            continue
        yield _record(table, header, row, index, units)


def _record(
    table: Table,
    header: Header,
    row: Row,
    index: dict[str, int],
    units: dict[str, MoneyUnit],
) -> Record:
    cells = row.cells
    used = {heading.index for heading in header.headings}
    broken = table.broken_by_row.get(row.number, {})
    return Record(
        row=str(row.number),
        cells={column: cells[at] for column, at in index.items() if at < len(cells)},
        at=table.place(row.number),
        places=CellPlaces(table, row.number, index),
        units=units,
        extra={
            heading.title: cells[heading.index]
            for heading in header.carried
            if heading.index < len(cells)
        },
        broken=tuple(problem for column, problem in broken.items() if column in used),
    )


def _unread(table: Table, header: Header) -> Iterator[Diagnostic]:
    """Remark on cells that stand in columns without a header, which are not read."""
    used = {heading.index for heading in header.headings}
    cells = [
        cell_name(row.number, column)
        for row in table.rows[header.position + 1 :]
        for column, cell in enumerate(row.cells)
        if column not in used and cell.strip()
    ]
    if cells:
        shown = ", ".join(cells[:_SHOWN_CELLS]) + (", …" if len(cells) > _SHOWN_CELLS else "")
        yield tables.NO_HEADING.at(Place(table.path, sheet=table.sheet), cells=shown)


def _measures(
    table: Table | None, pack: RulePack
) -> tuple[tuple[MeasureValue, ...], tuple[Diagnostic, ...]]:
    if table is None:
        return (), ()
    header = find_header(table, MEASURE_COLUMNS)
    if header is None:
        place = Place(table.path, sheet=table.sheet)
        expected = named_measures([column.id for column in MEASURE_COLUMNS])
        return (), (tables.NO_HEADER.at(place, rows=SEARCHED_ROWS, expected=expected),)
    wrong = list(check_header(table, header))
    for group in header.lacks(_MEASURES_NEEDED):
        names = named_measures(group)
        place = table.place(header.row)
        wrong.append(tables.MISSING_HEADERS.at(place, missing=names, accepted=names))
    rows = list(_records(table, header, {}))
    records = [row for row in rows if isinstance(row, Record)]
    for row in rows:
        wrong += row.problems if isinstance(row, RefusedRow) else row.broken
    if wrong:
        return (), tuple(wrong)
    return read_measure_records(records, pack=pack)


def named_measures(columns: Sequence[str]) -> Text:
    """Name columns of the table of measures in both languages."""
    names = [column.name for column in MEASURE_COLUMNS if column.id in columns]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def _digest(found: _Tables, units: dict[str, MoneyUnit]) -> str:
    """Digest what was read, cell by cell, with the units of money."""
    digest = hashlib.sha256()
    said = sorted((column, unit.value) for column, unit in units.items())
    digest.update(json.dumps(said).encode())
    _add_rows(digest, found.budget)
    _add_rows(digest, found.measures)
    return digest.hexdigest()


def _add_rows(digest: hashlib._Hash, table: Table | None) -> None:
    for row in () if table is None else table.rows:
        digest.update(json.dumps([row.number, *row.cells], ensure_ascii=False).encode())
