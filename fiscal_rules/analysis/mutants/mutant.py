"""A mutant: a pack with one small change, and what kind of mistake it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fiscal_rules.model.rulepack import Rule, RulePack


class Operator(StrEnum):
    """What a mutant changes."""

    AUTHORITY = "authority to another value"
    PAYER = "payer swapped"
    REST = "bearer of the rest moved"
    SHARE = "share moved by a point, or to its complement"
    STANDARD = "standard moved by a fen"
    SHARE_OF = "share of the rest or of the base"
    VALUE = "value of a condition dropped or added"
    NEGATED = "condition negated"
    CONDITION = "condition dropped"
    RULE = "rule dropped"
    OVERRIDES = "override dropped"
    COMPARISON = "comparison turned or shifted"
    DATE = "date moved by a month"
    SCOPE = "scope dropped"
    REMARK = "duty or finding dropped"
    CLAUSE = "clause replaced by a neighbour"
    BLANK = "reading of a blank dropped or turned"
    PERFORMANCE = "performance left out"
    ROUNDING = "rounding turned, or left out"
    BOUND = "floor or cap dropped"
    BEARER = "bearer of floors turned"
    FACTOR = "factor counted the other way, or dropped"


Change = tuple[Operator, str, Rule]
"""What is changed, in what way, and the rule that comes of it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack with one small change; ``where`` is the rule, the parameter or the declaration."""

    operator: Operator
    where: str
    clause: str
    says: str
    pack: RulePack
