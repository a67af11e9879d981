"""Samples: the smallest budgets there are, a row or two, with what has to be supposed of them.

Where a pack leaves a value open, a row shows no money; so a value is supposed, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine, MeasureValue
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import Factors, Role, matching_of, parameters_of
from fiscal_rules.model.money import show_number, show_percent
from fiscal_rules.model.parameter import (
    Bands,
    Entry,
    ParameterKind,
    Parameters,
    ParameterValue,
    ShareOf,
)
from fiscal_rules.model.rulepack import RulePack, asked_of
from fiscal_rules.model.vocabulary import Standing
from fiscal_rules.readers.budgets.records import Record, read_records
from fiscal_rules.testing.allocating import allocated

Cells = Mapping[str, str]
"""A row of a budget: cells by column."""
_NOWHERE = Place("")
_MUCH = "1000000000"
"""More than any pot gives: what a pot gives is at most the local amount."""
_SUPPOSED = "supposed"
"""The source of a value that nobody gave."""


@dataclass(frozen=True, slots=True)
class Side:
    """A pack with the values that hold under it."""

    table: DecisionTable
    parameters: Parameters

    @property
    def pack(self) -> RulePack:
        """The pack."""
        return self.table.pack


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of a budget, the measures of their units, and values that are supposed for them."""

    rows: tuple[Cells, ...]
    measures: tuple[MeasureValue, ...] = ()
    supposed: tuple[Entry, ...] = ()

    def results(self, side: Side) -> tuple[LineResult, ...] | None:
        """Allocate the rows under one pack; None where it refuses one of them."""
        lines = [_line(row, side.pack) for row in self.rows]
        read = tuple(line for line in lines if line is not None)
        if len(read) < len(lines):
            return None
        columns = tuple(dict.fromkeys(column for row in self.rows for column in row))
        budget = Budget("", "", read, (), self.measures, columns)
        parameters = side.parameters.with_entries(self.supposed)
        return tuple(allocated(side.table, parameters, budget).results)


def _line(cells: Cells, pack: RulePack) -> BudgetLine | None:
    record = Record(cells["line"], cells, _NOWHERE, dict.fromkeys(cells, _NOWHERE))
    lines = read_records((record,), pack=pack).lines
    return lines[0] if lines else None


def supposing(row: Cells, sides: Sequence[Side]) -> Iterator[Sample]:
    """Suppose what the packs do not say for a row: what shares need first, then what pots need."""
    found = {line.item for side in sides if (line := _line(row, side.pack)) is not None}
    items = [item for item in sorted(filter(None, found)) if _know(item, sides)]
    for item in items:
        beside = _entries(item, row, sides, pots=False)
        if beside:
            yield Sample((row,), (), beside)
        yield from _pots(item, row, sides)


def _know(item: str, sides: Sequence[Side]) -> bool:
    return any(item in side.pack.item_by_id for side in sides)


def _pots(item: str, row: Cells, sides: Sequence[Side]) -> Iterator[Sample]:
    """Put a second county beside a row, and give both the measures of the item's pot."""
    pots = [fund for side in sides for fund in _factors(side.pack, item)]
    units = _counties(row, sides)
    if not pots or not units:
        return
    names = dict.fromkeys(name for fund in pots for name in fund.asked)
    measures = tuple(
        MeasureValue(unit, item, int(row["year"]), name, Fraction(1 + place * (2 + i)), _NOWHERE)
        for place, unit in enumerate(units)
        for i, name in enumerate(names)
    )
    supposed = _entries(item, row, sides, pots=True)
    for amount in (row["amount"], _MUCH):
        rows = (
            {**row, "line": str(i + 1), "unit": unit, "amount": amount}
            for i, unit in enumerate(units)
        )
        yield Sample(tuple(rows), measures, supposed)


def _factors(pack: RulePack, item: str) -> Iterator[Factors]:
    return (rule.fund for rule in pack.rules_for(item) if isinstance(rule.fund, Factors))


def _counties(row: Cells, sides: Sequence[Side]) -> tuple[str, ...]:
    """Name the row's county, and another that both packs know; none where it is no county's row."""
    packs = [side.pack for side in sides]
    line = _line(row, packs[0])
    if line is None or not packs[0].is_lower(packs[0].unit_by_id[line.unit]):
        return ()
    own = packs[0].unit_by_id[line.unit]
    others = (
        unit.id
        for unit in packs[0].units
        if packs[0].is_lower(unit) and unit != own and all(unit.id in p.unit_by_id for p in packs)
    )
    return tuple(name for name in (own.id, next(others, None)) if name is not None)


def _entries(item: str, row: Cells, sides: Sequence[Side], *, pots: bool) -> tuple[Entry, ...]:
    """Suppose a value of each parameter that an item asks for and that has none in a row's year."""
    day = date(int(row["year"]), 1, 1)
    found: dict[str, Entry] = {}
    for side in sides:
        kinds = dict(side.pack.parameter_kinds)
        wanted = asked_of(side.pack, (item,)) if pots else _shared(side.pack, item)
        for name in sorted(wanted):
            if kinds[name] is not ParameterKind.YES_NO and not _is_known(side, name, day.year):
                value = _value(side.pack, name, kinds[name])
                found.setdefault(name, _entry(name, kinds[name], value, day))
    return tuple(found.values())


def _shared(pack: RulePack, item: str) -> set[str]:
    """Name the parameters that an item asks for where no pot is given."""
    funds = [rule.fund for rule in pack.rules_for(item) if rule.fund is not None]
    held = [matching_of(f) if isinstance(f, Factors) else f for f in funds]
    return {name for fund in held if fund is not None for name in parameters_of(fund)}


def _is_known(side: Side, parameter: str, year: int) -> bool:
    days = [date(year, month, 1) for month in range(1, 13)]
    return any(entry.holds_on(day) for entry in side.parameters.of(parameter) for day in days)


def _entry(parameter: str, kind: ParameterKind, value: ParameterValue, day: date) -> Entry:
    is_share = kind is ParameterKind.SHARE
    shown = (
        (show_percent if is_share else show_number)(value) if isinstance(value, Fraction) else ""
    )
    return Entry(
        parameter=parameter,
        value=value,
        shown=shown,
        share_of=ShareOf.REST if is_share else None,
        starts=day,
        ends=day.replace(year=day.year + 1),
        scope=(),
        standing=Standing.ASSUMED,
        source=_SUPPOSED,
        published=day,
        file=0,
        at=_NOWHERE,
    )


_BY_ROLE: Mapping[Role, Fraction] = {
    Role.LEAST: Fraction(1, 10),
    Role.MOST: Fraction(1, 2),
    Role.RESERVE: Fraction(1, 10),
    Role.FURTHER: Fraction(20),
    Role.PER_HEAD: Fraction(2),
    Role.GRANT_LEAST: Fraction(1, 10),
    Role.GRANT_MOST: Fraction(1, 2),
}
_BY_KIND: Mapping[ParameterKind, ParameterValue] = {
    ParameterKind.SHARE: Fraction(1, 4),
    ParameterKind.STANDARD: Fraction(10),
    ParameterKind.UNIT_STANDARD: Fraction(10),
    ParameterKind.POT: Fraction(1000),
    ParameterKind.RATE: Fraction(1, 10),
    ParameterKind.BANDS: Bands(((Fraction(0), Fraction(1)), (Fraction(2), Fraction(3)))),
}


def _value(pack: RulePack, parameter: str, kind: ParameterKind) -> ParameterValue:
    if kind is ParameterKind.WEIGHTS:
        return _weights(pack, parameter)
    role, _ = pack.roles.get(parameter, (None, ""))
    return _BY_KIND[kind] if role is None else _BY_ROLE.get(role, _BY_KIND[kind])


def _weights(pack: RulePack, parameter: str) -> tuple[tuple[str, Fraction], ...]:
    """Weigh the measures of a pot unlike one another, so that each makes a difference."""
    owner, name = pack.asks(parameter)
    pots = (rule.fund for rule in owner.rules if isinstance(rule.fund, Factors))
    measures = next(fund.measures for fund in pots if fund.weights == name)
    whole = sum(range(1, len(measures) + 1))
    return tuple((each.id, Fraction(i + 1, whole)) for i, each in enumerate(measures))


def smaller(sample: Sample) -> Iterator[Sample]:
    """List samples that have less: fewer rows, fewer measures, fewer values supposed."""
    for i in range(len(sample.rows)):
        if len(sample.rows) > 1:
            yield replace(sample, rows=(*sample.rows[:i], *sample.rows[i + 1 :]))
    if sample.measures:
        yield replace(sample, measures=())
    for i in range(len(sample.supposed)):
        kept = (*sample.supposed[:i], *sample.supposed[i + 1 :])
        yield replace(sample, supposed=kept)
    for i in range(len(sample.measures)):
        yield replace(sample, measures=(*sample.measures[:i], *sample.measures[i + 1 :]))
