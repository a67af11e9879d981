"""Kinds of line: combinations of words on which rules, parameters and pots decide alike.

Two combinations are of one kind where their months run through the same states (the epoch of the
law, the parameter entries in force, the classes of units), and their units are the same to every
parameter and rule. Recipes are worked out once for each kind; where money goes is said for each unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import groupby

from fiscal_rules.engine.allocate.remarks import CountedTwice
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Remark
from fiscal_rules.model.budget import BudgetLine, Combination, Period, What
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNLISTED, ColumnKind, Finding

NOWHERE = Place("")
PlaceOf = tuple[str, str | None]
"""A unit, and in a line of the city itself the county that pays."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line: one of its combinations as a line without numbers, and what others show of it."""

    id: int
    example: BudgetLine
    noticed: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Kinds, and for each combination its kind and its place."""

    kinds: tuple[Kind, ...]
    places: tuple[PlaceOf, ...]
    kind_of: tuple[int, ...]
    place_of: tuple[int, ...]


def sort_kinds(
    table: DecisionTable,
    parameters: Parameters,
    combinations: Iterable[Combination],
    doubled: CountedTwice,
) -> Sorted:
    """Sort combinations into kinds."""
    alike = _Alike(table, parameters)
    kinds: dict[object, Kind] = {}
    places: dict[PlaceOf, int] = {}
    kind_of, place_of = [], []
    for each in combinations:
        noticed = _noticed(each, doubled)
        key = (alike.key(each), noticed)
        if key not in kinds:
            kinds[key] = Kind(len(kinds), _example(each), noticed)
        kind_of.append(kinds[key].id)
        place_of.append(places.setdefault((each.unit, each.counterpart), len(places)))
    return Sorted(tuple(kinds.values()), tuple(places), tuple(kind_of), tuple(place_of))


def _noticed(each: Combination, doubled: CountedTwice) -> tuple[Remark, ...]:
    item = each.what.item
    counts = "headcount" in each.what.present and item is not None
    if counts and item is not None and (each.unit, item, each.period.year) in doubled:
        return (Remark(Finding.POSSIBLE_DOUBLE_COUNT, None),)
    return ()


def _example(each: Combination) -> BudgetLine:
    what = each.what
    heads = Fraction(0 if what.no_heads else 1)
    money = {c: 0 for c in what.present if COLUMN_BY_ID[c].kind is ColumnKind.MONEY}
    return BudgetLine(
        id="",
        at=NOWHERE,
        period=each.period,
        unit=each.unit,
        amount=0,
        item=what.item,
        item_text=what.item_text,
        candidates=what.candidates,
        counterpart=each.counterpart,
        choices=dict(what.choices),
        money=money,
        numbers={c: heads for c in sorted(what.present) if c not in money},
        findings=what.findings,
    )


class _Alike:
    """Tells when two combinations come out alike in everything but amounts and treasuries."""

    def __init__(self, table: DecisionTable, parameters: Parameters) -> None:
        self._table = table
        self._pack = table.pack
        self._parameters = parameters
        self._whats: dict[What, int] = {}
        self._changing = [unit for unit in self._pack.units if len(unit.classes) > 1]
        self._entries = cache(self._entries_of)
        self._state = cache(self._state_of)
        self._when = cache(self._when_of)
        self._where = cache(self._where_of)
        self._may_be_a_pot = cache(self._pots_of)

    def key(self, each: Combination) -> object:
        """Give what is the same for two combinations that are of one kind."""
        what = self._whats.setdefault(each.what, len(self._whats))
        items = (each.what.item,) if each.what.item is not None else each.what.candidates
        when = self._when(items, each.period)
        return what, when, self._where(items, each.unit), self._where(items, each.counterpart)

    def _entries_of(self, items: tuple[str, ...]) -> tuple[Entry, ...]:
        """List the entries that may bear on some items; on all where none is named."""
        named = items or (*(item.id for item in self._pack.items), UNLISTED)
        asked = {name for item in named for name in self._pack.parameters_asked_of(item)}
        return tuple(entry for name in sorted(asked) for entry in self._parameters.of(name))

    def _when_of(self, items: tuple[str, ...], period: Period) -> object:
        """Give the states that a period runs through; the year too where a pot is divided by it."""
        states = [self._state(items, day) for day in period.months]
        runs = tuple((state, len(list(held))) for state, held in groupby(states))
        return runs, period.year if self._may_be_a_pot(items) else None

    def _state_of(self, items: tuple[str, ...], day: date) -> object:
        in_force = tuple(i for i, e in enumerate(self._entries(items)) if e.holds_on(day))
        classes = tuple(unit.class_on(day) for unit in self._changing)
        return self._table.space.epoch_on(day).id, in_force, classes

    def _where_of(self, items: tuple[str, ...], unit: str | None) -> object:
        """Give what rules and parameters can tell of a unit."""
        if unit is None:
            return None
        found = self._pack.unit_by_id[unit]
        scoped = {
            value for e in self._entries(items) for k, vs in e.scope if k == "unit" for value in vs
        }
        if unit in scoped or found in self._changing or self._may_be_a_pot(items):
            return unit
        return found.level, tuple(dated.value for dated in found.classes)

    def _pots_of(self, items: tuple[str, ...]) -> bool:
        named = items or (*(item.id for item in self._pack.items), UNLISTED)
        rules = (rule for item in named for rule in self._pack.rules_for(item))
        return any(isinstance(rule.fund, Factors) for rule in rules)
