"""Reruns: a budget under other parameters, of which only the lines are computed that they may touch."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.engine.columns.run import Held, add_up_columns, hold
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, Group
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack, asked_of
from fiscal_rules.model.vocabulary import UNLISTED


def add_up_again(
    base: Allocation, held: Held, table: DecisionTable, parameters: Parameters, budget: Budget
) -> tuple[Group, ...]:
    """Add up a budget under a pack and parameters that differ from those of a base, ``held``.

    What a change of parameters cannot touch is taken from the base; whatever else differs, every
    line is computed. One line of every decision is held against the scalar path.
    """
    if budget is not base.budget or table.pack is not base.pack:
        # What lines are told apart by, and which of them keep their ids, turns on the rules.
        return add_up_columns(table, parameters, budget, hold(budget, table.pack))
    items = touched(base.pack, base.parameters, parameters)
    if items is None:
        return add_up_columns(table, parameters, budget, held)
    same = (group for group in base.groups if group.outcome.item not in {*items, None})
    again = add_up_columns(table, parameters, budget, held, items=items) if items else ()
    unsettled = () if items else (g for g in base.groups if g.outcome.item is None)
    return (*same, *unsettled, *again)


def touched(pack: RulePack, before: Parameters, after: Parameters) -> frozenset[str] | None:
    """Name the items whose lines may come out otherwise under other parameters; None: any may.

    A line whose item is not settled may always.
    """
    changed = {*_changed(before, after)}
    asked = {
        item: asked_of(pack, (item,)) for item in (*(each.id for each in pack.items), UNLISTED)
    }
    if changed - frozenset[str]().union(*asked.values()):
        return None
    return frozenset(item for item, names in asked.items() if names & changed)


def _changed(before: Parameters, after: Parameters) -> Iterator[str]:
    names = dict.fromkeys((*before.entries, *after.entries))
    return (name for name in names if before.of(name) != after.of(name))
