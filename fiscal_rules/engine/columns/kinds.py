"""Kinds of line: lines on which rules, parameters and pots decide alike, whatever their numbers.

Two lines are of one kind where their months run through the same states (the epoch of the law, the
parameter entries in force, the classes of units), and their units are the same to every parameter
and rule. Recipes are worked out once for each kind; where money goes is said for each unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import groupby

from fiscal_rules.engine.allocate.above import ask_above
from fiscal_rules.engine.allocate.stretch import verdict_on
from fiscal_rules.engine.infer import DecisionTable, Verdict
from fiscal_rules.model.allocation import Remark
from fiscal_rules.model.budget import BudgetLine, How, LineTable, Period, Where, Which
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import AGREED_COLUMNS, Factors
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.vocabulary import (
    AFFILIATION,
    CLASS,
    COLUMN_BY_ID,
    HEADCOUNT_BASIS,
    STAGE,
    UNLISTED,
    ColumnKind,
    Finding,
)

NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line: one of its lines without numbers, and what other lines show of it."""

    id: int
    example: BudgetLine
    noticed: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Classes:
    """Periods and places that are the same to an item, numbered: ``periods[item][period]``."""

    periods: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, ...], ...]


Sort = tuple[int, int, int, int, int]
"""Which item, how described, the class of its period, that of its place, whether counted twice."""


class Alike:
    """Tells when two lines come out alike in everything but amounts and treasuries."""

    def __init__(self, table: DecisionTable, parameters: Parameters, lines: LineTable) -> None:
        self._table = table
        self._pack = table.pack
        self._parameters = parameters
        self._lines = lines
        self._changing = [unit for unit in self._pack.units if len(unit.classes) > 1]
        self._reserved = {reservation.unit_class for reservation in self._pack.reservations}
        self._entries = cache(self._entries_of)
        self._state = cache(self._state_of)
        self._may_be_a_pot = cache(self._pots_of)
        self._of_period = cache(self._of_period_uncached)
        self._of_place = cache(self._of_place_uncached)
        self._above = self._alike_above()

    def classes(self) -> Classes:
        """Class the periods and the places of a budget, for each of its items."""
        items = [_possible(which) for which in self._lines.items]
        return Classes(
            tuple(
                _numbered([self._of_period(item, each) for each in self._lines.periods])
                for item in items
            ),
            tuple(
                _numbered([self._of_place(item, each) for each in self._lines.places])
                for item in items
            ),
        )

    def kinds(
        self, sorts: Sequence[Sort], examples: Sequence[tuple[int, int]]
    ) -> tuple[tuple[Kind, ...], tuple[int, ...]]:
        """Sort lines into kinds; ``examples`` gives a period and a place for each sort."""
        kinds: dict[object, Kind] = {}
        kind_of = []
        verdicts = _Numbers()
        for (which, how, _, _, twice), (period, place) in zip(sorts, examples, strict=True):
            example = _example(
                self._lines.items[which],
                self._lines.periods[period],
                self._lines.places[place],
                self._lines.hows[how],
            )
            said = self._verdicts(_possible(self._lines.items[which]), example)
            number = tuple(verdicts.of(verdict) for verdict in said)
            above = self._told_above(example, self._lines.hows[how])
            item = _possible(self._lines.items[which])
            key = (
                self._lines.items[which],
                self._told(example, self._lines.hows[how], said),
                number,
                above,
                self._of_period(item, self._lines.periods[period]),
                self._of_place(item, self._lines.places[place]),
                twice,
            )
            if key not in kinds:
                noticed = (Remark(Finding.POSSIBLE_DOUBLE_COUNT, None),) if twice else ()
                kinds[key] = Kind(len(kinds), example, noticed)
            kind_of.append(kinds[key].id)
        return tuple(kinds.values()), tuple(kind_of)

    def _alike_above(self) -> Alike | None:
        """Tell lines apart for the pack above too, where money is to be computed by it."""
        above = self._pack.pack_above
        if above is None or self._table.above is None or not self._parameters.of(above.when):
            return None
        return Alike(self._table.above, self._parameters.within(above.named("")), self._lines)

    def _told_above(self, example: BudgetLine, how: How) -> object:
        """Give what the pack above makes of a line, and whether its money is left blank."""
        asked = ask_above(self._table, self._parameters, example)
        if self._above is None or asked is None:
            return None
        agreed = how.present & {*AGREED_COLUMNS}
        return asked.payers, asked.used, agreed, self._above.told(asked.line, how)

    def told(self, line: BudgetLine | None, how: How) -> object:
        """Give what is told apart of a line of a pack that stands above; None of an unsettled one."""
        if line is None:
            return None
        items = _possible_of(line)
        said = self._verdicts(items, line)
        given = how.present & {government.funds for government in self._pack.above()}
        return self._told(line, how, said), said, given, self._told_above(line, how)

    def _verdicts(self, items: tuple[str, ...], example: BudgetLine) -> tuple[Verdict, ...]:
        days: dict[object, date] = {}
        for day in example.period.months:
            days.setdefault(self._state(items, day), day)
        return tuple(verdict_on(self._table, example, day) for day in days.values())

    def _told(self, example: BudgetLine, how: How, said: Iterable[Verdict]) -> object:
        """Give what a line says beside what the rules make of it, as far as that matters."""
        items = () if example.item is None else (example.item,)
        scoped = {key for entry in self._entries(items) for key, _ in entry.scope}
        told = scoped | {AFFILIATION.id, STAGE.id}
        asked = frozenset[str]().union(*(self._asked(verdict) for verdict in said))
        known = self._pack.item_by_id.get(example.item or "")
        basis = example.choices.get(HEADCOUNT_BASIS.id)
        return (
            tuple(each for each in how.choices if each[0] in told),
            how.present & asked,
            how.no_heads and "headcount" in asked,
            known is not None and bool(known.basis and basis and basis != known.basis),
        )

    def _asked(self, verdict: Verdict) -> frozenset[str]:
        """Name the columns of numbers whose blank makes a difference under a verdict."""
        operands = (o for ruled in verdict.then_if for o in (ruled.value.left, ruled.value.right))
        return frozenset(
            (
                *(() if verdict.fund is None else self._pack.columns_of(verdict.fund.value)),
                *(() if verdict.agreed is None else (verdict.agreed.value.amount,)),
                *(operand.id for operand in operands if operand.source == "column"),
            )
        )

    def _entries_of(self, items: tuple[str, ...]) -> tuple[Entry, ...]:
        """List the entries that may bear on some items; on all where none is named."""
        named = items or (*(item.id for item in self._pack.items), UNLISTED)
        asked = {name for item in named for name in self._pack.parameters_asked_of(item)}
        return tuple(entry for name in sorted(asked) for entry in self._parameters.of(name))

    def _of_period_uncached(
        self, items: tuple[str, ...], period: Period
    ) -> tuple[tuple[tuple[object, int], ...], int | None, object]:
        """Give the states that a period runs through; the year too where a pot is divided by it.

        How long it lasts matters only where its state changes: else months are a number of the line.
        """
        above = None
        if self._above is not None and any(self._pack.above_of(item) for item in items):
            above = self._above.period(items, period)
        months = [self._state(items, day) for day in period.months]
        runs = tuple((state, len(list(held))) for state, held in groupby(months))
        runs = runs if len(runs) > 1 else ((runs[0][0], 0),)
        return runs, period.year if self._may_be_a_pot(items) else None, above

    def period(self, items: tuple[str, ...], period: Period) -> object:
        """Give the states that a period runs through in a pack that stands above."""
        known = tuple(item for item in items if item in self._pack.item_by_id)
        return self._of_period(known, period)

    def _state_of(self, items: tuple[str, ...], day: date) -> object:
        in_force = tuple(i for i, e in enumerate(self._entries(items)) if e.holds_on(day))
        classes = tuple(unit.class_on(day) for unit in self._changing)
        return self._table.space.epoch_on(day).id, self._law_on(day), in_force, classes

    def _law_on(self, day: date) -> object:
        """Say how well it is known on a day that the document and its rules are in force."""
        ruled = (span for rule in self._pack.rules for span in rule.in_force if span.includes(day))
        span = self._pack.span_on(day)
        return None if span is None else span.standing, tuple(each.standing for each in ruled)

    def _of_place_uncached(self, items: tuple[str, ...], place: Where) -> object:
        return (
            self._of_unit(items, place.unit),
            None if place.counterpart is None else self._of_unit(items, place.counterpart),
            place.superseded,
            place.recipient,
        )

    def _of_unit(self, items: tuple[str, ...], unit: str) -> object:
        """Give what rules, parameters and pots can tell of a unit."""
        found = self._pack.unit_by_id[unit]
        scopes = [scope for entry in self._entries(items) for scope in entry.scope]
        scoped = {value for key, values in scopes if key == "unit" for value in values}
        if unit in scoped or found in self._changing or self._may_be_a_pot(items):
            return unit
        keys = {key for key, _ in scopes}
        named = items or (*(item.id for item in self._pack.items), UNLISTED)
        name = found.classes[-1].value
        is_told = CLASS in keys or name in self._reserved
        is_told = is_told or any(CLASS in self._pack.asked_of(item) for item in named)
        return found.level, name if is_told else None

    def _pots_of(self, items: tuple[str, ...]) -> bool:
        named = items or (*(item.id for item in self._pack.items), UNLISTED)
        rules = (rule for item in named for rule in self._pack.rules_for(item))
        return any(isinstance(rule.fund, Factors) for rule in rules)


class _Numbers:
    """Numbers for verdicts, the same for those that say the same.

    The decision table keeps every verdict it has made, so that its identity is safe to go by.
    """

    def __init__(self) -> None:
        self._by_identity: dict[int, int] = {}
        self._by_value: dict[Verdict, int] = {}

    def of(self, verdict: Verdict) -> int:
        """Give the number of a verdict."""
        if id(verdict) not in self._by_identity:
            number = self._by_value.setdefault(verdict, len(self._by_value))
            self._by_identity[id(verdict)] = number
        return self._by_identity[id(verdict)]


def _possible(which: Which) -> tuple[str, ...]:
    return which.candidates if which.item is None else (which.item,)


def _possible_of(line: BudgetLine) -> tuple[str, ...]:
    return line.candidates if line.item is None else (line.item,)


def _numbered(found: Sequence[object]) -> tuple[int, ...]:
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(each, len(numbers)) for each in found)


def _example(which: Which, period: Period, place: Where, how: How) -> BudgetLine:
    heads = Fraction(0 if how.no_heads else 1)
    money = {c: 0 for c in how.present if COLUMN_BY_ID[c].kind is ColumnKind.MONEY}
    return BudgetLine(
        id="",
        at=NOWHERE,
        period=period,
        unit=place.unit,
        amount=0,
        item=which.item,
        item_text=which.item_text,
        candidates=which.candidates,
        counterpart=place.counterpart,
        recipient=place.recipient,
        choices=dict(how.choices),
        money=money,
        numbers={c: heads for c in sorted(how.present) if c not in money},
        findings=findings_of(which, place),
    )


def findings_of(which: Which, place: Where) -> tuple[str, ...]:
    """List what was noticed when a line was read."""
    return (
        *((Finding.SUPERSEDED_CODE.value,) if place.superseded else ()),
        *((Finding.CODE_MISMATCH.value,) if which.mismatch else ()),
    )
