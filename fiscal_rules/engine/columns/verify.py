"""Verify columns by the scalar path: on a sample of lines, and on one line of every decision."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from fiscal_rules.engine.allocate.line import allocate_line
from fiscal_rules.engine.allocate.pots import PotShare
from fiscal_rules.engine.allocate.run import PotKey, pots_of
from fiscal_rules.engine.allocate.stack import cut
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.columns.groups import Found
from fiscal_rules.engine.columns.pots import Pots
from fiscal_rules.engine.columns.results import ColumnResults, Computed
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import LineTable
from fiscal_rules.model.parameter import Parameters

SAMPLE = 200
"""How many lines of a run are computed a second time, beside one of every decision."""


def verify(
    table: DecisionTable,
    parameters: Parameters,
    results: ColumnResults,
    pots: Pots,
    *,
    rows: Collection[int],
) -> None:
    """Hold rows against the scalar path; a difference is our mistake, and ends the run."""
    for computed in results.computed(sorted(rows)):
        again = scalar(table, parameters, computed, pots)
        differing = replace(again, steps=()) != computed.result
        assert not differing, (
            f"columns and scalar path differ on line {again.line.id}:\n{computed.result}\n{again}"
        )


def first_of_decisions(found: Iterable[Found]) -> frozenset[int]:
    """Choose the first line of every decision."""
    decisions: dict[object, int] = {}
    for each in found:
        outcome = each.group.outcome
        decisions.setdefault((outcome.item, outcome.rules), each.row)
    return frozenset(decisions.values())


def sample(table: LineTable) -> frozenset[int]:
    """Choose lines at random, which depend on their count alone."""
    chance = random.Random(table.rows)  # noqa: S311 (no secret)
    chosen = chance.sample(range(table.rows), min(SAMPLE, table.rows))
    return frozenset(chosen).difference(table.refused)


def scalar(
    table: DecisionTable, parameters: Parameters, computed: Computed, pots: Pots
) -> LineResult:
    """Compute one line by the scalar path, with every step; only its grants come from columns."""
    line = computed.result.line
    held = cut(table, parameters, line)
    shares = {
        key[0]: _pot_share(key, stretches_, computed, pots)
        for key, stretches_ in pots_of(held).items()
        if key in pots.divided
    }
    return allocate_line(held, shares, computed.recipe.noticed)


def _pot_share(pot: PotKey, held: Sequence[Stretch], computed: Computed, pots: Pots) -> PotShare:
    divided = pots.divided[pot]
    months = sum(len(stretch.months) for stretch in held)
    if divided.needs:
        return PotShare(None, months, divided.needs)
    steps = divided.steps[computed.result.line.unit]
    return PotShare(computed.grants[pot[0]], months, (), divided.used, steps)
