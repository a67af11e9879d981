"""Allocate what was drawn: a budget in memory, outside of any run."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.engine.allocate.run import allocate
from fiscal_rules.engine.allocate.stack import cut
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, LineResult, Provenance
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Parameters


def allocated(table: DecisionTable, parameters: Parameters, budget: Budget) -> Allocation:
    """Allocate a budget that was drawn; its provenance names no files."""
    return allocate(table, parameters, budget, provenance=_drawn(table))


def alone(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> LineResult:
    """Allocate a line by itself."""
    budget = Budget("drawn.csv", "", (line,), (), ())
    return allocated(table, parameters, budget).results[0]


def outside_pots(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> Iterator[BudgetLine]:
    """Yield the lines that draw on no pot: what they are paid turns on no other line."""
    for line in budget.lines:
        verdicts = (stretch.verdict for stretch in cut(table, parameters, line))
        if not any(v.fund and isinstance(v.fund.value, Factors) for v in verdicts):
            yield line


def paid(result: LineResult) -> dict[str, Fen]:
    """Add up what each payer pays of a line, and what is open."""
    found = {payment.payer: 0 for payment in result.payments}
    for payment in result.payments:
        found[payment.payer] += payment.amount
    return {**found, "open": result.open}


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
