"""The numbers of a line as the columns hold them, in whole units."""

from __future__ import annotations

from fractions import Fraction

from fiscal_rules.engine.columns.exact import Exact, column
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import UNITS

UPPER = "upper"
"""The column that adds up the money from above; blank counts as none received."""


def quantity(*names: str) -> Exact:
    """Give a column, or a product of columns, as the budget means it: yuan, heads, units of work."""
    scale = Fraction(1)
    for name in names:
        scale /= UNITS[name]
    return column(*names).times(scale)


def fen(name: str) -> Exact:
    """Give a column of money in fen."""
    return column(name)


def upper_columns(pack: RulePack) -> tuple[str, ...]:
    """Name the columns of money from governments above, in the order in which it comes first."""
    return tuple(government.funds for government in pack.above() if government.funds)
