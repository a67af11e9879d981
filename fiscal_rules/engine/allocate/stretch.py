"""A stretch: the months of a line over which the rules decide alike, with its share of the money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from fiscal_rules.engine.infer import DecisionTable, Verdict
from fiscal_rules.model.allocation import Need
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import Reservation, RulePack, Unit
from fiscal_rules.model.vocabulary import (
    CLASS,
    COLUMN_BY_ID,
    LEVEL,
    UNLISTED,
    Level,
    NeedKind,
    Standing,
    weakest,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Stretch:
    """Some months of a line, one verdict, and the part of the line's money that falls on them.

    ``amount`` and ``upper`` are fen, exact: the whole line's unless the verdict changes within it.
    """

    pack: RulePack
    parameters: Parameters
    line: BudgetLine
    verdict: Verdict
    months: tuple[date, ...]
    amount: Fraction
    upper: Fraction

    @property
    def local(self) -> Fraction:
        """What the money from above leaves of the amount."""
        return self.amount - self.upper

    @property
    def part_of_line(self) -> Fraction:
        """How much of the line's months it holds."""
        return Fraction(len(self.months), len(self.line.period.months))

    @cached_property
    def unit(self) -> Unit:
        """The unit whose budget the line belongs to."""
        return self.pack.unit_by_id[self.line.unit]

    @cached_property
    def county(self) -> Unit | None:
        """The county of the line: its unit, or in a line of the city itself the counterpart."""
        if self.unit.level is Level.COUNTY:
            return self.unit
        counterpart = self.line.counterpart
        return None if counterpart is None else self.pack.unit_by_id[counterpart]

    @property
    def clause(self) -> str | None:
        """The clause under which something is asked for."""
        return self.verdict.clauses[0] if self.verdict.clauses else None

    def need(self, kind: NeedKind, what: str) -> Need:
        """Say that the line waits for something."""
        return Need(kind, what, self.clause)

    def law(self) -> Standing:
        """How well it is known that the document is in force over these months."""
        spans = (self.pack.span_on(day) for day in self.months)
        return weakest(*(span.standing for span in spans if span is not None))

    def method(self, rule: str, unsaid: Standing = Standing.OFFICIAL) -> Standing:
        """How well a rule's method is known: as the rule says, else what its form implies."""
        return self.pack.rule_by_id[rule].standing or unsaid

    def circumstances(self, day: date) -> dict[str, str | None]:
        """Say what parameters may tell apart of the line in a month."""
        county = self.county
        return {
            **{key: self.line.choices.get(key) for key in ("severity", "category", "affiliation")},
            "unit": None if county is None else county.id,
            "class": None if county is None else county.class_on(day),
        }

    def look_up(self, parameter: str) -> tuple[tuple[Entry, ...] | None, tuple[Need, ...]]:
        """Find a parameter for each month; where one lacks, say what the line needs instead."""
        asked = self.parameters.columns_asked_by(parameter)
        blank = [column for column in asked if column not in self.line.choices]
        if blank:
            return None, tuple(self.need(NeedKind.COLUMN, column) for column in blank)
        found = [
            self.parameters.value(parameter, day, self.circumstances(day)) for day in self.months
        ]
        known = tuple(entry for entry in found if entry is not None)
        if len(known) == len(found):
            return known, ()
        if self.county is None and self._some_county_has(parameter):
            return None, ()
        return None, (self.need(NeedKind.PARAMETER, parameter),)

    def reservation(self, payer: str | None, day: date) -> Reservation | None:
        """Find the open question whether a government pays its share for the line's county."""
        county = self.county
        if county is None:
            return None
        unit_class = county.class_on(day)
        return next(
            (r for r in self.pack.reservations if r.payer == payer and r.unit_class == unit_class),
            None,
        )

    def _some_county_has(self, parameter: str) -> bool:
        """Tell whether only the blank counterpart keeps a parameter from being found."""
        return any(
            all(entry.holds_on(day) for day in self.months)
            for entry in self.parameters.of(parameter)
        )


def stretches(
    table: DecisionTable, parameters: Parameters, line: BudgetLine, upper: int
) -> tuple[Stretch, ...]:
    """Cut a line where the verdict on it changes; its money goes by months."""
    verdicts = [verdict_on(table, line, day) for day in line.period.months]
    months = line.period.months
    return tuple(
        Stretch(
            pack=table.pack,
            parameters=parameters,
            line=line,
            verdict=verdict,
            months=held,
            amount=Fraction(line.amount * len(held), len(months)),
            upper=Fraction(upper * len(held), len(months)),
        )
        for verdict, held in runs(verdicts, months)
    )


def verdict_on(table: DecisionTable, line: BudgetLine, day: date) -> Verdict:
    """Decide a line as it stands in one month."""
    items = possible_items(table.pack, line)
    return table.decide(items, given_on(table.pack, line, day), table.space.epoch_on(day))


def given_on(pack: RulePack, line: BudgetLine, day: date) -> dict[str, str]:
    """List what a line and its unit say of it in a month; blanks are left out."""
    unit = pack.unit_by_id[line.unit]
    return {**line.choices, LEVEL: unit.level.value, CLASS: unit.class_on(day)}


def possible_items(pack: RulePack, line: BudgetLine) -> tuple[str, ...]:
    """List the items that a line may be: one, unless its item is blank."""
    if line.item is not None:
        return (line.item,)
    return line.candidates or (*(item.id for item in pack.items), UNLISTED)


def runs(keys: Sequence[T], months: Sequence[date]) -> Iterator[tuple[T, tuple[date, ...]]]:
    """Group months that follow one another and share a key."""
    by_key: Callable[[tuple[T, date]], T] = lambda pair: pair[0]  # noqa: E731
    for key, pairs in groupby(zip(keys, months, strict=True), by_key):
        yield key, tuple(day for _, day in pairs)


def in_column_order(needs: Sequence[Need]) -> tuple[Need, ...]:
    """List needs once each: columns in the order of the budget, then the rest as they came."""
    columns = list(COLUMN_BY_ID)
    kinds = list(NeedKind)

    def rank(need: Need) -> tuple[int, int]:
        is_column = need.kind is NeedKind.COLUMN and need.id in COLUMN_BY_ID
        return (0, columns.index(need.id)) if is_column else (1, kinds.index(need.kind))

    return tuple(sorted(dict.fromkeys(needs), key=rank))
