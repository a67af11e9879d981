"""Check comparisons: both sides are numbers of one kind, and not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from fiscal_rules.check import messages
from fiscal_rules.check.places import part_of
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import Operand, RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, ColumnKind
from fiscal_rules.readers.order import asked_by


class Dimension(Enum):
    """What kind of number it is."""

    MONEY = Text("金额", "money")
    PER_HEAD = Text("人均标准", "yuan per head")
    HEADS = Text("人数", "heads")
    WORK = Text("工作量", "work done")
    PER_WORK = Text("单位工作量标准", "yuan per unit of work")
    RATIO = Text("比率", "a ratio")


_OF_COLUMNS: Mapping[ColumnKind, Dimension] = {
    ColumnKind.MONEY: Dimension.MONEY,
    ColumnKind.RATE: Dimension.PER_HEAD,
    ColumnKind.COUNT: Dimension.HEADS,
    ColumnKind.QUANTITY: Dimension.WORK,
    ColumnKind.PERFORMANCE: Dimension.RATIO,
}
_OF_PARAMETERS: Mapping[ParameterKind, Dimension] = {
    ParameterKind.SHARE: Dimension.RATIO,
    ParameterKind.STANDARD: Dimension.PER_HEAD,
    ParameterKind.UNIT_STANDARD: Dimension.PER_WORK,
    ParameterKind.POT: Dimension.MONEY,
    ParameterKind.RATE: Dimension.RATIO,
}
_OF_QUANTITIES: Mapping[str, Dimension] = {
    "amount": Dimension.MONEY,
    "base": Dimension.MONEY,
    "standard": Dimension.PER_HEAD,
}


def other_dimensions(pack: RulePack) -> Iterator[Diagnostic]:
    """Every comparison is of numbers of one kind: yuan, heads, yuan per head and so on.

    A parameter that no form of funding uses is of the kind that it is first compared with.
    """
    known = _of_funding(pack)
    for rule in pack.rules:
        for i, then_if in enumerate(rule.then_if):
            one, other = (_dimension(side, known) for side in (then_if.left, then_if.right))
            if one is None or other is None:
                _learn(known, then_if.left, other)
                _learn(known, then_if.right, one)
            elif one is not other:
                yield messages.OTHER_DIMENSION.at(
                    part_of(rule.at, "then_if", i),
                    rule=rule.id,
                    left=then_if.left.id,
                    right=then_if.right.id,
                    one=one.value,
                    other=other.value,
                )


def same_sides(pack: RulePack) -> Iterator[Diagnostic]:
    """Every comparison is of two different things."""
    for rule in pack.rules:
        for i, then_if in enumerate(rule.then_if):
            if then_if.left == then_if.right:
                place = part_of(rule.at, "then_if", i)
                yield messages.SAME_SIDES.at(place, rule=rule.id, side=then_if.left.id)


def _of_funding(pack: RulePack) -> dict[str, Dimension]:
    return {
        parameter: _OF_PARAMETERS[kind]
        for rule in pack.rules
        for parameter, kind in asked_by(rule)
        if kind in _OF_PARAMETERS
    }


def _dimension(side: Operand, known: Mapping[str, Dimension]) -> Dimension | None:
    match side.source:
        case "quantity":
            return _OF_QUANTITIES[side.id]
        case "column":
            return _OF_COLUMNS[COLUMN_BY_ID[side.id].kind]
        case _:
            return known.get(side.id)


def _learn(known: dict[str, Dimension], side: Operand, dimension: Dimension | None) -> None:
    if side.source == "parameter" and dimension is not None:
        known.setdefault(side.id, dimension)
