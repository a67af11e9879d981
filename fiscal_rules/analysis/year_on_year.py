"""Year on year: what a change from one budget to the next comes from, in parts that add up to the fen.

This year's lines are moved into last year, first under its law and values, then under this year's
values, then under this year's law. Each part is what one of these steps moves of the unrounded
model; what rounding moves is the rest. What lines do together with values or law is counted in the
later step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from fiscal_rules.analysis.comparison import Key, Totals
from fiscal_rules.analysis.sensitivity import ExactTotals
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.budget import Budget, BudgetLine, Period
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.whole_tables import round_table


class Source(StrEnum):
    """What a part of a change comes from."""

    DATA = "data"
    PARAMETERS = "parameters"
    LAW = "law"
    ROUNDING = "rounding"


Parts = Mapping[str, Mapping[Source, Fen]]
"""For each payer or unit, each part of its change."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What comes of last year's budget, of this year's lines step by step, and of this year's.

    ``exact`` are the totals of the unrounded model, from last year's to this year's.
    """

    last: Totals
    this: Totals
    exact: tuple[ExactTotals, ExactTotals, ExactTotals, ExactTotals]


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """Two years side by side, by payer and by what each unit bears itself.

    ``transfers`` are base transfers by payer: what it receives (below 0: gives); None where none
    were asked for.
    """

    before: Allocation
    after: Allocation
    last: Totals
    this: Totals
    payers: Parts
    units: Parts
    transfers: Mapping[str, Fen] | None


def main_year(budget: Budget) -> int:
    """Give the year that most lines of a budget are of; the later of two that are even."""
    years: Counter[int] = Counter()
    if budget.table is None:
        years.update(line.year for line in budget.lines)
    else:
        # Of columns only the periods are at hand, which most lines of a budget share.
        years.update(period.year for period in budget.table.periods)
    return max(years, key=lambda year: (years[year], year))


def moved(budget: Budget, years: int) -> Budget:
    """Move the lines of a budget, and its measures, by whole years."""
    table = budget.table
    if table is not None:
        table = replace(table, periods=tuple(_moved(each, years) for each in table.periods))
    return replace(
        budget,
        lines=tuple(_line(line, years) for line in budget.lines),
        measures=tuple(replace(each, year=each.year + years) for each in budget.measures),
        table=table,
    )


def _line(line: BudgetLine, years: int) -> BudgetLine:
    return replace(line, period=_moved(line.period, years))


def _moved(period: Period, years: int) -> Period:
    return replace(period, year=period.year + years)


def moved_values(parameters: Parameters, years: int) -> Parameters:
    """Let the values of one year hold in another."""
    entries = {
        name: tuple(
            replace(
                entry,
                starts=_day(entry.starts, years),
                ends=None if entry.ends is None else _day(entry.ends, years),
            )
            for entry in held
        )
        for name, held in parameters.entries.items()
    }
    return replace(parameters, entries=entries)


def _day(day: date, years: int) -> date:
    """Move the first day of a month; the first and the last of all stay."""
    year = day.year + years
    return day.replace(year=year) if date.min.year <= year <= date.max.year else day


def parts_of(stages: Stages, lower: str) -> tuple[Parts, Parts]:
    """Take changes apart: of each payer, and of what each unit bears itself."""
    by_payer = [_added(exact, lambda key: key[2]) for exact in stages.exact]
    own = [{k: a for k, a in exact.items() if k[2] == lower} for exact in stages.exact]
    by_unit = [_added(exact, lambda key: key[0]) for exact in own]
    return (
        _parts(stages.last.by_payer(), stages.this.by_payer(), by_payer),
        _parts(stages.last.by_unit(lower), stages.this.by_unit(lower), by_unit),
    )


def _parts(
    last: Mapping[str, Fen], this: Mapping[str, Fen], exact: Sequence[Mapping[str, Fraction]]
) -> Parts:
    names = [*dict.fromkeys((*last, *this))]
    none = Fraction(0)
    first, data, values, law = exact
    rows = [
        [
            data.get(name, none) - first.get(name, none),
            values.get(name, none) - data.get(name, none),
            law.get(name, none) - values.get(name, none),
            this.get(name, 0) - law.get(name, none) - last.get(name, 0) + first.get(name, none),
        ]
        for name in names
    ]
    cells = round_table(rows).cells
    return {
        name: dict(zip(Source, row, strict=True)) for name, row in zip(names, cells, strict=True)
    }


def _added(exact: ExactTotals, by: Callable[[Key], str]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for key, amount in exact.items():
        name = by(key)
        found[name] = found.get(name, Fraction(0)) + amount
    return found
