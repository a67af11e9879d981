"""Declared laws as laws: what a pack says of every line, searched like those of every pack."""

from __future__ import annotations

from fractions import Fraction

from fiscal_rules.engine.allocate.above import upper_money
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.declared_law import DeclaredLaw, Limit, Whole
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Status
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.laws import Law


def as_law(declared: DeclaredLaw) -> Law:
    """Make a law of what a pack declares; a fen is allowed for rounding."""

    def law(table: DecisionTable, parameters: Parameters, budget: Budget) -> None:
        for result in allocated(table, parameters, budget).results:
            if declared.concerns(result.line):
                _holds(declared, table.pack, result)

    law.__name__ = declared.id
    law.__doc__ = declared.says.en
    return law


def _holds(declared: DeclaredLaw, pack: RulePack, result: LineResult) -> None:
    paid = result.paid_by(declared.payer)
    limit = _whole(declared.of, pack, result) * declared.share
    said = (
        f"line {result.line.id}: {declared.payer} pays {yuan(paid)}, "
        f"{declared.limit.value.replace('_', ' ')} {show_number(limit / 100)} is declared"
    )
    if declared.limit is Limit.AT_MOST:
        assert paid <= limit + (1 if declared.share else 0), said
    elif result.status is Status.DETERMINED:
        assert paid >= limit - 1, said


def _whole(of: Whole, pack: RulePack, result: LineResult) -> Fraction:
    amount = result.line.amount
    return Fraction(amount if of is Whole.AMOUNT else amount - upper_money(pack, result.line))
