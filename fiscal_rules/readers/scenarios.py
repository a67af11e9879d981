"""Read a scenario: what it changes, in order, of parameters, lines, classes and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.money import show_number
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.scenario import (
    AddLine,
    Carry,
    ChangeClass,
    DropRule,
    Grow,
    Index,
    KnownOn,
    LawChange,
    LawOn,
    Multiply,
    Overlay,
    PutRule,
    Scenario,
    SetValues,
    ValueChange,
)
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNITS, UNLISTED
from fiscal_rules.readers import messages
from fiscal_rules.readers.budgets.records import read_records
from fiscal_rules.readers.canonical import digest_of
from fiscal_rules.readers.changed_rules import with_rule, without_rule
from fiscal_rules.readers.known import known_to
from fiscal_rules.readers.merge import closed
from fiscal_rules.readers.parameters import entries_of
from fiscal_rules.readers.reading import Reading, Whole, by_place, text
from fiscal_rules.readers.rows import quoting, record_of
from fiscal_rules.readers.rules import read_rule
from fiscal_rules.readers.shapes import (
    ChangeClassShape,
    GrowShape,
    IndexShape,
    MultiplyShape,
    OverlayShape,
    RuleShape,
    ScenarioShape,
)
from fiscal_rules.readers.validate import validate
from fiscal_rules.readers.values import strict_number
from fiscal_rules.readers.yaml import Way, read_yaml

_PARAMETER = Text("参数", "parameter")
_COLUMN = Text("列", "column")
_UNIT = Text("单位", "unit")
_ITEM = Text("事项", "item")
_CLASS = Text("类别", "class")
_RULE = Text("规则", "rule")
_WAYS = (
    *("set", "multiply", "index", "carry", "grow", "add", "class"),
    *("rule", "drop_rule", "law_of", "as_of"),
)
_FIELDS = {"class": "class_"}
"""The fields of ways whose names are words of Python."""
_MULTIPLIED = (
    ParameterKind.SHARE,
    ParameterKind.STANDARD,
    ParameterKind.UNIT_STANDARD,
    ParameterKind.POT,
    ParameterKind.RATE,
)


def read_scenario(name: str, pack: RulePack, *, file: int) -> Scenario:
    """Read a scenario for a pack; ``file`` ranks the values it sets among those of other files.

    PackRefusedError lists every problem, by place.
    """
    source = read_yaml(Path(name), shown=name)
    shape = validate(source, ScenarioShape)
    reading = Reading(source)
    overlays: list[Overlay] = []
    for i, each in enumerate(shape.overlays):
        overlay = _overlay(reading, each, ("overlays", i), pack, file)
        if overlay is not None:
            overlays.append(overlay)
            pack = _changed(reading, overlay, pack)
    if reading.problems:
        raise PackRefusedError(tuple(sorted(reading.problems, key=by_place)))
    return Scenario(Path(name).stem, text(shape.name), tuple(overlays), digest_of(source.plain()))


def _changed(reading: Reading, overlay: Overlay, pack: RulePack) -> RulePack:
    """Give the pack that later steps find: a rule may ask for a parameter that they set."""
    try:
        match overlay:
            case PutRule(rule):
                return with_rule(pack, rule)
            case DropRule(rule=name):
                return without_rule(pack, name)
            case _:
                return pack
    except PackRefusedError as error:
        reading.problems.extend(quoting(reading, problem) for problem in error.problems)
        return pack


def _overlay(
    reading: Reading, shape: OverlayShape, way: Way, pack: RulePack, file: int
) -> Overlay | None:
    given = [key for key in _WAYS if getattr(shape, _FIELDS.get(key, key)) is not None]
    if len(given) != 1:
        reading.refuse(messages.ONE_CHANGE, way, known=", ".join(_WAYS))
        return None
    here = (*way, given[0])
    if given[0] in {"set", "multiply", "index", "carry"}:
        return _of_values(reading, shape, here, pack, file)
    if shape.grow is not None:
        return _grow(reading, shape.grow, here, pack)
    if shape.add is not None:
        return _add(reading, shape.add, here, pack)
    return _of_the_law(reading, shape, here, pack)


def _of_values(
    reading: Reading, shape: OverlayShape, way: Way, pack: RulePack, file: int
) -> ValueChange:
    if shape.multiply is not None:
        return _multiply(reading, shape.multiply, way, pack)
    if shape.index is not None:
        return _index(reading, shape.index, way, pack)
    if shape.carry is not None:
        span = (shape.carry.from_, shape.carry.to)
        starts, ends = reading.span(*span, way, whole=Whole.MONTHS)
        return Carry(starts or date.min, ends or date.max)
    assert shape.set is not None, "one of the ways is given"
    return SetValues(closed(entries_of(reading, shape.set, way, pack=pack, file=file)))


def _of_the_law(
    reading: Reading, shape: OverlayShape, way: Way, pack: RulePack
) -> LawChange | None:
    if shape.class_ is not None:
        return _change_class(reading, shape.class_, way, pack)
    if shape.rule is not None:
        return _put_rule(reading, shape.rule, way, pack)
    if shape.drop_rule is not None:
        known = [held.id for held in pack.rules]
        dropped = reading.known(shape.drop_rule, known, way, what=_RULE)
        return DropRule(dropped) if dropped in known else None
    if shape.law_of is not None:
        return LawOn(reading.day(shape.law_of, way))
    assert shape.as_of is not None, "one of the ways is given"
    return KnownOn(reading.day(shape.as_of, way))


def _put_rule(reading: Reading, shape: RuleShape, way: Way, pack: RulePack) -> PutRule | None:
    found = len(reading.problems)
    rule = read_rule(reading, shape, way, known_to(pack))
    known = [held.id for held in pack.rules if held.id != rule.id]
    for i, target in enumerate(rule.overrides):
        reading.known(target, known, (*way, "overrides", i), what=_RULE)
    return PutRule(rule) if len(reading.problems) == found else None


def _index(reading: Reading, shape: IndexShape, way: Way, pack: RulePack) -> Index:
    known = [name for name, kind in pack.parameter_kinds if kind in _MULTIPLIED]
    reading.known(shape.parameter, known, (*way, "parameter"), what=_PARAMETER)
    starts, ends = reading.span(shape.from_, shape.to, way, whole=Whole.MONTHS)
    by = _number(reading, shape.by, (*way, "by"), least=Fraction(-1))
    return Index(shape.parameter, by, starts or date.min, ends or date.max)


def _multiply(reading: Reading, shape: MultiplyShape, way: Way, pack: RulePack) -> Multiply:
    known = [name for name, kind in pack.parameter_kinds if kind in _MULTIPLIED]
    reading.known(shape.parameter, known, (*way, "parameter"), what=_PARAMETER)
    starts, ends = reading.span(shape.from_, shape.to, way, whole=Whole.MONTHS)
    by = _number(reading, shape.by, (*way, "by"))
    return Multiply(shape.parameter, by, starts or date.min, ends)


def _grow(reading: Reading, shape: GrowShape, way: Way, pack: RulePack) -> Grow:
    reading.known(shape.column, UNITS, (*way, "column"), what=_COLUMN)
    for key, found, known, what in (
        ("unit", shape.unit, list(pack.unit_by_id), _UNIT),
        ("item", shape.item, [*pack.item_by_id, UNLISTED], _ITEM),
    ):
        for i, name in enumerate(found):
            here = (*way, key) if len(found) == 1 else (*way, key, i)
            reading.known(name, known, here, what=what)
    years = _years(reading, shape.year, (*way, "year"))
    by = _number(reading, shape.by, (*way, "by"), least=Fraction(-1))
    return Grow(shape.column, by, tuple(shape.unit), tuple(shape.item), years)


def _years(reading: Reading, found: Sequence[str], way: Way) -> tuple[int, ...]:
    years = []
    for year in found:
        if year.isascii() and year.isdigit():
            years.append(int(year))
        else:
            reading.refuse(messages.NOT_WHOLE, way, key="year", found=year)
    return tuple(years)


def _add(reading: Reading, row: Mapping[str, str], way: Way, pack: RulePack) -> AddLine | None:
    if "line" not in row:
        reading.refuse(messages.MISSING_KEY, way, key="line")
        return None
    record = record_of(reading, row, way, tuple(COLUMN_BY_ID))
    found = read_records(() if record is None else (record,), pack=pack)
    reading.problems.extend(
        quoting(reading, problem) for refused in found.refused for problem in refused.problems
    )
    return AddLine(found.lines[0]) if found.lines else None


def _change_class(
    reading: Reading, shape: ChangeClassShape, way: Way, pack: RulePack
) -> ChangeClass:
    reading.known(shape.unit, pack.unit_by_id, (*way, "unit"), what=_UNIT)
    reading.known(shape.is_, dict(pack.classes), (*way, "is"), what=_CLASS)
    starts, _ = reading.span(shape.from_, None, way, whole=Whole.MONTHS)
    return ChangeClass(shape.unit, shape.is_, starts or date.min)


def _number(reading: Reading, found: str, way: Way, *, least: Fraction = Fraction(0)) -> Fraction:
    number = strict_number(found)
    if number is None:
        reading.refuse(messages.NOT_A_NUMBER, way, found=found)
    elif number < least:
        reading.refuse(messages.BELOW, way, least=show_number(least), found=found)
    return number or Fraction(0)
