"""Change the quantities of lines: multiply them all, or add to the amount alone."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.money import Fen
from fiscal_rules.testing.budgets import as_read

_GROWING = ("headcount", "workload")
"""The numbers that grow with a line; a standard and a coefficient do not."""


def times(line: BudgetLine, factor: int) -> BudgetLine:
    """Multiply a line: its amount, all other money, its heads and its work."""
    grown = {
        column: value * factor if column in _GROWING else value
        for column, value in line.numbers.items()
    }
    return as_read(
        replace(
            line,
            amount=line.amount * factor,
            money={column: fen * factor for column, fen in line.money.items()},
            numbers=grown,
        )
    )


def with_more(line: BudgetLine, fen: Fen) -> BudgetLine:
    """Raise a line's amount and nothing else."""
    return as_read(replace(line, amount=line.amount + fen))
