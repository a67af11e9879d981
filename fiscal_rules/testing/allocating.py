"""Allocate what was drawn: a budget in memory, outside of any run."""

from __future__ import annotations

from fiscal_rules.engine.allocate.run import allocate
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, Provenance
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.parameter import Parameters


def allocated(table: DecisionTable, parameters: Parameters, budget: Budget) -> Allocation:
    """Allocate a budget that was drawn; its provenance names no files."""
    return allocate(table, parameters, budget, provenance=_drawn(table))


def _drawn(table: DecisionTable) -> Provenance:
    return Provenance(
        id="drawn",
        pack=table.pack.id,
        pack_digest=table.pack.digest,
        parameter_files=(),
        budget_digest="",
        version="0",
        libraries={},
        rete=table.rete,
        as_of="",
    )
