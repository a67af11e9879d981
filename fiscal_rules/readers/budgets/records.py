"""Records: the cells of a row by column, read into a line or refused with every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from fiscal_rules.model.budget import BudgetLine, MeasureValue, Period, RefusedRow
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.funding import AGREED_COLUMNS
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, RECIPIENT, Column, ColumnKind, Finding
from fiscal_rules.readers.budgets.cells import (
    MoneyUnit,
    Month,
    Unreadable,
    read_choice,
    read_code,
    read_count,
    read_money,
    read_month,
    read_number,
    read_performance,
    read_year,
)
from fiscal_rules.readers.budgets.lookups import FoundUnit, find_item, find_recipient, find_unit
from fiscal_rules.readers.budgets.measures import read_measures
from fiscal_rules.readers.budgets.messages import rows
from fiscal_rules.readers.budgets.stages import wrong_stage

_RATE_DECIMALS = 2
_QUANTITY_DECIMALS = 4
_NUMBERS: Mapping[ColumnKind, Callable[[str], Fraction | Unreadable]] = {
    ColumnKind.COUNT: read_count,
    ColumnKind.RATE: lambda text: read_number(text, decimals=_RATE_DECIMALS),
    ColumnKind.QUANTITY: lambda text: read_number(text, decimals=_QUANTITY_DECIMALS),
    ColumnKind.PERFORMANCE: read_performance,
}


def read_quantity(
    column: Column, text: str, unit: MoneyUnit = MoneyUnit.YUAN
) -> Fraction | Unreadable:
    """Read a number as its column keeps it: money in whole fen, other numbers as they are."""
    if column.kind is not ColumnKind.MONEY:
        return _NUMBERS[column.kind](text)
    fen = read_money(text, unit)
    return fen if isinstance(fen, Unreadable) else Fraction(fen)


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its cells by column, blanks left out or empty, and where each of them stands.

    ``row`` is the number from which an id is made where the row has none. ``units`` are units of
    money other than yuan; ``extra`` are columns carried through; ``broken`` are cells without a
    value to read.
    """

    row: str
    cells: Mapping[str, str]
    at: Place
    places: Mapping[str, Place]
    units: Mapping[str, MoneyUnit] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """What records become: each of them a line or a refused row."""

    lines: tuple[BudgetLine, ...]
    refused: tuple[RefusedRow, ...]


def read_records(records: Sequence[Record], *, pack: RulePack) -> Readings:
    """Read records into lines; a row with anything wrong in it is refused whole."""
    read = list(read_each(records, pack=pack))
    lines = tuple(each for each in read if isinstance(each, BudgetLine))
    return Readings(lines, tuple(each for each in read if isinstance(each, RefusedRow)))


def read_each(records: Sequence[Record], *, pack: RulePack) -> Iterator[BudgetLine | RefusedRow]:
    """Read records one by one, each into a line or a refused row."""
    given = {r.cells.get("line", "").strip() for r in records} - {""}
    first: dict[str, Place] = {}
    for record in records:
        row = _RowReading(record, pack)
        identifier = row.line_id(given, first)
        line = row.line(identifier)
        yield row.refused(identifier) if row.problems else line


def read_measure_records(
    records: Sequence[Record], *, pack: RulePack
) -> tuple[tuple[MeasureValue, ...], tuple[Diagnostic, ...]]:
    """Read the measures beside a budget, and everything wrong with them."""
    rows_ = [(record.cells, record.places, record.at) for record in records]
    return read_measures(rows_, pack)


class _RowReading:
    """One row while it is read; problems are gathered, so that all of them are said."""

    def __init__(self, record: Record, pack: RulePack) -> None:
        self.record = record
        self.pack = pack
        self.problems: list[Diagnostic] = list(record.broken)
        self.known: dict[str, str] = {}
        self._year: int | None = None
        self._item: str | None = None

    def text(self, column: str) -> str | None:
        """Give what a cell says, None where it is blank."""
        text = self.record.cells.get(column, "").strip()
        return text or None

    def place(self, column: str) -> Place:
        return self.record.places.get(column, self.record.at)

    def refuse(self, column: str, why: Unreadable) -> None:
        text = self.text(column) or ""
        self.problems.append(why.at(self.place(column), COLUMN_BY_ID[column].name, text))

    def line_id(self, given: set[str], first: dict[str, Place]) -> str:
        """Give the row's id, or make one from its number that no other row has."""
        own = self.text("line")
        if own is not None:
            if own in first:
                self.refuse("line", Unreadable(rows.DOUBLE_LINE, {"first": first[own]}))
            else:
                first[own] = self.place("line")
            self.known["line"] = own
            return own
        row = self.record.row
        made = next((name for name in (row, f"row-{row}") if name not in given), None)
        if made is None:
            details = {"other": f"row-{row}"}
            name = COLUMN_BY_ID["line"].name
            message = rows.MADE_LINE_CLASHES
            self.problems.append(message.at(self.record.at, column=name, value=row, **details))
        return made or row

    def refused(self, identifier: str) -> RefusedRow:
        settles = self.text("settles")
        return RefusedRow(identifier, tuple(self.problems), self._item, self._year, settles)

    def line(self, identifier: str) -> BudgetLine:
        period = self._period()
        unit = self._unit("unit", period)
        amount = self._money(COLUMN_BY_ID["amount"]) if self._required("amount") else None
        code = self._code()
        findings = [Finding.SUPERSEDED_CODE.value] if unit and unit.superseded else []
        counterpart = self._counterpart(unit, period)
        day = date(period.year, period.first, 1)
        item_text = self.text("item")
        item = find_item(self.pack, item_text, code, day)
        self._item = item.item
        if item_text is not None:
            self.known["item"] = item_text
        if item.mismatch:
            findings.append(Finding.CODE_MISMATCH.value)
        money = self._moneys()
        if amount is not None:
            self._within(amount, money)
        choices = self._choices()
        numbers = self._numbers()
        self._labels()
        self._settled(choices, money)
        return BudgetLine(
            id=identifier,
            at=self.record.at,
            period=period,
            unit="" if unit is None else unit.unit.id,
            amount=amount or 0,
            item=item.item,
            item_text=item_text or "",
            candidates=item.candidates if item_text is None else (),
            counterpart=counterpart,
            recipient=find_recipient(self.pack, self.text(RECIPIENT)),
            function_code=code,
            choices=choices,
            money=money,
            numbers=numbers,
            findings=tuple(findings),
            cells=self.known,
            extra=dict(self.record.extra),
        )

    def _required(self, column: str) -> bool:
        if self.text(column) is not None:
            return True
        if not any(problem.place == self.place(column) for problem in self.record.broken):
            self.refuse(column, Unreadable(rows.BLANK))
        return False

    def _period(self) -> Period:
        year: int | Unreadable | None = None
        if self._required("year"):
            year = read_year(self.text("year") or "")
            if isinstance(year, Unreadable):
                self.refuse("year", year)
            else:
                self._year = year
                self.known["year"] = str(year)
        months = {column: self._month(column) for column in ("period_from", "period_to")}
        if not isinstance(year, int):
            return Period(1)
        for column, month in months.items():
            if month is not None and month.year != year:
                self.refuse(column, Unreadable(rows.OUTSIDE_YEAR, {"year": year}))
        first, last = months["period_from"], months["period_to"]
        period = Period(year, first.month if first else 1, last.month if last else 12)
        if period.first > period.last:
            last_text = self.text("period_to") or "12"
            self.refuse("period_from", Unreadable(rows.PERIOD_ENDS_FIRST, {"last": last_text}))
            return Period(year)
        return period

    def _month(self, column: str) -> Month | None:
        text = self.text(column)
        if text is None:
            return None
        month = read_month(text)
        if isinstance(month, Unreadable):
            self.refuse(column, month)
            return None
        if not (month.may_begin if column == "period_from" else month.may_end):
            self.refuse(column, Unreadable(rows.NOT_WHOLE_MONTHS))
        self.known[column] = str(month)
        return month

    def _unit(self, column: str, period: Period) -> FoundUnit | None:
        if column == "unit" and not self._required(column):
            return None
        text = self.text(column)
        if text is None:
            return None
        found = find_unit(self.pack, text, period if period.year > 1 else None)
        if isinstance(found, Unreadable):
            self.refuse(column, found)
            return None
        self.known[column] = text
        return found

    def _counterpart(self, unit: FoundUnit | None, period: Period) -> str | None:
        found = self._unit("counterpart", period)
        if found is None or unit is None:
            return None
        if not self.pack.is_lower(unit.unit):
            if not self.pack.is_lower(found.unit):
                self.refuse("counterpart", Unreadable(rows.COUNTERPART_NOT_COUNTY))
            return found.unit.id
        if found.unit.id != unit.unit.id:
            details = {"unit": unit.unit.name}
            self.refuse("counterpart", Unreadable(rows.COUNTERPART_ELSEWHERE, details))
        return None

    def _code(self) -> str | None:
        text = self.text("function_code")
        if text is None:
            return None
        code = read_code(text)
        if isinstance(code, Unreadable):
            self.refuse("function_code", code)
            return None
        self.known["function_code"] = code
        return code

    def _money(self, column: Column) -> int | None:
        text = self.text(column.id)
        if text is None:
            return None
        fen = read_money(text, self.record.units.get(column.id, MoneyUnit.YUAN))
        if isinstance(fen, Unreadable):
            self.refuse(column.id, fen)
            return None
        self.known[column.id] = yuan(fen)
        return fen

    def _moneys(self) -> dict[str, int]:
        columns = [c for c in _of_kind(ColumnKind.MONEY) if c.id != "amount"]
        found = {column.id: self._money(column) for column in columns}
        return {column: fen for column, fen in found.items() if fen is not None}

    def _within(self, amount: int, money: Mapping[str, int]) -> None:
        """Hold the parts against the whole: money from above, then an agreed subsidy."""
        upper = sum(money.get(government.funds or "", 0) for government in self.pack.above())
        if upper > amount:
            message = rows.UPPER_ABOVE_AMOUNT
            problem = message.at(
                self.place("amount"),
                upper=yuan(upper),
                column=COLUMN_BY_ID["amount"].name,
                value=yuan(amount),
            )
            self.problems.append(problem)
            return
        for column in AGREED_COLUMNS:
            if money.get(column, 0) > amount - upper:
                problem = rows.AGREED_ABOVE_LOCAL.at(
                    self.place(column),
                    column=COLUMN_BY_ID[column].name,
                    value=yuan(money[column]),
                    local=yuan(amount - upper),
                )
                self.problems.append(problem)

    def _choices(self) -> dict[str, str]:
        found = {}
        for column in _of_kind(ColumnKind.CHOICE):
            text = self.text(column.id)
            if text is None:
                continue
            choice = read_choice(column.id, text)
            if isinstance(choice, Unreadable):
                self.refuse(column.id, choice)
            else:
                found[column.id] = self.known[column.id] = choice
        return found

    def _numbers(self) -> dict[str, Fraction]:
        found = {}
        for kind, read in _NUMBERS.items():
            for column in _of_kind(kind):
                text = self.text(column.id)
                if text is None:
                    continue
                number = read(text)
                if isinstance(number, Unreadable):
                    self.refuse(column.id, number)
                else:
                    found[column.id] = number
                    self.known[column.id] = show_number(number)
        return found

    def _labels(self) -> None:
        for column in _of_kind(ColumnKind.LABEL):
            text = self.text(column.id)
            if text is not None:
                self.known[column.id] = text

    def _settled(self, choices: Mapping[str, str], money: Mapping[str, int]) -> None:
        """Hold the stage against what says which lines are settled together, and the deduction."""
        # A stage that cannot be read is said already.
        if self.text("stage") is not None and "stage" not in choices:
            return
        for problem in wrong_stage(choices.get("stage"), self.text("settles"), money):
            self.problems.append(problem.at(self.place(problem.column)))


_BY_KIND = {
    kind: tuple(column for column in COLUMN_BY_ID.values() if column.kind is kind)
    for kind in ColumnKind
}


def _of_kind(kind: ColumnKind) -> tuple[Column, ...]:
    return _BY_KIND[kind]
