"""The smallest budget that shows a difference: one line, shrunk until nothing can go.

A line is made for a situation or a value that changed, filled in richly, and read and allocated under
both packs. Then cells are left out and numbers made simpler, as long as it still comes out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fiscal_rules.analysis.difference import Box, Difference, ValueChange
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.money import show_number
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack, Unit
from fiscal_rules.model.vocabulary import CLASS, LEVEL, UNLISTED
from fiscal_rules.readers.budgets.records import Record, read_records
from fiscal_rules.testing.allocating import allocated

Cells = Mapping[str, str]
"""A row of a budget: cells by column."""
_AT = Place("")
_UNKNOWN_ITEM = "其他"
_ALWAYS = ("line", "unit", "year", "item", "amount")
_FIRST_YEAR = 2020
_RICH: tuple[Cells, ...] = tuple(
    {
        "amount": amount,
        "headcount": heads,
        "workload": "10",
        "performance": "0.5",
        "agreed_subsidy": "100",
        "county_standard": standard,
        "central_funds": above,
        "province_funds": above,
    }
    for amount, heads in (("1000000", "1000"), ("1000000", "1000000"), ("100", "1000"))
    for standard in ("1000", "1")
    for above in ("10", "")
)
_SIMPLE = tuple(
    number
    for power in range(-2, 8)
    for number in (Fraction(10) ** power, 2 * Fraction(10) ** power, 5 * Fraction(10) ** power)
)


@dataclass(frozen=True, slots=True)
class Side:
    """A pack with the values that hold under it."""

    table: DecisionTable
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Witness:
    """A line that comes out otherwise: its cells, and its results before and after."""

    cells: Cells
    old: LineResult
    new: LineResult

    @property
    def moves_money(self) -> bool:
        """Tell whether any payer pays otherwise, or another amount is open."""
        return money_of(self.old) != money_of(self.new)


def smallest(found: Difference, old: Side, new: Side) -> Witness | None:
    """Find a line that shows a difference, in money if any does; None where no single line does."""
    for shows in (_in_money, _in_anything):
        for cells in _candidates(found):
            if _shown(cells, old, new, shows) is not None:
                return _shrunk(cells, old, new, shows)
    return None


def witness_of_box(box: Box, old: Side, new: Side) -> Witness | None:
    """Find a line that shows what changes in some situations."""
    packs = (new.table.pack, old.table.pack)
    for shows in (_in_money, _in_anything):
        for pack in packs:
            for cells in _of_box(box, pack):
                if _shown(cells, old, new, shows) is not None:
                    return _shrunk(cells, old, new, shows)
    return None


Shows = Callable[[LineResult, LineResult], bool]


def _in_money(old: LineResult, new: LineResult) -> bool:
    return money_of(old) != money_of(new)


def _in_anything(old: LineResult, new: LineResult) -> bool:
    return _essence(old) != _essence(new)


def money_of(result: LineResult) -> tuple[tuple[str, int], ...]:
    """Say what each treasury pays of a line, and what is open."""
    paid: dict[str, int] = {"open": result.open}
    for payment in result.payments:
        key = f"{payment.payer}/{payment.recipient}"
        paid[key] = paid.get(key, 0) + payment.amount
    return tuple(sorted((key, amount) for key, amount in paid.items() if amount))


def _essence(result: LineResult) -> object:
    return (
        money_of(result),
        result.status,
        result.authority,
        result.clauses,
        result.standing,
        frozenset(result.needs),
        frozenset(result.duties),
        frozenset(result.findings),
    )


def _candidates(found: Difference) -> Iterator[Cells]:
    packs = (found.new.pack, found.old.pack)
    for box in found.boxes:
        for pack in packs:
            yield from _of_box(box, pack)
    for change in found.values:
        for pack in packs:
            yield from _of_value(change, pack)


def _of_box(box: Box, pack: RulePack) -> Iterator[Cells]:
    values = dict(box.values)
    starts, ends = box.spans[0]
    dated = _months(starts, ends)
    attributes = {k: v[0] for k, v in values.items() if k not in (LEVEL, CLASS)}
    for unit in pack.units:
        if _fits(unit, values, date.fromisoformat(f"{dated['year']}-01-01")):
            yield from _filled(box.item, unit, {**dated, **attributes}, pack)
            return


def _fits(unit: Unit, values: Mapping[str, tuple[str, ...]], day: date) -> bool:
    level, name = values.get(LEVEL), values.get(CLASS)
    return (level is None or unit.level.value in level) and (
        name is None or unit.class_on(day) in name
    )


def _of_value(change: ValueChange, pack: RulePack) -> Iterator[Cells]:
    scope = dict(change.scope)
    dated = _months(change.starts, change.ends)
    day = date.fromisoformat(f"{dated['year']}-01-01")
    attributes = {key: values[0] for key, values in scope.items() if key not in ("unit", CLASS)}
    units = [
        unit
        for unit in pack.units
        if unit.id in scope.get("unit", (unit.id,))
        and unit.class_on(day) in scope.get(CLASS, (unit.class_on(day),))
    ]
    # A county before the city itself: most items are the counties'.
    units.sort(key=lambda unit: not pack.is_lower(unit))
    for item in pack.items:
        if change.parameter in pack.parameters_asked_of(item.id):
            for unit in units[:2]:
                yield from _filled(item.id, unit, {**dated, **attributes}, pack)


def _months(starts: date | None, ends: date | None) -> dict[str, str]:
    """Choose a year within some days, whole where it can be."""
    first = starts if starts is not None and starts.year > 1 else None
    if first is None:
        first = date(_FIRST_YEAR, 1, 1) if ends is None else date(ends.year - 1, 1, 1)
    if first < date(_FIRST_YEAR, 1, 1) and (ends is None or ends > date(_FIRST_YEAR, 12, 31)):
        first = date(_FIRST_YEAR, 1, 1)
    dated = {"year": str(first.year)}
    last = 12 if ends is None or ends.year > first.year else ends.month - 1
    if first.month > 1 or last < 12:  # noqa: PLR2004 (the months of a year)
        dated["period_from"] = f"{first.year}-{first.month:02d}"
        dated["period_to"] = f"{first.year}-{last:02d}"
    return dated


def _filled(item: str, unit: Unit, others: Cells, pack: RulePack) -> Iterator[Cells]:
    counterpart = {} if pack.is_lower(unit) else {"counterpart": _a_county(pack)}
    name = _UNKNOWN_ITEM if item == UNLISTED else item
    for rich in _RICH:
        cells = {"line": "1", "unit": unit.id, "item": name, **others, **counterpart, **rich}
        yield {column: text for column, text in cells.items() if text}


def _a_county(pack: RulePack) -> str:
    return next((unit.id for unit in pack.units if pack.is_lower(unit)), "")


def _shown(cells: Cells, old: Side, new: Side, shows: Shows) -> Witness | None:
    results = [_result(cells, side) for side in (old, new)]
    one, other = results
    if one is None or other is None or not shows(one, other):
        return None
    return Witness(cells, one, other)


def _result(cells: Cells, side: Side) -> LineResult | None:
    line = _line(cells, side.table.pack)
    if line is None:
        return None
    budget = Budget("", "", (line,), (), (), tuple(cells))
    return allocated(side.table, side.parameters, budget).results[0]


def _line(cells: Cells, pack: RulePack) -> BudgetLine | None:
    record = Record("1", cells, _AT, dict.fromkeys(cells, _AT))
    lines = read_records((record,), pack=pack).lines
    return lines[0] if lines else None


def _shrunk(cells: Cells, old: Side, new: Side, shows: Shows) -> Witness:
    """Leave out cells, then make numbers simpler, until neither can be."""
    while True:
        smaller = next((c for c in _simpler(cells) if _shown(c, old, new, shows) is not None), None)
        if smaller is None:
            break
        cells = smaller
    witness = _shown(cells, old, new, shows)
    assert witness is not None, "what is shrunk still shows the difference"
    return witness


def _simpler(cells: Cells) -> Iterator[Cells]:
    """List rows that are simpler than one, the simplest first."""
    optional = [column for column in cells if column not in _ALWAYS]
    if {"period_from", "period_to"} <= {*optional}:
        yield _without(cells, ("period_from", "period_to"))
    for column in optional:
        yield _without(cells, (column,))
    for column in ("amount", *optional):
        number = _number(cells[column])
        if number is not None:
            for simple in sorted(_SIMPLE, key=_weight):
                if _weight(simple) < _weight(number):
                    yield {**cells, column: show_number(simple)}


def _without(cells: Cells, columns: Sequence[str]) -> Cells:
    return {column: text for column, text in cells.items() if column not in columns}


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except ValueError:
        return None


def _weight(number: Fraction) -> tuple[int, int, Fraction]:
    """Say how hard a number is to read: by its digits, then by its size; parts of 1 come last."""
    digits = show_number(number).replace(".", "").strip("0")
    return (number < 1, len(show_number(number)), Fraction(int(digits or "0")) + number)
