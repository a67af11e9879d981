"""The columns of the sheet of lines: how each is headed, what it holds, how its cells are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from fiscal_rules.model.money import grouped_yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text, folded, same
from fiscal_rules.model.vocabulary import (
    COLUMN_BY_ID,
    ITEM,
    TERMS,
    UNLISTED,
    Authority,
    ColumnKind,
    NeedKind,
    Standing,
    Status,
)
from fiscal_rules.model.vocabulary import Column as InputColumn
from fiscal_rules.output.lines import carried_names, input_columns, line_columns, line_rows
from fiscal_rules.output.names import (
    OTHER,
    government_name,
    item_name,
    need_name,
    unit_name,
)
from fiscal_rules.output.report import Report
from fiscal_rules.output.rule_words import value_name
from fiscal_rules.output.sections.whole import OPEN
from fiscal_rules.output.tables import joined
from fiscal_rules.output.workbook.looks import Kind
from fiscal_rules.output.workbook.widths import fitting_width, width_of
from fiscal_rules.readers.budgets.lookups import FoundUnit, find_unit

Say = Callable[[str], Text]
_PAYS = Text("{payer}负担", "{payer} pays")
PAYS = "pay_"
"""What the columns of payers begin with."""
SEPARATOR = ";"
"""What stands between the members of a list."""
ITEM_AT = -1
"""Where a row of texts has its item."""
_BLANK = same("")
_USUAL_WIDTH, _CARRIED_WIDTH = 14, 18
_WIDTHS = {ColumnKind.YEAR: 7, ColumnKind.TEXT: 10}
_KINDS = {
    ColumnKind.MONEY: Kind.MONEY,
    ColumnKind.RATE: Kind.MONEY,
    ColumnKind.YEAR: Kind.YEAR,
    ColumnKind.COUNT: Kind.COUNT,
    ColumnKind.QUANTITY: Kind.NUMBER,
    ColumnKind.PERFORMANCE: Kind.NUMBER,
}
_FIRST = ("line", "year", "unit", "item", "amount")
"""The columns of the input that come before the result; the others stand behind it."""


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column of the sheet: where its text stands in a row of the ``lines`` table."""

    id: str
    source: int
    title: str
    kind: Kind
    width: int
    say: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class _Result:
    """A column of the result; one without words holds money, as wide as money is."""

    id: str
    title: Text
    width: int = 0
    say: Say | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns from left to right: those that are printed, then the others."""

    printed: tuple[LineColumn, ...]
    beside: tuple[LineColumn, ...]

    @property
    def columns(self) -> tuple[LineColumn, ...]:
        """Every column."""
        return self.printed + self.beside

    def place(self, column: str) -> int:
        """Say where a column stands."""
        return next(at for at, held in enumerate(self.columns) if held.id == column)


def layout_of(report: Report, lang: Lang) -> Layout:
    """Choose the columns: who and what, the result, then what else was read and carried."""
    names = line_columns(report.allocation)
    sources = {name: at for at, name in enumerate(names)}
    read = [
        _input(report, COLUMN_BY_ID[column], sources.get(column, ITEM_AT), lang)
        for column in COLUMN_BY_ID
        if column in {ITEM, *input_columns(report.allocation)}
    ]
    result = [_made(report, column, sources, lang) for column in _result(report, lang)]
    extra = report.allocation.budget.extra_columns
    titles = carried_names(extra, [column.title for column in (*read, *result)])
    carried = [
        LineColumn(title, len(names) - len(extra) + at, title, Kind.LONG, _CARRIED_WIDTH)
        for at, title in enumerate(titles)
    ]
    first = [column for column in read if column.id in _FIRST]
    rest = [column for column in read if column.id not in _FIRST]
    return Layout((*first, *result), (*rest, *carried))


def line_texts(report: Report) -> Iterator[tuple[str, ...]]:
    """Give each row of the ``lines`` table, and last its item: also one that its code settled."""
    names = line_columns(report.allocation)
    item = names.index(ITEM) if ITEM in names else None
    decision, known = names.index("decision"), report.allocation.pack.item_by_id
    for row in line_rows(report.allocation):
        said = "" if item is None else row[item]
        decided = row[decision].rpartition("/")[0]
        yield (*row, said or (decided if decided in known else ""))


def _input(report: Report, column: InputColumn, source: int, lang: Lang) -> LineColumn:
    source = ITEM_AT if column.id == ITEM else source
    pack = report.allocation.pack
    kind = _KINDS.get(column.kind, Kind.WORDS if column.id in _FIRST else Kind.LONG)
    title = column.name.say(lang)
    width = max(_input_width(report, column, lang), width_of(title) + 2)
    return LineColumn(column.id, source, title, kind, width, _spoken(_say(pack, column), lang))


def _input_width(report: Report, column: InputColumn, lang: Lang) -> int:
    pack = report.allocation.pack
    match column.kind:
        case ColumnKind.MONEY:
            return _money_width(report)
        case ColumnKind.UNIT:
            names = (unit.name.say(lang) for unit in pack.units)
            return fitting_width(names, least=_USUAL_WIDTH, most=22)
        case ColumnKind.ITEM:
            names = (item.name.say(lang) for item in pack.items)
            return fitting_width(names, least=_USUAL_WIDTH, most=30)
        case _:
            return _WIDTHS.get(column.kind, _USUAL_WIDTH)


def _money_width(report: Report) -> int:
    """Leave room for the largest amount there can be: that of the whole budget."""
    return fitting_width([grouped_yuan(report.totals.amount)], least=12, most=20)


def _made(report: Report, column: _Result, sources: Mapping[str, int], lang: Lang) -> LineColumn:
    kind = Kind.MONEY if column.say is None else Kind.WORDS
    width = _money_width(report) if column.say is None else column.width
    title = column.title.say(lang)
    say = _spoken(column.say, lang)
    return LineColumn(column.id, sources[column.id], title, kind, width, say)


def _result(report: Report, lang: Lang) -> Iterator[_Result]:
    pack = report.allocation.pack
    yield _Result("status", Text("结果状态", "status"), _widest(Status, lang), _term)
    yield _Result("authority", Text("财政事权", "authority"), _widest(Authority, lang), _term)
    for paid in report.totals.paid:
        if paid.payer != OTHER or paid.amount is not None:
            title = _PAYS.fill(payer=government_name(pack, paid.payer))
            yield _Result(f"{PAYS}{paid.payer}", title)
    yield _Result("open", OPEN)
    yield _Result("standing", Text("依据强度", "standing"), _widest(Standing, lang), _term)
    yield _Result("clauses", Text("条款", "clauses"), 10, _listed(same))
    yield _Result("needs", Text("所缺内容", "needs"), 24, _listed(_need(pack)))
    yield _Result("duties", Text("义务", "duties"), 20, _listed(_term))
    yield _Result("findings", Text("提示", "findings"), 34, _listed(_term))


def _widest(terms: Iterable[StrEnum], lang: Lang) -> int:
    return fitting_width((TERMS[term].say(lang) for term in terms), least=12, most=24)


def _spoken(say: Say | None, lang: Lang) -> Callable[[str], str]:
    """Say the texts of a column in one language; the same text is thought about once."""
    if say is None:
        return str

    @lru_cache(maxsize=4096)
    def spoken(text: str) -> str:
        return say(text).say(lang)

    return spoken


def _say(pack: RulePack, column: InputColumn) -> Say | None:
    match column.kind:
        case ColumnKind.UNIT:
            return lambda text: _unit(pack, text)
        case ColumnKind.ITEM:
            return lambda text: _item(pack, text)
        case ColumnKind.CHOICE:
            return lambda text: value_name(pack, column.id, text) if text else _BLANK
        case _:
            return None


def _term(text: str) -> Text:
    return TERMS.get(text, same(text))


def _listed(say: Say) -> Say:
    return lambda text: joined(say(each) for each in text.split(SEPARATOR)) if text else _BLANK


def _unit(pack: RulePack, text: str) -> Text:
    """Name a unit that was written by an alias or a code."""
    found = find_unit(pack, text, None) if text else None
    return unit_name(pack, found.unit.id) if isinstance(found, FoundUnit) else same(text)


def _item(pack: RulePack, text: str) -> Text:
    """Name an item that was written by an alias; one that the pack does not know, as it was."""
    known = pack.item_by_label.get(folded(text))
    return same(text) if known is None or known.id == UNLISTED else item_name(pack, known.id)


def _need(pack: RulePack) -> Say:
    parameters = dict(pack.parameter_kinds)

    def say(what: str) -> Text:
        if what in parameters:
            return need_name(pack, NeedKind.PARAMETER, what)
        names = [need_name(pack, NeedKind.COLUMN, what)] if what in COLUMN_BY_ID else []
        names += [need_name(pack, NeedKind.MEASURE, what)] if what in pack.measure_names else []
        if not names:
            return need_name(pack, NeedKind.DECISION, what)
        # A text does not tell a column from a measure of the same id: both are named.
        first, last = names[0], names[-1]
        return Text(_either(first.zh, last.zh), _either(first.en, last.en))

    return say


def _either(first: str, second: str) -> str:
    return first if first == second else f"{first} / {second}"
