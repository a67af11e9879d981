"""The header of a table: which row it is, and which column each of its cells means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.text import Text, folded, same
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, REQUIRED_COLUMNS, Column, ColumnKind
from fiscal_rules.readers.budgets.cells import MoneyUnit, shown
from fiscal_rules.readers.budgets.messages import tables
from fiscal_rules.readers.budgets.table import Table

SEARCHED_ROWS = 10
NEEDED = (*((column,) for column in REQUIRED_COLUMNS), ("item", "function_code"))
"""Groups of columns of which a budget must have one each."""
_LEAST_KNOWN = 2
_ALIKE = 0.75
_UNIT_AFTER = re.compile(r"(.+?)(?:[(\[【〔]([^()\[\]]*)[)\]】〕]|[:/]([^:/]*))")
UNIT_WORDS = {
    **dict.fromkeys(("元", "人民币元", "yuan", "rmb", "cny"), MoneyUnit.YUAN),
    **dict.fromkeys(
        ("万元", "人民币万元", "万", "wan", "wanyuan", "10000yuan", "10,000yuan"), MoneyUnit.WAN
    ),
    **dict.fromkeys(("亿元", "人民币亿元", "亿", "yi", "yiyuan", "100millionyuan"), MoneyUnit.YI),
}
"""How a unit of money is written, folded."""
_YUAN_A_HEAD = re.compile(
    r"元(?:/|每)?(?:人)?[·.*/]?(?:每)?年?|元/年[·./]?人?|yuan(?:perhead|/head)?"
)
_COUNTED_IN = {"人", "名", "人次", "户", "个", "people", "heads", "persons"}
_MULTIPLE = re.compile(r"[百千万亿%0-9]")
_EXPECTED = {
    ColumnKind.MONEY: Text(
        "金额以元、万元或亿元为单位，如“金额（万元）”",
        "amounts are in 元, 万元 or 亿元, as in 金额（万元）",
    ),
    ColumnKind.RATE: Text(
        "县定标准以元/人·年计，如“县定标准（元/人·年）”",
        "the county standard is in yuan per head and year: 县定标准（元/人·年）",
    ),
    ColumnKind.COUNT: Text(
        "人数按人计，如“人数（人）”", "heads are counted one by one: 人数（人）"
    ),
    ColumnKind.QUANTITY: Text(
        "任务量按个计，如“工作任务量（人次）”",
        "work is counted one by one: 工作任务量（人次）",
    ),
    ColumnKind.PERFORMANCE: Text(
        "绩效系数写成 0.95，或在单元格里写 95%",
        "write performance as 0.95, or 95% in the cell",
    ),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of the header: the column that it means, if any, and the unit of money in it."""

    index: int
    title: str
    column: Column | None = None
    unit: MoneyUnit | None = None
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: where it stands in ``Table.rows``, its number, its cells."""

    position: int
    row: int
    width: int
    headings: tuple[Heading, ...]

    @property
    def known(self) -> tuple[Heading, ...]:
        """The cells that mean a column."""
        return tuple(heading for heading in self.headings if heading.column is not None)

    @property
    def carried(self) -> tuple[Heading, ...]:
        """The cells that mean none, whose columns are carried through."""
        return tuple(heading for heading in self.headings if heading.column is None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the header names, in its order."""
        return tuple(heading.column.id for heading in self.headings if heading.column is not None)

    def lacks(self, required: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """List what is missing: of each group of columns, one must be there."""
        present = set(self.columns)
        return tuple(tuple(group) for group in required if present.isdisjoint(group))


def find_header(table: Table, columns: Sequence[Column]) -> Header | None:
    """Find the header among the first rows: the one that names most columns, the first of them."""
    labels = _labels(columns)
    found = [
        Header(
            position,
            row.number,
            len(row.cells),
            tuple(_headings(_titles(table, position), labels)),
        )
        for position, row in enumerate(table.rows[:SEARCHED_ROWS])
    ]
    best = max(found, key=lambda header: len(set(header.columns)), default=None)
    return best if best is not None and len(set(best.columns)) >= _LEAST_KNOWN else None


def check_header(table: Table, header: Header) -> tuple[Diagnostic, ...]:
    """Find headers that mean the same column, and units in them that are not known."""
    problems = []
    first: dict[str, Heading] = {}
    for heading in header.headings:
        place = table.place(header.row, heading.index)
        key = heading.title if heading.column is None else heading.column.id
        known = first.setdefault(key, heading)
        if known is not heading:
            titles = {"first": shown(known.title), "second": shown(heading.title)}
            problems.append(tables.DOUBLE_HEADER.at(place, **titles))
        if heading.unclear and heading.column is not None:
            expected = _EXPECTED[heading.column.kind]
            title = shown(heading.title)
            problems.append(tables.HEADER_UNIT.at(place, title=title, expected=expected))
    return tuple(problems)


def no_header(table: Table) -> Diagnostic:
    """Say that no row names the columns that a budget must have."""
    needed = [name for name in COLUMN_BY_ID if name in (*REQUIRED_COLUMNS, "item")]
    place = Place(table.path, sheet=table.sheet)
    return tables.NO_HEADER.at(place, rows=SEARCHED_ROWS, expected=named(needed))


def missing_headers(table: Table, header: Header) -> tuple[Diagnostic, ...]:
    """Say which columns a budget lacks that it must have."""
    return tuple(
        tables.MISSING_HEADERS.at(
            table.place(header.row), missing=named(group), accepted=accepted(group)
        )
        for group in header.lacks(NEEDED)
    )


def near_headers(table: Table, header: Header, columns: Sequence[Column]) -> tuple[Diagnostic, ...]:
    """Remark on carried columns whose headers are almost those of a column that is missing."""
    missing = [column for column in columns if column.id not in header.columns]
    labels = _labels(missing)
    notes = []
    for heading in header.carried:
        near = get_close_matches(_key(heading.title), list(labels), n=1, cutoff=_ALIKE)
        if near:
            place = table.place(header.row, heading.index)
            name = labels[near[0]].name
            notes.append(tables.NEAR_HEADER.at(place, title=shown(heading.title), near=name))
    return tuple(notes)


def accepted(group: Sequence[str]) -> Text:
    """List the headers that are accepted for one of a group of columns."""
    titles = [title for column in group for title in (*COLUMN_BY_ID[column].headers, column)]
    return Text("、".join(titles), ", ".join(titles))


def _titles(table: Table, position: int) -> Iterator[tuple[int, str]]:
    """Give the texts of a row; a blank under a merged cell shows what that cell holds."""
    row = table.rows[position]
    for index, cell in enumerate(row.cells):
        title = cell if cell.strip() else _merged_text(table, (row.number, index))
        if title.strip():
            yield index, " ".join(title.split())


def _merged_text(table: Table, cell: tuple[int, int]) -> str:
    origin = table.merged.get(cell)
    if origin is None:
        return ""
    number, index = origin
    row = next((row for row in table.rows[:SEARCHED_ROWS] if row.number == number), None)
    return "" if row is None or index >= len(row.cells) else row.cells[index]


def _headings(titles: Iterator[tuple[int, str]], labels: Mapping[str, Column]) -> Iterator[Heading]:
    for index, title in titles:
        key = _key(title)
        column = labels.get(key)
        if column is not None:
            yield Heading(index, title, column)
            continue
        parted = _UNIT_AFTER.fullmatch(key)
        column = labels.get(parted[1]) if parted else None
        if parted is None or column is None:
            yield Heading(index, title)
        else:
            yield _with_unit(Heading(index, title), column, (parted[2] or parted[3] or ""))


def _with_unit(heading: Heading, column: Column, said: str) -> Heading:
    """Read the unit that follows a known header; what is no unit makes it another column."""
    said = said.removeprefix("单位").removeprefix(":")
    index, title = heading.index, heading.title
    unclear = Heading(index, title, column, unclear=True)
    match column.kind:
        case ColumnKind.MONEY:
            unit = UNIT_WORDS.get(said)
            if unit is not None:
                return Heading(index, title, column, unit)
            return unclear if "元" in said or "yuan" in said else heading
        case ColumnKind.RATE:
            if _YUAN_A_HEAD.fullmatch(said):
                return Heading(index, title, column)
            return unclear if "元" in said or "yuan" in said else heading
        case ColumnKind.COUNT | ColumnKind.QUANTITY:
            if _MULTIPLE.search(said):
                return unclear
            counted = column.kind is ColumnKind.QUANTITY or said in _COUNTED_IN
            return Heading(index, title, column) if counted else heading
        case ColumnKind.PERFORMANCE:
            return unclear if "%" in said else heading
        case _:
            return heading


def _labels(columns: Sequence[Column]) -> dict[str, Column]:
    return {_key(label): column for column in columns for label in (*column.headers, column.id)}


def _key(title: str) -> str:
    """Fold a header, so that widths, spaces, line breaks, cases and marks of duty do not matter."""
    return folded(title).strip("*").replace("_", "").replace("-", "")


def named(columns: Sequence[str]) -> Text:
    """Name columns in both languages."""
    names = [COLUMN_BY_ID[column].name for column in columns]
    return (
        Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)) if names else same("")
    )
