"""Values of a parameter as answers write them."""

from __future__ import annotations

from fractions import Fraction

from fiscal_rules.model.money import show_number, show_percent
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text

VALUE = Text("数值", "value")
ASSUMED_VALUES = Text(
    "所取数值是假定的，在参数有值的全部范围和期间内统一采用；其他参数不变。",
    "The values are assumed; each is taken wherever and whenever the parameter has any. Nothing "
    "else changes.",
)


def shown_value(pack: RulePack, parameter: str, value: Fraction) -> str:
    """Write a value: a share as a percentage."""
    is_share = dict(pack.parameter_kinds)[parameter] is ParameterKind.SHARE
    return show_percent(value) if is_share else show_number(value)
