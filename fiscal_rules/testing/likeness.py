"""Laws of likeness: counties that nothing tells apart, and months between which nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fiscal_rules.engine.allocate.above import possible_items
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine, Period
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import Dated, InForce, RulePack, Unit, asked_of
from fiscal_rules.testing.allocating import alone, outside_pots, paid
from fiscal_rules.testing.budgets import as_read

_LAST_MONTH = 12


def counties_alike_are_treated_alike(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:
    """State that a line pays alike in every county of its class that no value names.

    Lines of pots are passed over: their measures are each county's own. Exact.
    """
    for line in outside_pots(table, parameters, budget):
        before = _said(alone(table, parameters, line))
        for other in _alike(table.pack, parameters, line):
            moved = as_read(replace(line, unit=other.id))
            after = _said(alone(table, parameters, moved))
            assert after == before, (
                f"line {line.id} in {other.id}: {after}, in {line.unit} {before}"
            )


def _alike(pack: RulePack, parameters: Parameters, line: BudgetLine) -> Iterator[Unit]:
    """Find counties of a line's class, in all of its months, that no value tells from its own."""
    own = pack.unit_by_id[line.unit]
    named = {
        unit
        for entry in _entries(pack, parameters, line)
        for key, units in entry.scope
        if key == "unit"
        for unit in units
    }
    if own.id in named or not pack.is_lower(own):
        return
    for other in pack.units:
        is_named = other == own or other.id in named
        if not is_named and _of_one_class(own, other, line.period):
            yield other


def _of_one_class(one: Unit, other: Unit, period: Period) -> bool:
    days = period.months
    return one.level is other.level and all(one.class_on(d) == other.class_on(d) for d in days)


def months_alike_are_treated_alike(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:
    """State that a month is treated as the one before it, where no date falls on its first day.

    A line is looked at in each of its months by itself. Lines of pots are passed over: a pot is of a
    year. Exact.
    """
    for line in outside_pots(table, parameters, budget):
        dates = _dates(table, parameters, line)
        for month in range(line.period.first, min(line.period.last, _LAST_MONTH - 1) + 1):
            if date(line.period.year, month + 1, 1) not in dates:
                one, other = (
                    _said(alone(table, parameters, _in_month(line, each)))
                    for each in (month, month + 1)
                )
                assert one == other, f"line {line.id}, month {month}: {one}, then {other}"


def _in_month(line: BudgetLine, month: int) -> BudgetLine:
    return as_read(replace(line, period=Period(line.period.year, month, month)))


def _dates(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> set[date]:
    """List the days on which anything changes that a line may turn on."""
    pack = table.pack
    classes = [_ends(each) for unit in pack.units for each in unit.classes]
    entries = [_ends(entry) for entry in _entries(pack, parameters, line)]
    spans = [_ends(span) for each in (pack, *pack.packs_above()) for span in _spans(each)]
    return {day for pair in (*classes, *entries, *spans) for day in pair if day is not None}


def _spans(pack: RulePack) -> Iterator[InForce]:
    yield from pack.in_force
    for rule in pack.rules:
        yield from rule.in_force


def _ends(held: InForce | Dated | Entry) -> tuple[date | None, date | None]:
    return held.starts, held.ends


def _entries(pack: RulePack, parameters: Parameters, line: BudgetLine) -> Iterator[Entry]:
    """List the values that a line may turn on."""
    for name in asked_of(pack, possible_items(pack, line.item, line.candidates)):
        yield from parameters.of(name)


def _said(result: LineResult) -> object:
    return (
        result.status,
        result.authority,
        result.clauses,
        paid(result),
        result.standing,
        result.needs,
        result.duties,
        result.findings,
    )
