"""Laws of the table: it decides every completed situation as the matcher of record does.

Blanks are completed here with every value that an attribute has, one by one; the table knows only
classes of values that rules cannot tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from fiscal_rules.engine.allocate.above import possible_items
from fiscal_rules.engine.allocate.stretch import given_on
from fiscal_rules.engine.compile import Epoch
from fiscal_rules.engine.infer import DecisionTable, Verdict, applying, resolve
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.decision import Decision
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import EPOCH, ITEM, LINE_ATTRIBUTES

_VALUES = {a.id: tuple(value.id for value in a.values) for a in LINE_ATTRIBUTES}


@dataclass(frozen=True)
class _Way:
    """One completion of a line in one epoch, and what the matcher of record decides of it."""

    item: str
    filled: Mapping[str, str]
    situation: Mapping[str, str]
    decision: Decision


def the_table_follows_the_matcher(table: DecisionTable, _: Parameters, budget: Budget) -> None:
    """State that a line without blanks is decided as the matcher of record decides it."""
    for line, epoch, ways in _completed(table, budget):
        for way in ways:
            given = {a: v for a, v in way.situation.items() if a not in (EPOCH, ITEM)}
            verdict = table.decide((way.item,), given, epoch)
            where = f"line {line.id}, completed as {way.item} {dict(way.filled)}"
            assert verdict.columns == (), f"{where}: the table still asks for {verdict.columns}"
            _compare(verdict, _in_common([way.decision]), where)


def a_blank_stands_for_every_value(table: DecisionTable, _: Parameters, budget: Budget) -> None:
    """State that the verdict on a line is what all completions of its blanks have in common.

    Where they differ in authority or money, the verdict names exactly the blanks of which one alone
    can change the outcome of some completion (only the item, where the item is blank).
    """
    for line, epoch, ways in _completed(table, budget):
        items = possible_items(table.pack, line.item, line.candidates)
        day = max(epoch.starts, line.period.months[0])
        verdict = table.decide(items, given_on(table.pack, line, day), epoch)
        expected = {ITEM} if len(items) > 1 else _that_decide(ways)
        found = set(verdict.columns)
        assert found == expected, f"line {line.id} asks for {found}, not for {expected}"
        common = _in_common([way.decision for way in ways])
        if expected:
            common.pop("fund")
        _compare(verdict, common, f"line {line.id}")


def _compare(verdict: Verdict, expected: Mapping[str, object], where: str) -> None:
    found = {**_slots(verdict), **_sets(verdict)}
    for name, value in expected.items():
        assert found[name] == value, f"{where}: {name} is {found[name]}, by the matcher {value}"


def _completed(
    table: DecisionTable, budget: Budget
) -> Iterator[tuple[BudgetLine, Epoch, list[_Way]]]:
    for line in budget.lines:
        for day in line.period.months:
            epoch = table.space.epoch_on(day)
            if epoch.in_force and day in (line.period.months[0], epoch.starts):
                yield line, epoch, list(_ways(table, line, epoch))


def _ways(table: DecisionTable, line: BudgetLine, epoch: Epoch) -> Iterator[_Way]:
    given = given_on(table.pack, line, max(epoch.starts, line.period.months[0]))
    asked = {attribute for rule in table.pack.rules for attribute in rule.attributes}
    first = {name: values[0] for name, values in _VALUES.items()}
    for item in possible_items(table.pack, line.item, line.candidates):
        read = table.read_blanks(item, given)
        blank = [name for name in _VALUES if name in asked and name not in read]
        for values in product(*(_VALUES[name] for name in blank)):
            filled = dict(zip(blank, values, strict=True))
            situation = {**first, **read, **filled, ITEM: item, EPOCH: epoch.id}
            decision, _ = resolve(table.pack, item, applying(table.space, situation))
            yield _Way(item, filled, situation, decision)


def _that_decide(ways: Sequence[_Way]) -> set[str]:
    """Name the blanks of which one alone changes an outcome."""
    outcomes = {tuple(way.filled.items()): _outcome(way.decision) for way in ways}
    found = set()
    for position, attribute in enumerate(ways[0].filled):
        groups: dict[object, set[object]] = {}
        for key, outcome in outcomes.items():
            groups.setdefault((*key[:position], *key[position + 1 :]), set()).add(outcome)
        if any(len(results) > 1 for results in groups.values()):
            found.add(attribute)
    return found


def _outcome(decision: Decision) -> object:
    return tuple(_slots(decision).values())


def _slots(said: Verdict | Decision) -> dict[str, object]:
    """Give the value of each slot that holds one."""
    return {
        "authority": said.authority and said.authority.value,
        "fund": said.fund and said.fund.value,
        "agreed": said.agreed and said.agreed.value,
        "above_base": said.above_base and said.above_base.value,
    }


def _sets(said: Verdict | Decision) -> dict[str, frozenset[object]]:
    """Give the members of each set, whichever rule adds them."""
    return {
        "duties": frozenset(ruled.value for ruled in said.duties),
        "findings": frozenset(ruled.value for ruled in said.findings),
        "then_if": frozenset(ruled.value for ruled in said.then_if),
    }


def _in_common(decisions: Sequence[Decision]) -> dict[str, object]:
    """Give what decisions have in common: a slot where all agree, the members that all have."""
    slots = [_slots(decision) for decision in decisions]
    sets = [_sets(decision) for decision in decisions]
    agreed = {
        name: value if all(other[name] == value for other in slots) else None
        for name, value in slots[0].items()
    }
    shared = {name: frozenset.intersection(*(other[name] for other in sets)) for name in sets[0]}
    return {**agreed, **shared}
