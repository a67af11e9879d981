"""Lay a scenario's changes over a base: values by values, lines by lines, classes by classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from fiscal_rules.analysis import messages
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.funding import AGREED_COLUMNS
from fiscal_rules.model.money import Fen, half_up, show_number, whole_fen, yuan
from fiscal_rules.model.parameter import Entry, ParameterKind, Parameters
from fiscal_rules.model.rulepack import Dated, InForce, Rule, RulePack, Unit
from fiscal_rules.model.scenario import (
    AddLine,
    Carry,
    ChangeClass,
    Grow,
    Index,
    LineChange,
    Multiply,
    SetValues,
    ValueChange,
)
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNITS, Column, ColumnKind, Standing
from fiscal_rules.readers.budgets.cells import Unreadable
from fiscal_rules.readers.budgets.records import read_quantity
from fiscal_rules.readers.budgets.sorts import told_apart
from fiscal_rules.readers.changed_rules import with_rule, with_rules


def with_change(parameters: Parameters, overlay: ValueChange, pack: RulePack) -> Parameters:
    """Lay a change over the values of parameters."""
    match overlay:
        case SetValues():
            return with_values(parameters, overlay)
        case Multiply():
            return multiplied(parameters, overlay, pack)
        case Index():
            return indexed(parameters, overlay, pack)
        case Carry():
            return carried(parameters, overlay)


def with_values(parameters: Parameters, overlay: SetValues) -> Parameters:
    """Add values, which count before equally specific ones of the base and of earlier steps."""
    found = dict(parameters.entries)
    for entry in overlay.entries:
        held = parameters.of(entry.parameter)
        later = replace(entry, file=_last_file(held) + 1)
        found[entry.parameter] = (*found.get(entry.parameter, ()), later)
    return replace(parameters, entries=found)


def _last_file(held: Sequence[Entry]) -> int:
    return max((entry.file for entry in held), default=0)


def multiplied(parameters: Parameters, overlay: Multiply, pack: RulePack) -> Parameters:
    """Multiply what a parameter is, in every scope, while the overlay lasts; such values are assumed.

    PackRefusedError where a value cannot be so: a share above 1, a pot that is no whole fen.
    """
    kind = dict(pack.parameter_kinds)[overlay.parameter]
    held = parameters.of(overlay.parameter)
    added = tuple(_times(held, overlay, kind))
    return replace(parameters, entries={**parameters.entries, overlay.parameter: (*held, *added)})


def _times(held: tuple[Entry, ...], overlay: Multiply, kind: ParameterKind) -> Iterator[Entry]:
    for entry in held:
        starts = max(entry.starts, overlay.starts)
        ends = min((day for day in (entry.ends, overlay.ends) if day is not None), default=None)
        if ends is not None and ends <= starts:
            continue
        value = entry.number * overlay.by
        _possible(entry, value, kind)
        yield replace(
            entry,
            value=value,
            shown=f"{entry.shown} × {show_number(overlay.by)}",
            starts=starts,
            ends=ends,
            standing=Standing.ASSUMED,
            file=_last_file(held) + 1 + entry.file,
        )


def indexed(parameters: Parameters, overlay: Index, pack: RulePack) -> Parameters:
    """Carry on what a parameter is on the day before, year after year; such values are assumed.

    PackRefusedError where it has no value then, or cannot be so.
    """
    held = parameters.of(overlay.parameter)
    eve = _eve(overlay.starts)
    last = [entry for entry in held if entry.holds_on(eve)]
    if not last:
        said = {"parameter": overlay.parameter, "day": eve.isoformat()}
        raise PackRefusedError((messages.NO_VALUE_THEN.at(None, **said),))
    kind = dict(pack.parameter_kinds)[overlay.parameter]
    after = _last_file(held) + 1
    added = [
        replace(_indexed(entry, overlay.by, n, kind), starts=s, ends=e, file=after + entry.file)
        for entry in last
        for n, (s, e) in enumerate(_years(overlay.starts, overlay.ends), start=1)
    ]
    return replace(parameters, entries={**parameters.entries, overlay.parameter: (*held, *added)})


def _eve(day: date) -> date:
    """Give the day before; the first of all has none."""
    return day if day == date.min else day - timedelta(days=1)


def _years(starts: date, ends: date) -> Iterator[tuple[date, date]]:
    """Cut a span into years, of which the first begins with it; that of 9999 ends with the calendar."""
    while starts < ends:
        after = date.max if starts.year == date.max.year else starts.replace(year=starts.year + 1)
        yield starts, min(after, ends)
        starts = after


def _indexed(entry: Entry, by: Fraction, times: int, kind: ParameterKind) -> Entry:
    value = entry.number * (1 + by) ** times
    _possible(entry, value, kind)
    shown = f"{entry.shown} × {show_number(1 + by)}^{times}"
    return replace(entry, value=value, shown=shown, standing=Standing.ASSUMED)


def _possible(entry: Entry, value: Fraction, kind: ParameterKind) -> None:
    too_much = kind is ParameterKind.SHARE and value > 1
    if too_much or (kind is ParameterKind.POT and whole_fen(value) is None):
        said = {"parameter": entry.parameter, "value": show_number(value)}
        raise PackRefusedError((messages.NO_SUCH_VALUE.at(entry.at, **said),))


def carried(parameters: Parameters, overlay: Carry) -> Parameters:
    """Carry on what holds on the day before, where nothing else does; such values are assumed."""
    eve = _eve(overlay.starts)
    found = {
        name: (*_carried(held, eve, overlay.ends), *held)
        for name, held in parameters.entries.items()
    }
    return replace(parameters, entries=found)


def _carried(held: tuple[Entry, ...], eve: date, until: date) -> Iterator[Entry]:
    for entry in held:
        if entry.holds_on(eve) and entry.ends is not None and entry.ends < until:
            # Before all files: a value of a file of its own counts.
            yield replace(
                entry,
                starts=entry.ends,
                ends=until,
                standing=Standing.ASSUMED,
                file=entry.file - _BEFORE_ALL,
            )


_BEFORE_ALL = 1_000_000


def law_on(pack: RulePack, day: date) -> RulePack:
    """Let what the pack says of one day hold on every day: its rules, its force, its classes."""
    rules = (replace(r, in_force=_always(r.in_force, day)) for r in pack.rules if _applies(r, day))
    units = (replace(u, classes=(Dated(u.class_on(day), None, None),)) for u in pack.units)
    changed = with_rules(pack, tuple(rules))
    # Before its document no line is under the law.
    never = (replace(pack.in_force[0], starts=date.max, ends=None),)
    return replace(changed, in_force=_always(pack.in_force, day) or never, units=tuple(units))


def _applies(rule: Rule, day: date) -> bool:
    return not rule.in_force or any(span.includes(day) for span in rule.in_force)


def with_put_rule(pack: RulePack, rule: Rule, budget: Budget) -> RulePack:
    """Put a rule beside the others, or in the place of one.

    BudgetRefusedError where it asks for columns by which the lines of a budget, read in columns by
    the rules there were, are not told apart.
    """
    changed = with_rule(pack, rule)
    if budget.table is not None:
        told = budget.table.told_apart
        asked = {each for item, held in told_apart(changed).items() for each in held - told[item]}
        columns = [column for column in COLUMN_BY_ID if column in asked]
        if columns:
            said = {"file": budget.path, "rule": rule.id, "columns": ", ".join(columns)}
            raise BudgetRefusedError((messages.LINES_NOT_TOLD_APART.at(rule.at, **said),))
    return changed


def _always(spans: Sequence[InForce], day: date) -> tuple[InForce, ...]:
    return tuple(replace(s, starts=date.min, ends=None) for s in spans if s.includes(day))


def known_on(parameters: Parameters, day: date) -> Parameters:
    """Leave out the values that were published after a day."""
    seen = {
        name: tuple(entry for entry in held if entry.published <= day)
        for name, held in parameters.entries.items()
    }
    return replace(parameters, entries={name: held for name, held in seen.items() if held})


def with_class(pack: RulePack, overlay: ChangeClass) -> RulePack:
    """Put a unit into another class from a day on; what it was before stays."""
    return replace(
        pack,
        units=tuple(_in_class(u, overlay) if u.id == overlay.unit else u for u in pack.units),
    )


def _in_class(unit: Unit, overlay: ChangeClass) -> Unit:
    before = (
        replace(held, ends=overlay.starts)
        if held.ends is None or held.ends > overlay.starts
        else held
        for held in unit.classes
        if held.starts is None or held.starts < overlay.starts
    )
    return replace(unit, classes=(*before, Dated(overlay.unit_class, overlay.starts, None)))


def with_changed_lines(budget: Budget, overlay: LineChange, pack: RulePack) -> Budget:
    """Lay a change over the lines of a budget."""
    match overlay:
        case Grow():
            return grown(budget, overlay, pack)
        case AddLine():
            return with_line(budget, overlay)


def grown(budget: Budget, overlay: Grow, pack: RulePack) -> Budget:
    """Let a column of lines grow; money to the fen and heads to whole ones, half up.

    BudgetRefusedError where the lines are not in memory, where a number grows beyond what its cell
    may hold, or where a line would receive more from above, or by agreement, than it costs.
    """
    _in_memory(budget)
    lines = tuple(
        _grown(line, overlay, pack) if overlay.touches(line) else line for line in budget.lines
    )
    return replace(budget, lines=lines)


def _grown(line: BudgetLine, overlay: Grow, pack: RulePack) -> BudgetLine:
    column = COLUMN_BY_ID[overlay.column]
    numbers: dict[str, Fraction | int] = {**line.money, **line.numbers, "amount": line.amount}
    held = numbers.get(column.id)
    if held is None:
        return line
    number = _whole(column, held * (1 + overlay.by))
    text = yuan(number.numerator) if column.kind is ColumnKind.MONEY else show_number(number)
    read = read_quantity(column, text)
    if isinstance(read, Unreadable):
        raise BudgetRefusedError((read.at(line.at, column.name, text),))
    line = replace(line, cells={**line.cells, column.id: text})
    if column.id == "amount":
        line = replace(line, amount=number.numerator)
    elif column.kind is ColumnKind.MONEY:
        line = replace(line, money={**line.money, column.id: number.numerator})
    else:
        line = replace(line, numbers={**line.numbers, column.id: number})
    if _received(line, pack) > line.amount:
        said = {"line": line.id, "amount": yuan(line.amount)}
        raise BudgetRefusedError((messages.MORE_THAN_IT_COSTS.at(line.at, **said),))
    return line


def _whole(column: Column, number: Fraction) -> Fraction:
    """Round to what a column holds: fen, whole heads, fen a head, ten-thousandths of work."""
    unit = 1 if column.kind is ColumnKind.MONEY else UNITS[column.id]
    return Fraction(half_up(number * unit), unit)


def _received(line: BudgetLine, pack: RulePack) -> Fen:
    named = (*(government.funds for government in pack.above()), *AGREED_COLUMNS)
    return sum(line.money.get(column or "", 0) for column in named)


def with_line(budget: Budget, overlay: AddLine) -> Budget:
    """Add a line; BudgetRefusedError where the budget has one of that id already."""
    _in_memory(budget)
    if any(line.id == overlay.line.id for line in budget.lines):
        problem = messages.LINE_IS_THERE.at(overlay.line.at, line=overlay.line.id)
        raise BudgetRefusedError((problem,))
    columns = tuple(c for c in COLUMN_BY_ID if c in {*budget.columns, *overlay.line.cells})
    return replace(budget, lines=(*budget.lines, overlay.line), columns=columns)


def _in_memory(budget: Budget) -> None:
    if budget.table is not None:
        raise BudgetRefusedError((messages.LINES_NOT_IN_MEMORY.at(None, file=budget.path),))
