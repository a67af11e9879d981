"""Difference: what a change of rules changes, in situations, clauses, values and declarations.

Nothing of this is textual: reformatted files, and rules in another order, make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from itertools import product

from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.engine.prove import prove
from fiscal_rules.model.decision import Decision
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.funding import matching_of
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import Comparison, Rule, RulePack, ThenIf
from fiscal_rules.model.vocabulary import EPOCH, ITEM
from fiscal_rules.readers.merge import closed


class Slot(StrEnum):
    """What of a decision changes."""

    AUTHORITY = "authority"
    FUND = "fund"
    AGREED = "agreed"
    ABOVE_BASE = "above_base"
    DUTIES = "duties"
    FINDINGS = "findings"
    THEN_IF = "then_if"
    CLAUSES = "clauses"


Outcome = Mapping[Slot, object]
"""What a decision says, slot by slot; empty before the law, or where an item is not known."""


@dataclass(frozen=True, slots=True)
class Box:
    """Situations that change alike: of an item, with every combination of the values listed.

    ``values`` names the values of attributes that make a difference; ``starts`` and ``ends`` (not
    included) are its days, None without a bound. ``old`` and ``new`` are decisions, None where the
    law is not in force or the pack does not know the item.
    """

    item: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    spans: tuple[tuple[date | None, date | None], ...]
    old: Decision | None
    new: Decision | None
    slots: tuple[Slot, ...]


class Change(StrEnum):
    """What became of a rule, a clause, a value or a declaration."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is added, removed, or says something else; None where there is none."""

    change: Change
    old: Rule | None
    new: Rule | None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that it cites, before and after."""
        held = (rule.clause for rule in (self.old, self.new) if rule is not None)
        return tuple(dict.fromkeys(held))

    @property
    def id(self) -> str:
        """The rule's id."""
        held = self.new or self.old
        assert held is not None, "a change has a rule before or after"
        return held.id


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A parameter of which another value holds over some days, for some scope; None: none does."""

    parameter: str
    scope: tuple[tuple[str, tuple[str, ...]], ...]
    starts: date
    ends: date | None
    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two packs. ``declared`` names what else is declared otherwise.

    ``problems`` are gaps, conflicts and dead rules that the old pack does not have, ``settled``
    those that the new one has no more.
    """

    old: DecisionTable
    new: DecisionTable
    boxes: tuple[Box, ...]
    rules: tuple[RuleChange, ...]
    values: tuple[ValueChange, ...]
    declared: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    settled: tuple[Diagnostic, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.boxes or self.rules or self.values or self.declared or self.problems)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that changed rules cite, in the new pack's order, then the old's."""
        touched = {clause for rule in self.rules for clause in rule.clauses}
        every = (clause.id for pack in (self.new.pack, self.old.pack) for clause in pack.clauses)
        return tuple(clause for clause in dict.fromkeys(every) if clause in touched)


def difference(old: DecisionTable, new: DecisionTable) -> Difference:
    """Compare two packs in everything that they decide, cite, set and declare."""
    before, after = ({(p.code, str(p.message.en)): p for p in prove(table)} for table in (old, new))
    return Difference(
        old,
        new,
        tuple(changed_boxes(old, new)),
        tuple(_rules(old.pack, new.pack)),
        tuple(_values(closed(old.pack.entries), closed(new.pack.entries))),
        tuple(_declared(old.pack, new.pack)),
        tuple(problem for key, problem in after.items() if key not in before),
        tuple(problem for key, problem in before.items() if key not in after),
    )


def changed_boxes(old: DecisionTable, new: DecisionTable) -> Iterator[Box]:
    """List the situations that are decided otherwise, put together into few boxes."""
    every = (item for table in (new, old) for item in table.space.items)
    for item in dict.fromkeys(every):
        yield from _boxes(item, old, new)


@dataclass(frozen=True, slots=True)
class _Axis:
    """An attribute, its values put into classes that neither pack tells apart."""

    attribute: str
    classes: tuple[tuple[str, ...], ...]


def _boxes(item: str, old: DecisionTable, new: DecisionTable) -> Iterator[Box]:
    axes = _axes(item, old, new)
    days = _days(old, new)
    cells: dict[object, list[tuple[int, ...]]] = {}
    decided: dict[object, tuple[Decision | None, Decision | None]] = {}
    for cell in product(*(range(len(axis.classes)) for axis in axes), range(len(days))):
        *chosen, day = cell
        given = {a.attribute: a.classes[i][0] for a, i in zip(axes, chosen, strict=True)}
        before, after = (_decide(table, item, given, days[day]) for table in (old, new))
        change = _change(before, after)
        if change:
            cells.setdefault(change, []).append(cell)
            decided.setdefault(change, (before, after))
    for key, held in cells.items():
        for sides in merged(held):
            yield _box(item, axes, days, sides, *decided[key])


def _change(before: Decision | None, after: Decision | None) -> tuple[object, ...]:
    """Say what changes of a decision, slot by slot: what goes, and what comes."""
    one, other = _says(before), _says(after)
    found: list[object] = []
    for slot in Slot:
        was, is_now = one.get(slot), other.get(slot)
        if was == is_now:
            continue
        if isinstance(was, frozenset) and isinstance(is_now, frozenset):
            was, is_now = was - is_now, is_now - was
        found.append((slot, was, is_now))
    return tuple(found)


def _box(
    item: str,
    axes: Sequence[_Axis],
    days: Sequence[date],
    sides: tuple[frozenset[int], ...],
    before: Decision | None,
    after: Decision | None,
) -> Box:
    *chosen, when = sides
    values = tuple(
        (axis.attribute, tuple(v for i in sorted(side) for v in axis.classes[i]))
        for axis, side in zip(axes, chosen, strict=True)
        if len(side) < len(axis.classes)
    )
    one, other = _says(before), _says(after)
    slots = tuple(slot for slot in Slot if one.get(slot) != other.get(slot))
    return Box(item, values, tuple(_spans(days, when)), before, after, slots)


def _spans(
    days: Sequence[date], chosen: frozenset[int]
) -> Iterator[tuple[date | None, date | None]]:
    """Write the days of some epochs as spans, those that meet put together."""
    numbers = sorted(chosen)
    while numbers:
        first = last = numbers.pop(0)
        while numbers and numbers[0] == last + 1:
            last = numbers.pop(0)
        starts = days[first] if first else None
        yield starts, days[last + 1] if last + 1 < len(days) else None


def merged(cells: Iterable[tuple[int, ...]]) -> list[tuple[frozenset[int], ...]]:
    """Put cells together into boxes, side by side, as long as any two make one.

    >>> merged([(0, 0), (0, 1), (1, 1)])
    [(frozenset({0}), frozenset({0, 1})), (frozenset({1}), frozenset({1}))]
    """
    boxes = [tuple(frozenset((i,)) for i in cell) for cell in cells]
    count = len(boxes[0]) if boxes else 0
    before = -1
    while before != len(boxes):
        before = len(boxes)
        for axis in reversed(range(count)):
            alike: dict[tuple[frozenset[int], ...], frozenset[int]] = {}
            for box in boxes:
                others = (*box[:axis], *box[axis + 1 :])
                alike[others] = alike.get(others, frozenset()) | box[axis]
            boxes = [(*o[:axis], side, *o[axis:]) for o, side in alike.items()]
    return boxes


def _axes(item: str, old: DecisionTable, new: DecisionTable) -> list[_Axis]:
    vocabularies = [table.space.vocabulary for table in (old, new)]
    attributes = dict.fromkeys(a for v in reversed(vocabularies) for a in v)
    found = []
    for attribute in attributes:
        if attribute in (ITEM, EPOCH):
            continue
        values = dict.fromkeys(
            v for held in reversed(vocabularies) for v in held.get(attribute, ())
        )
        classes: dict[tuple[str | None, ...], list[str]] = {}
        for value in values:
            key = tuple(_class_of(table, item, attribute, value) for table in (old, new))
            classes.setdefault(key, []).append(value)
        found.append(_Axis(attribute, tuple(tuple(members) for members in classes.values())))
    return [axis for axis in found if len(axis.classes) > 1]


def _class_of(table: DecisionTable, item: str, attribute: str, value: str) -> str | None:
    """Give what stands for a value in a pack; None where it makes no difference there."""
    space = table.space.items.get(item)
    domains = () if space is None else space.domains
    for domain in domains:
        if domain.attribute == attribute:
            known = any(value in members for members in domain.classes)
            return domain.representative(value) if known else ""
    return None


def _days(old: DecisionTable, new: DecisionTable) -> list[date]:
    return sorted({epoch.starts for table in (old, new) for epoch in table.space.epochs})


def _decide(
    table: DecisionTable, item: str, given: Mapping[str, str], day: date
) -> Decision | None:
    """Find the decision of a situation; None before the law, for an unknown item, or what cannot be."""
    epoch = table.space.epoch_on(day)
    space = table.space.items.get(item)
    if space is None or not epoch.in_force:
        return None
    key = []
    for domain in space.domains:
        value = epoch.id if domain.attribute == EPOCH else given.get(domain.attribute)
        if value is None:
            key.append(domain.representatives[0])
        elif any(value in members for members in domain.classes):
            key.append(domain.representative(value))
        else:
            return None
    row = table.keys[item].get(tuple(key))
    return None if row is None else table.decisions[row]


def _says(decision: Decision | None) -> Outcome:
    """Say what a decision comes to, whichever rules say it; what no line can show is left out."""
    if decision is None:
        return {}
    has_base = _sets_base(decision)
    single = {
        Slot.AUTHORITY: decision.authority,
        Slot.FUND: decision.fund,
        Slot.AGREED: decision.agreed,
        Slot.ABOVE_BASE: decision.above_base if has_base else None,
    }
    compared = tuple(r for r in decision.then_if if has_base or not _asks_base(r.value))
    several = {
        Slot.DUTIES: decision.duties,
        Slot.FINDINGS: decision.findings,
        Slot.THEN_IF: compared,
    }
    ruled = [*(each for each in single.values() if each is not None)]
    ruled_sets = [each for held in several.values() for each in held]
    return {
        **{slot: None if held is None else held.value for slot, held in single.items()},
        **{slot: frozenset((r.value, r.clause) for r in held) for slot, held in several.items()},
        Slot.CLAUSES: frozenset(each.clause for each in (*ruled, *ruled_sets)),
    }


def _sets_base(decision: Decision) -> bool:
    """Tell whether there is a base standard: without one nothing is above it."""
    matching = None if decision.fund is None else matching_of(decision.fund.value)
    return matching is not None and any(t.standard is not None for t in matching.tranches)


_OF_THE_BASE = ("base", "standard")


def _asks_base(then_if: ThenIf) -> bool:
    """Tell whether a comparison holds only where there is a base standard to compare with."""
    operands = (then_if.left, then_if.right)
    return then_if.comparison is not Comparison.UNKNOWN and any(
        operand.source == "quantity" and operand.id in _OF_THE_BASE for operand in operands
    )


_NOWHERE = Place("")


def _rules(old: RulePack, new: RulePack) -> Iterator[RuleChange]:
    for name in dict.fromkeys((*new.rule_by_id, *old.rule_by_id)):
        before, after = old.rule_by_id.get(name), new.rule_by_id.get(name)
        if before is None:
            yield RuleChange(Change.ADDED, None, after)
        elif after is None:
            yield RuleChange(Change.REMOVED, before, None)
        elif replace(before, at=_NOWHERE) != replace(after, at=_NOWHERE):
            yield RuleChange(Change.CHANGED, before, after)


Scope = tuple[tuple[str, tuple[str, ...]], ...]


def _values(old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[ValueChange]:
    before, after = _by_scope(old), _by_scope(new)
    for key in dict.fromkeys((*after, *before)):
        parameter, scope = key
        held = (before.get(key, ()), after.get(key, ()))
        for starts, ends, one, other in _segments(*held):
            yield ValueChange(parameter, scope, starts, ends, one, other)


def _by_scope(entries: Iterable[Entry]) -> dict[tuple[str, Scope], tuple[Entry, ...]]:
    found: dict[tuple[str, Scope], tuple[Entry, ...]] = {}
    for entry in entries:
        key = (entry.parameter, tuple(sorted(entry.scope)))
        found[key] = (*found.get(key, ()), entry)
    return found


def _segments(
    old: Sequence[Entry], new: Sequence[Entry]
) -> Iterator[tuple[date, date | None, Entry | None, Entry | None]]:
    """Cut the days where an entry begins or ends; give those on which the values differ."""
    days = sorted({day for e in (*old, *new) for day in (e.starts, e.ends) if day is not None})
    last: list[tuple[date, date | None, Entry | None, Entry | None]] = []
    for i, day in enumerate(days):
        ends = days[i + 1] if i + 1 < len(days) else None
        one, other = (next((e for e in held if e.holds_on(day)), None) for held in (old, new))
        if _value(one) == _value(other):
            continue
        if last and last[-1][1] == day and last[-1][2:] == (one, other):
            last[-1] = (last[-1][0], ends, one, other)
        else:
            last.append((day, ends, one, other))
    yield from last


def _value(entry: Entry | None) -> object:
    if entry is None:
        return None
    return entry.value, entry.share_of, entry.standing, entry.source


_COMPARED_ELSEWHERE = frozenset(
    ("rules", "entries", "digest", "root", "parameter_kinds", "pack_above")
)


def _declared(old: RulePack, new: RulePack) -> Iterator[str]:
    """Name what else the packs declare otherwise: units, items, clauses and the like."""
    for each in fields(RulePack):
        if each.name not in _COMPARED_ELSEWHERE:
            before, after = (_placeless(getattr(pack, each.name)) for pack in (old, new))
            if before != after:
                yield each.name
    above = [None if p.pack_above is None else p.pack_above.pack.digest for p in (old, new)]
    if above[0] != above[1]:
        yield "pack_above"


def _placeless(value: object) -> object:
    """Leave out where things stand in files."""
    if isinstance(value, tuple):
        return tuple(_placeless(each) for each in value)
    if hasattr(value, "at") and isinstance(value.at, Place):
        return replace(value, at=_NOWHERE)  # type: ignore[type-var]
    return value
