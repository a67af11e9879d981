"""Codes: each text of a closed column as a small number, so that lines sort into kinds by arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb

from fiscal_rules.model.diagnostic import BudgetRefusedError, Place
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import folded
from fiscal_rules.model.vocabulary import (
    COLUMN_BY_ID,
    RECIPIENT,
    UNITS,
    UNLISTED,
    Column,
    ColumnKind,
)
from fiscal_rules.readers.budgets.cells import (
    Unreadable,
    read_choice,
    read_code,
    read_month,
    read_year,
)
from fiscal_rules.readers.budgets.columns.schema import Field, Schema
from fiscal_rules.readers.budgets.messages import parquet
from fiscal_rules.readers.budgets.sorts import COUNTED, TOLD_APART

MOST_UNKNOWN = 5_000
"""How many different texts that a pack does not know a column may hold."""
_MOST_UNLISTED = 2_000
"""How many different items that a pack does not know are told apart."""
_FIRST_YEAR, _YEARS = 1900, 200
_BLANK = 1
_UNKNOWN = 0


@dataclass(frozen=True, slots=True)
class Coded:
    """A column with the texts that it may hold: the first is the blank, the others as they stand."""

    field: Field
    column: Column
    labels: tuple[str, ...]

    @property
    def variable(self) -> str:
        """The variable that holds the texts."""
        return f"labels_{self.column.id}"

    @property
    def canonical(self) -> str:
        """The variable that holds, for each label, the text that results write."""
        return f"canonical_{self.column.id}"

    @property
    def is_counted(self) -> bool:
        """Whether its codes follow from its numbers: a year that is kept as one."""
        return self.column.kind is ColumnKind.YEAR and self.field.is_number

    @property
    def text(self) -> str:
        """The field as text."""
        return f"{self.field.sql}::VARCHAR" if self.field.is_number else self.field.sql

    @property
    def position(self) -> str:
        """SQL for the place of the text among the labels; NULL for a blank or an unknown text."""
        if self.is_counted:
            last = _FIRST_YEAR + _YEARS - 1
            is_known = f"{self.field.sql} BETWEEN {_FIRST_YEAR} AND {last}"
            return f"CASE WHEN {is_known} THEN {self.field.sql} - {_FIRST_YEAR - 2} END"
        return f"list_position(getvariable('{self.variable}'), {self.text})"

    @property
    def code(self) -> str:
        """SQL for the code: 0 an unknown text, 1 a blank, then the labels in their order."""
        blank = f"CASE WHEN {self.field.sql} IS NULL THEN {_BLANK} ELSE {_UNKNOWN} END"
        return f"coalesce({self.position}, {blank})"

    @property
    def unreadable(self) -> tuple[int, ...]:
        """The codes of texts that no value of a closed column is written so."""
        if self.column.kind is not ColumnKind.CHOICE:
            return ()
        read = enumerate((read_choice(self.column.id, label) for label in self.labels[1:]), start=2)
        found = [code for code, choice in read if isinstance(choice, Unreadable)]
        return tuple(code for code in found if self.labels[code - 1].strip())

    @property
    def size(self) -> int:
        """Count the codes."""
        return len(self.labels) + 1


def coded_columns(schema: Schema, pack: RulePack) -> tuple[Coded, ...]:
    """List the columns whose texts tell kinds of line apart, with the texts that a pack knows."""
    return tuple(
        Coded(field, COLUMN_BY_ID[name], ("", *dict.fromkeys(_labels(COLUMN_BY_ID[name], pack))))
        for name, field in schema.known.items()
        if name not in UNITS and _tells_apart(COLUMN_BY_ID[name], pack)
    )


def _tells_apart(column: Column, pack: RulePack) -> bool:
    """Tell whether rules or routes look at a column: at labels only where they name recipients."""
    if column.id == RECIPIENT:
        return bool(pack.recipients)
    free = (ColumnKind.TEXT, ColumnKind.LABEL)
    return column.kind not in free


def _labels(column: Column, pack: RulePack) -> Iterable[str]:
    match column.kind:
        case ColumnKind.UNIT:
            return (label.value for unit in pack.units for label in unit.labels)
        case ColumnKind.ITEM:
            names = ((i.id, i.name.zh, i.name.en, *i.aliases) for i in pack.items)
            return (label for each in names for label in each)
        case ColumnKind.CODE:
            return (code.value for item in pack.items for code in item.codes)
        case ColumnKind.YEAR:
            return (str(_FIRST_YEAR + i) for i in range(_YEARS))
        case ColumnKind.MONTH:
            return ()
        case ColumnKind.LABEL:
            return (label for each in pack.recipients for label in each.labels)
        case _:
            values = () if column.choice is None else column.choice.values
            return (label for v in values for label in (v.id, v.name.zh, v.name.en, *v.aliases))


def with_unknown(
    database: duckdb.DuckDBPyConnection,
    schema: Schema,
    coded: Sequence[Coded],
    pack: RulePack,
    *,
    path: str,
) -> tuple[Coded, ...]:
    """Add to each column's labels the texts of the file that a pack does not know.

    BudgetRefusedError where a column holds so many of them that it cannot be what its name says.
    """
    counts = ", ".join(f"count({c.field.sql}) - count({c.position})" for c in coded)
    (found,) = database.execute(f"SELECT {counts} FROM ({schema.rows})").fetchall()
    complete = []
    for column, unknown in zip(coded, found, strict=True):
        is_complete = not unknown or column.is_counted
        held = column if is_complete else _extended(database, schema, column, pack, path=path)
        complete.append(held)
    return tuple(complete)


def _extended(
    database: duckdb.DuckDBPyConnection, schema: Schema, coded: Coded, pack: RulePack, *, path: str
) -> Coded:
    rows = database.execute(
        f"SELECT {coded.text} AS t, min(row) FROM ({schema.rows}) "
        f"WHERE t IS NOT NULL AND {coded.position} IS NULL GROUP BY t ORDER BY 2"
    ).fetchall()
    texts = [text for text, _ in rows]
    if coded.column.kind is ColumnKind.ITEM:
        listed = [text for text in texts if folded(text) in pack.item_by_label or not text.strip()]
        others = [text for text in texts if text not in set(listed)]
        texts = [*listed, *others[:_MOST_UNLISTED]]
    elif coded.column.kind is ColumnKind.LABEL:
        # A label that names no recipient is only carried: its lines need not be told apart.
        texts = [text for text in texts if folded(text) in pack.recipient_by_label]
    elif len(texts) > MOST_UNKNOWN:
        said = {"column": coded.column.name, "count": MOST_UNKNOWN, "value": texts[0]}
        raise BudgetRefusedError((parquet.TOO_VARIED.at(Place(path), **said),))
    extended = Coded(coded.field, coded.column, (*coded.labels, *texts))
    database.execute(f"SET VARIABLE {extended.variable} = $1", [[*extended.labels]])
    return extended


@dataclass(frozen=True)
class Keys:
    """SQL for the whole numbers that tell the kinds of line apart, and what it refers to."""

    coded: tuple[Coded, ...]
    numbers: Mapping[str, str]
    """SQL for each column of numbers that the file has."""
    pack: RulePack

    @cached_property
    def variables(self) -> dict[str, tuple[str | None, ...] | tuple[int, ...]]:
        """The labels of each column, what results write for them, and which items ask for it."""
        return {
            **{c.variable: c.labels for c in self.coded},
            **{c.canonical: tuple(map(_canonical(c.column), c.labels)) for c in self.coded},
            **{f"asks_{column}": asked for column, asked in self.asks.items()},
        }

    @cached_property
    def items(self) -> Coded | None:
        """The column of items, if there is one."""
        return next((c for c in self.coded if c.column.kind is ColumnKind.ITEM), None)

    @cached_property
    def asks(self) -> dict[str, tuple[int, ...]]:
        """For each column that only some items are asked for: 1 for the items that are."""
        if self.items is None:
            return {}
        items = [self.item(label) for label in self.items.labels]
        attributes = {item: self.pack.asked_of(item) for item in items if item is not None}
        numbers = {item: self.pack.numbers_asked_of(item) for item in items if item is not None}
        asked = {
            c.column.id: attributes
            for c in self.coded
            if c.column.choice is not None and c.column.id not in TOLD_APART
        }
        asked.update({name: numbers for name in self.numbers if name not in COUNTED})
        return {
            column: tuple(int(item is None or column in by_item[item]) for item in items)
            for column, by_item in asked.items()
        }

    def item(self, label: str) -> str | None:
        """Find the item that a label means; None for a blank."""
        if not label.strip():
            return None
        item = self.pack.item_by_label.get(folded(label))
        return UNLISTED if item is None else item.id

    @cached_property
    def digits(self) -> dict[str, tuple[Digit, ...]]:
        """What tells sorts of line apart, as digits, by what they are told apart in."""
        parts: dict[str, list[Digit]] = {part: [] for part in PARTS}
        for c in self.coded:
            digit = Digit(c.column.id, self._masked(c.column.id, c.code), c.size)
            parts[_PART_OF.get(c.column.id, HOW)].append(digit)
        for name, sql in self.numbers.items():
            if name != "amount":
                present = self._masked(name, f"({sql} IS NOT NULL)::BIGINT")
                parts[HOW].append(Digit(name, present, 2))
        heads = self.numbers.get("headcount")
        if heads is not None:
            parts[HOW].append(Digit(NO_HEADS, f"coalesce({heads} = 0, false)::BIGINT", 2))
        return {part: tuple(digits) for part, digits in parts.items()}

    @cached_property
    def packed(self) -> dict[str, tuple[tuple[Digit, ...], ...]]:
        """The digits of each part in groups: as many as 62 bits hold."""
        return {part: tuple(_in_groups(digits)) for part, digits in self.digits.items()}

    @property
    def sql(self) -> dict[str, tuple[str, ...]]:
        """The keys of each part as SQL, by their names."""
        return {
            part: tuple(_weighted(group) for group in groups)
            for part, groups in self.packed.items()
        }

    def names(self, part: str) -> tuple[str, ...]:
        """Name the keys of a part."""
        return tuple(f"{part}_{i}" for i in range(len(self.packed[part])))

    def digits_of(self, part: str, keys: Sequence[int]) -> dict[str, int]:
        """Take the keys of a part apart into the digits that they were put together from."""
        found = {}
        for key, digits in zip(keys, self.packed[part], strict=True):
            rest = key
            for digit in digits:
                rest, found[digit.name] = divmod(rest, digit.size)
        return found

    def _masked(self, name: str, code: str) -> str:
        if self.items is None or name not in self.asks:
            return code
        mask = f"list_extract(getvariable('asks_{name}'), {self.items.code})"
        return f"{code} * coalesce({mask}, 1)"


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit of a key: SQL for a whole number from 0 to below ``size``."""

    name: str
    sql: str
    size: int


WHICH, PERIOD, PLACE, HOW = "which", "period", "place", "how"
PARTS = (WHICH, PERIOD, PLACE, HOW)
"""What sorts of line are told apart in: the item, when, where, and how they are described."""
_PART_OF = {
    "item": WHICH,
    "function_code": WHICH,
    "year": PERIOD,
    "period_from": PERIOD,
    "period_to": PERIOD,
    "unit": PLACE,
    "counterpart": PLACE,
    RECIPIENT: PLACE,
}
NO_HEADS = "no heads"
"""The digit that says that a head count is 0."""


def _in_groups(digits: Sequence[Digit]) -> Iterable[tuple[Digit, ...]]:
    group: list[Digit] = []
    weight = 1
    for digit in digits:
        if weight * digit.size >= _MOST_WEIGHT:
            yield tuple(group)
            group, weight = [], 1
        group.append(digit)
        weight *= digit.size
    yield tuple(group)


def _weighted(digits: Iterable[Digit]) -> str:
    terms = []
    weight = 1
    for digit in digits:
        terms.append(f"({digit.sql})::BIGINT * {weight}")
        weight *= digit.size
    return " + ".join(terms) or "0"


def _canonical(column: Column) -> Callable[[str], str | None]:
    """Say how results write the texts of a column; what cannot be read is refused elsewhere."""

    def written(label: str) -> str | None:
        match column.kind:
            case ColumnKind.CHOICE if label.strip():
                found: object = read_choice(column.id, label)
                return found if isinstance(found, str) else label
            case ColumnKind.MONTH if label.strip():
                month = read_month(label)
                return label if isinstance(month, Unreadable) else str(month)
            case ColumnKind.CODE if label.strip():
                code = read_code(label)
                return label if isinstance(code, Unreadable) else code
            case ColumnKind.YEAR if label.strip():
                year = read_year(label)
                return label if isinstance(year, Unreadable) else str(year)
            case _:
                return label.strip() or None

    return written


_MOST_WEIGHT = 2**62


def _packed(digits: Iterable[tuple[str, int]]) -> Iterable[str]:
    terms: list[str] = []
    weight = 1
    for sql, size in digits:
        if weight * size >= _MOST_WEIGHT:
            yield " + ".join(terms)
            terms, weight = [], 1
        terms.append(f"({sql})::BIGINT * {weight}")
        weight *= size
    yield " + ".join(terms) or "0"
