"""Read rules: their conditions, what they assign, how they fund, what they oblige."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from fiscal_rules.model.condition import AllOf, AnyOf, Condition, Is, Not
from fiscal_rules.model.funding import (
    AGREED_COLUMNS,
    OUTSIDE_REASONS,
    UNDETERMINED_DECISIONS,
    Agreed,
    Full,
    Fund,
    Outside,
    Undetermined,
)
from fiscal_rules.model.rulepack import Operand, Rule, ThenIf
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import COLUMNS, ColumnKind
from fiscal_rules.readers import messages
from fiscal_rules.readers.factors import read_factors
from fiscal_rules.readers.grants import read_matching, read_workload
from fiscal_rules.readers.known import Known
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import (
    AgreedShape,
    FundShape,
    RuleShape,
    ThenIfShape,
)
from fiscal_rules.readers.yaml import Listing, Node, Scalar, Table, Way

_GOVERNMENT = Text("政府", "government")
_ATTRIBUTE = Text("属性", "attribute")
_COLUMN = Text("列", "column")
_COMBINING = ("any", "all", "not")
QUANTITIES = ("amount", "base", "standard")
COMPARED_COLUMNS = tuple(
    column.id
    for column in COLUMNS
    if column.id not in QUANTITIES
    and column.kind
    in {
        ColumnKind.MONEY,
        ColumnKind.COUNT,
        ColumnKind.RATE,
        ColumnKind.QUANTITY,
        ColumnKind.PERFORMANCE,
    }
)


def read_rules(reading: Reading, shapes: Sequence[RuleShape], known: Known) -> tuple[Rule, ...]:
    """Read the rules of one file."""
    return tuple(read_rule(reading, shape, ("rules", i), known) for i, shape in enumerate(shapes))


def read_rule(reading: Reading, shape: RuleShape, way: Way, known: Known) -> Rule:
    """Read a rule that stands somewhere in a file."""
    clause_name = Text("条款", "clause")
    payers = known.payers
    published = shape.published
    rule = Rule(
        id=shape.id,
        clause=reading.known(shape.clause, known.clauses, (*way, "clause"), what=clause_name),
        quote=shape.quote,
        when=_condition(reading, _node(reading, (*way, "when")), (*way, "when"), known),
        authority=shape.assign,
        fund=None if shape.fund is None else _fund(reading, shape.fund, (*way, "fund"), known),
        agreed=None
        if shape.agreed is None
        else _agreed(reading, shape.agreed, (*way, "agreed"), known.levels),
        above_base=None
        if shape.above_base is None
        else reading.known(shape.above_base, payers, (*way, "above_base"), what=_GOVERNMENT),
        derive=_derived(reading, shape.derive, (*way, "derive"), known),
        duties=tuple(shape.oblige),
        findings=tuple(shape.find),
        then_if=tuple(
            _then_if(reading, each, (*way, "then_if", i)) for i, each in enumerate(shape.then_if)
        ),
        overrides=tuple(shape.overrides),
        in_force=reading.in_force(shape.in_force, (*way, "in_force")),
        standing=shape.standing,
        published=known.published
        if published is None
        else reading.day(published, (*way, "published")),
        at=reading.at(way),
    )
    if not (rule.places_money or rule.derive or rule.duties or rule.findings or rule.then_if):
        reading.refuse(messages.NOTHING_SAID, way, rule=rule.id)
    return rule


def _node(reading: Reading, way: Way) -> Node:
    node = reading.source.root
    for step in way:
        match node:
            case Table(entries):
                node = next(value for key, value in entries if key.text == step)
            case Listing(items):
                assert isinstance(step, int)
                node = items[step]
            case Scalar():
                break
    return node


def _condition(reading: Reading, node: Node, way: Way, known: Known) -> Condition:
    if not isinstance(node, Table):
        expected = Text("“属性: 值”的形式", "a mapping of attributes to values")
        reading.refuse(messages.WRONG_SHAPE, way, key="when", expected=expected)
        return AllOf(())
    if not node.entries and way[-1] != "when":
        reading.refuse(messages.EMPTY, way, key="when")
    parts = [
        _combined(reading, key.text, value, (*way, key.text), known)
        if key.text in _COMBINING
        else _test(reading, key, value, (*way, key.text), known)
        for key, value in node.entries
    ]
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _combined(reading: Reading, how: str, node: Node, way: Way, known: Known) -> Condition:
    if how == "not":
        return Not(_condition(reading, node, way, known))
    if not isinstance(node, Listing):
        expected = Text("条件的列表", "a list of conditions")
        reading.refuse(messages.WRONG_SHAPE, way, key=how, expected=expected)
        return AllOf(())
    if not node.items:
        reading.refuse(messages.EMPTY, way, key=how)
    items = enumerate(node.items)
    parts = tuple(_condition(reading, item, (*way, i), known) for i, item in items)
    return AnyOf(parts) if how == "any" else AllOf(parts)


def _test(reading: Reading, key: Scalar, node: Node, way: Way, known: Known) -> Condition:
    attribute = key.text
    admitted = {**known.values, **known.derived}
    if attribute not in admitted:
        reading.known(attribute, (*admitted, *_COMBINING), way, what=_ATTRIBUTE)
        return AllOf(())
    values = admitted[attribute]
    if isinstance(node, Table):
        if [k.text for k, _ in node.entries] == ["not"]:
            negated = _values(reading, node.entries[0][1], (*way, "not"), values, attribute)
            return Not(Is(attribute, negated))
        expected = Text("一个值、值的列表或 {{not: …}}", "a value, a list of values or {{not: …}}")
        reading.refuse(messages.WRONG_SHAPE, way, key=attribute, expected=expected.fill())
        return AllOf(())
    return Is(attribute, _values(reading, node, way, values, attribute))


def _values(
    reading: Reading, node: Node, way: Way, admitted: tuple[str, ...], attribute: str
) -> tuple[str, ...]:
    match node:
        case Scalar(text):
            found = [(text, way)]
        case Listing(items):
            found = [
                (item.text if isinstance(item, Scalar) else "?", (*way, i))
                for i, item in enumerate(items)
            ]
        case Table():
            found = [("?", way)]
        case _:
            assert_never(node)
    if not found:
        reading.refuse(messages.EMPTY, way, key=attribute)
    for text, place in found:
        if text not in admitted:
            known = reading.nearest(text, admitted)
            reading.refuse(messages.NOT_ONE_OF, place, key=attribute, found=text, known=known)
    return tuple(text for text, _ in found)


def _derived(
    reading: Reading, derive: Mapping[str, str], way: Way, known: Known
) -> tuple[tuple[str, str], ...]:
    what = Text("推导属性", "derived attribute")
    for attribute, value in derive.items():
        here = (*way, attribute)
        reading.known(attribute, known.derived, here, what=what)
        values = known.derived.get(attribute, (value,))
        if value not in values:
            listed = ", ".join(values)
            reading.refuse(messages.NOT_ONE_OF, here, key=attribute, found=value, known=listed)
    return tuple(derive.items())


def _fund(reading: Reading, shape: FundShape, way: Way, known: Known) -> Fund | None:
    given = [name for name in FundShape.model_fields if getattr(shape, name) is not None]
    if len(given) != 1:
        forms = ", ".join(FundShape.model_fields)
        found = ", ".join(given) or "–"
        reading.refuse(messages.ONE_FORM, way, found=found, known=forms)
        return None
    here = (*way, given[0])
    if shape.full is not None:
        return Full(reading.known(shape.full, known.payers, here, what=_GOVERNMENT))
    if shape.matching is not None:
        return read_matching(reading, shape.matching, here, known)
    if shape.workload is not None:
        return read_workload(reading, shape.workload, here, known)
    if shape.factors is not None:
        return read_factors(reading, shape.factors, here, known)
    return _left_open(reading, shape, here)


def _left_open(reading: Reading, shape: FundShape, way: Way) -> Fund:
    if shape.undetermined is not None:
        what = Text("待定内容", "decision")
        decision = reading.known(shape.undetermined, UNDETERMINED_DECISIONS, way, what=what)
        return Undetermined(decision)
    what = Text("理由", "reason")
    reading.known(shape.outside or "", OUTSIDE_REASONS, way, what=what)
    return Outside()


def _agreed(reading: Reading, shape: AgreedShape, way: Way, payers: tuple[str, ...]) -> Agreed:
    return Agreed(
        payer=reading.known(shape.payer, payers, (*way, "payer"), what=_GOVERNMENT),
        amount=reading.known(shape.amount, AGREED_COLUMNS, (*way, "amount"), what=_COLUMN),
    )


def _then_if(reading: Reading, shape: ThenIfShape, way: Way) -> ThenIf:
    if not shape.oblige and not shape.find:
        reading.refuse(messages.MISSING_KEY, way, key="oblige / find")
    return ThenIf(
        left=_operand(reading, shape.compare, (*way, "compare")),
        comparison=shape.is_,
        right=_operand(reading, shape.with_, (*way, "with")),
        duties=tuple(shape.oblige),
        findings=tuple(shape.find),
    )


def _operand(reading: Reading, found: object, way: Way) -> Operand:
    match found:
        case {"parameter": str(parameter), **others} if not others:
            return Operand("parameter", parameter)
        case str(name) if name in QUANTITIES:
            return Operand("quantity", name)
        case str(name):
            sides = (*QUANTITIES, *COMPARED_COLUMNS)
            return Operand("column", reading.known(name, sides, way, what=_COLUMN))
        case _:
            expected = Text("列、量或 {{parameter: …}}", "a column, a quantity or {{parameter: …}}")
            reading.refuse(messages.WRONG_SHAPE, way, key=str(way[-1]), expected=expected.fill())
            return Operand("quantity", "amount")
