"""Gaps: a table beside a budget, with a county, a year and its gap in every row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fiscal_rules.model.diagnostic import BudgetRefusedError, Diagnostic, Place
from fiscal_rules.model.gap import Gap
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import GAP_COLUMNS
from fiscal_rules.readers.budgets.cells import (
    MoneyUnit,
    Unreadable,
    exact_fen,
    read_money,
    read_year,
    shown,
)
from fiscal_rules.readers.budgets.csv_table import read_csv
from fiscal_rules.readers.budgets.header import SEARCHED_ROWS, Header, check_header, find_header
from fiscal_rules.readers.budgets.lookups import find_unit
from fiscal_rules.readers.budgets.messages import files, gaps, rows, tables
from fiscal_rules.readers.budgets.table import Row, Table
from fiscal_rules.readers.budgets.units import money_units
from fiscal_rules.readers.budgets.xlsx_tables import read_xlsx

_NAMES = {column.id: column.name for column in GAP_COLUMNS}
_NEEDED = tuple((column.id,) for column in GAP_COLUMNS)
_TOTAL = re.compile(r"(合计|总计|合计数|总计数|total|grandtotal|全市合计|全市总计)[:：]?")


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row: what its cells say by column, and where each of them stands."""

    texts: Mapping[str, str]
    places: Mapping[str, Place]
    unit: MoneyUnit
    broken: tuple[Diagnostic, ...]


def read_gaps(source: str, pack: RulePack, *, money_unit: MoneyUnit | None) -> tuple[Gap, ...]:
    """Read a table of gaps: a CSV file, or the sheet of a workbook that has the headers.

    A row 合计 is held against the rows above it and left out. BudgetRefusedError lists everything
    that is wrong.
    """
    table = _chosen(_sheets(Path(source), source), source)
    header = find_header(table, GAP_COLUMNS)
    if header is None:
        place = Place(table.path, sheet=table.sheet)
        expected = _named([column.id for column in GAP_COLUMNS])
        message = tables.NO_HEADER.at(place, rows=SEARCHED_ROWS, expected=expected)
        raise BudgetRefusedError((message,))
    units, conflicts = money_units(table, header, money_unit)
    problems = [*check_header(table, header), *_missing(table, header), *conflicts]
    if problems:
        raise BudgetRefusedError(tuple(problems))
    return _read(table, header, pack, units["gap"])


def _sheets(path: Path, source: str) -> tuple[Table, ...]:
    place = Place(source)
    if not path.exists():
        raise BudgetRefusedError((files.MISSING.at(place),))
    if not path.is_file():
        raise BudgetRefusedError((files.NOT_A_FILE.at(place),))
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BudgetRefusedError((files.UNREADABLE.at(place, reason=reason),)) from error
    match path.suffix.casefold():
        case ".csv" | ".tsv" | ".txt":
            return (read_csv(content, source),)
        case ".xlsx" | ".xlsm":
            return read_xlsx(content, source)
        case ".xls" | ".et":
            raise BudgetRefusedError((files.OLD_WORKBOOK.at(place),))
        case suffix:
            raise BudgetRefusedError((files.SUFFIX.at(place, suffix=suffix),))


def _chosen(sheets: Sequence[Table], source: str) -> Table:
    """Choose the sheet by its headers; where none is whole, the first that has any."""
    headers = [(sheet, find_header(sheet, GAP_COLUMNS)) for sheet in sheets]
    whole = [sheet for sheet, header in headers if header and not header.lacks(_NEEDED)]
    if len(whole) > 1:
        names = [sheet.sheet or "" for sheet in whole]
        listed = Text("、".join(names), ", ".join(names))
        raise BudgetRefusedError((gaps.SEVERAL_SHEETS.at(Place(source), sheets=listed),))
    return [*whole, *(sheet for sheet, header in headers if header), *sheets][0]


def _missing(table: Table, header: Header) -> Iterator[Diagnostic]:
    for (column,) in header.lacks(_NEEDED):
        titles = next(each.headers for each in GAP_COLUMNS if each.id == column)
        accepted = Text("、".join((*titles, column)), ", ".join((*titles, column)))
        place = table.place(header.row)
        yield tables.MISSING_HEADERS.at(place, missing=_named([column]), accepted=accepted)


def _read(table: Table, header: Header, pack: RulePack, unit: MoneyUnit) -> tuple[Gap, ...]:
    found: list[Gap] = []
    problems: list[Diagnostic] = []
    first: dict[tuple[str, int], Place] = {}
    for row in table.rows[header.position + 1 :]:
        if row.is_blank and row.number not in table.broken_by_row:
            continue
        if table.sheet is None and len(row.cells) != header.width:
            said = {"found": len(row.cells), "expected": header.width}
            problems.append(tables.RAGGED.at(table.place(row.number), **said))
            continue
        cells = _cells(table, header, row, unit)
        if _is_total(cells):
            problems += _wrong_total(cells, found if not problems else None)
            continue
        gap, wrong = _gap(cells, pack)
        problems += wrong
        if gap is not None:
            problems += _repeated(gap, pack, first)
            found.append(gap)
    if not found and not problems:
        problems.append(gaps.NO_ROWS.at(table.place(header.row)))
    if problems:
        raise BudgetRefusedError(tuple(problems))
    return tuple(found)


def _cells(table: Table, header: Header, row: Row, unit: MoneyUnit) -> _Cells:
    index = {h.column.id: h.index for h in header.headings if h.column is not None}
    broken = table.broken_by_row.get(row.number, {})
    return _Cells(
        texts={c: row.cells[at].strip() for c, at in index.items() if at < len(row.cells)},
        places={c: table.place(row.number, at) for c, at in index.items()},
        unit=unit,
        broken=tuple(problem for at, problem in broken.items() if at in index.values()),
    )


def _is_total(cells: _Cells) -> bool:
    said = folded(cells.texts.get("unit", ""))
    return not cells.texts.get("year") and _TOTAL.fullmatch(said) is not None


def _wrong_total(cells: _Cells, above: Sequence[Gap] | None) -> Iterator[Diagnostic]:
    """Hold a total against the rows above it; None where one of them could not be read."""
    text = cells.texts.get("gap", "")
    if above is None or not text:
        return
    stated, place = exact_fen(text, cells.unit), cells.places["gap"]
    parts: Fen = sum(gap.amount for gap in above)
    if isinstance(stated, Unreadable):
        yield stated.at(place, _NAMES["gap"], text)
    # Half a fen: the noise of a number that a workbook added up itself.
    elif abs(stated - parts) * 2 >= 1:
        said = {"stated": yuan(round(stated)), "sum": yuan(parts)}
        label = cells.texts["unit"]
        yield tables.TOTAL_WRONG.at(place, label=label, column=_NAMES["gap"], **said)


def _gap(cells: _Cells, pack: RulePack) -> tuple[Gap | None, list[Diagnostic]]:
    problems = list(cells.broken)

    def refuse(column: str, why: Unreadable) -> None:
        text = cells.texts.get(column, "")
        problems.append(why.at(cells.places[column], _NAMES[column], text))

    unit = _given(cells, "unit") or find_unit(pack, cells.texts["unit"], None)
    year = _given(cells, "year") or read_year(cells.texts["year"])
    amount = _given(cells, "gap") or _amount(cells)
    for column, read in (("unit", unit), ("year", year), ("gap", amount)):
        if isinstance(read, Unreadable):
            refuse(column, read)
    if isinstance(unit, Unreadable) or isinstance(year, Unreadable):
        return None, problems
    if not pack.is_lower(unit.unit):
        value = shown(cells.texts["unit"])
        problems.append(gaps.NOT_A_COUNTY.at(cells.places["unit"], value=value))
    if problems or isinstance(amount, Unreadable):
        return None, problems
    return Gap(unit.unit.id, year, amount, cells.places["gap"]), []


def _given(cells: _Cells, column: str) -> Unreadable | None:
    return None if cells.texts.get(column) else Unreadable(rows.BLANK)


def _amount(cells: _Cells) -> Fen | Unreadable:
    amount = read_money(cells.texts["gap"], cells.unit)
    if isinstance(amount, Unreadable) and amount.message is rows.NEGATIVE:
        return Unreadable(gaps.NEGATIVE)
    return amount


def _repeated(
    gap: Gap, pack: RulePack, first: dict[tuple[str, int], Place]
) -> Iterator[Diagnostic]:
    known = first.setdefault((gap.unit, gap.year), gap.at)
    if known is not gap.at:
        unit = pack.unit_by_id[gap.unit].name
        yield gaps.DOUBLE.at(gap.at, unit=unit, year=gap.year, first=known)


def _named(columns: Sequence[str]) -> Text:
    names = [_NAMES[column] for column in columns]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
