"""Both paths: a budget allocated in columns and line by line comes out alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from fiscal_rules.engine.columns.run import allocate_columns
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Group, Outcome, Provenance
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import Part
from fiscal_rules.readers.database import Limits
from fiscal_rules.testing.allocating import allocated

NOWHERE = Provenance("", "", "", (), "", "", {}, rete=False, as_of="")


def compare(table: DecisionTable, known: Parameters, budget: Budget) -> None:
    """Allocate a budget in both ways, and hold every result and every group side by side."""
    by_line = allocated(table, known, budget)
    in_columns = allocate_columns(
        table, known, budget, provenance=NOWHERE, limits=Limits(threads=1)
    )
    assert list(in_columns.results) == [replace(r, steps=()) for r in by_line.results]
    assert merged(in_columns.groups) == merged(by_line.groups)
    assert in_columns.unspent_pots == by_line.unspent_pots
    assert in_columns.labels == by_line.labels


def merged(groups: Iterable[Group]) -> dict[Outcome, Counter[object]]:
    """Add up what groups share; lines with and without money from above may stand in one."""
    found: dict[Outcome, Counter[object]] = {}
    for group in groups:
        below = tuple(key for key, _ in group.payments if key.part is not Part.UPPER)
        sums = found.setdefault(replace(group.outcome, payments=below), Counter())
        sums.update({"lines": group.lines, "amount": group.amount, "open": group.open})
        sums.update(dict(group.payments))
    return found
