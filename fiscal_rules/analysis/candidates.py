"""Rows that may show a difference: for situations, values and declarations that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from fiscal_rules.analysis.blanks import changed_blanks
from fiscal_rules.analysis.difference import Box, Difference, ValueChange
from fiscal_rules.analysis.mutants.months import moved
from fiscal_rules.analysis.sample import Cells
from fiscal_rules.model.rulepack import Dated, RulePack, Unit
from fiscal_rules.model.vocabulary import CLASS, LEVEL, UNLISTED

_UNKNOWN_ITEM = "其他"
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


def rows_for(found: Difference) -> Iterator[Cells]:
    """Fill in rows for everything that differs: situations first, then values, then declarations."""
    packs = (found.new.pack, found.old.pack)
    for box in found.boxes:
        for pack in packs:
            yield from rows_in(box, pack)
    for change in found.values:
        for pack in packs:
            yield from _with_value(change, pack)
    yield from _declared(found)


def rows_in(box: Box, pack: RulePack) -> Iterator[Cells]:
    """Fill in rows that lie in a box: the first unit that fits, with numbers of several sizes."""
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


def _with_value(change: ValueChange, pack: RulePack) -> Iterator[Cells]:
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


def _declared(found: Difference) -> Iterator[Cells]:
    """Fill in rows for declarations that changed, where it is known how a row could show them."""
    if "defaults" in found.declared:
        for box in changed_blanks(found.old, found.new):
            yield from rows_in(box, found.new.pack)
    if "in_force" in found.declared:
        yield from _about(found.old.pack, found.new.pack)
    if "units" in found.declared:
        yield from _of_units(found.old.pack, found.new.pack)


def _about(old: RulePack, new: RulePack) -> Iterator[Cells]:
    """Fill in a row of each item for the months about the days on which the law begins or ends."""
    days = {d for span in {*old.in_force} ^ {*new.in_force} for d in (span.starts, span.ends) if d}
    for day in sorted(days):
        for unit in sorted(new.units, key=lambda unit: not new.is_lower(unit))[:2]:
            for item in new.items:
                yield from _filled(item.id, unit, _month(day), new)


def _of_units(old: RulePack, new: RulePack) -> Iterator[Cells]:
    """Fill in a row of each item where a unit changes its class or its names otherwise."""
    for unit in new.units:
        before = old.unit_by_id.get(unit.id)
        if before is not None:
            for each in _only_one_has(before.classes, unit.classes):
                yield from _around(each, unit, new, is_label=False)
        for each in _only_one_has(() if before is None else before.labels, unit.labels):
            yield from _around(each, unit, new, is_label=True)


def _only_one_has(one: Sequence[Dated], other: Sequence[Dated]) -> list[Dated]:
    """List what only one of two has, in their order: the same on every run."""
    return [each for each in (*one, *other) if (each in one) != (each in other)]


def _around(each: Dated, unit: Unit, pack: RulePack, *, is_label: bool) -> Iterator[Cells]:
    named = {"unit": each.value} if is_label else {}
    for day in (d for d in (each.starts, each.ends) if d is not None):
        for item in pack.items:
            for row in _filled(item.id, unit, _month(day), pack):
                yield {**row, **named}


def _month(day: date) -> dict[str, str]:
    """Write the month before a day: where it is moved by a month, it is this that it moves over."""
    before = moved(day, -1)
    month = f"{before.year}-{before.month:02d}"
    return {"year": str(before.year), "period_from": month, "period_to": month}


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
