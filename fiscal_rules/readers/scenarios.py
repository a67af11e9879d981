"""Read a scenario: what it changes, in order, of parameters, lines and classes."""

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
    ChangeClass,
    Grow,
    Multiply,
    Overlay,
    Scenario,
    SetValues,
)
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNITS, UNLISTED
from fiscal_rules.readers import messages
from fiscal_rules.readers.budgets.records import read_records
from fiscal_rules.readers.canonical import digest_of
from fiscal_rules.readers.merge import closed
from fiscal_rules.readers.parameters import entries_of
from fiscal_rules.readers.reading import Reading, Whole, by_place, text
from fiscal_rules.readers.rows import quoting, record_of
from fiscal_rules.readers.shapes import (
    ChangeClassShape,
    GrowShape,
    MultiplyShape,
    OverlayShape,
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
_WAYS = ("set", "multiply", "grow", "add", "class")
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
    overlays = [
        overlay
        for i, each in enumerate(shape.overlays)
        if (overlay := _overlay(reading, each, ("overlays", i), pack, file)) is not None
    ]
    if reading.problems:
        raise PackRefusedError(tuple(sorted(reading.problems, key=by_place)))
    return Scenario(Path(name).stem, text(shape.name), tuple(overlays), digest_of(source.plain()))


def _overlay(
    reading: Reading, shape: OverlayShape, way: Way, pack: RulePack, file: int
) -> Overlay | None:
    said = {
        "set": shape.set,
        "multiply": shape.multiply,
        "grow": shape.grow,
        "add": shape.add,
        "class": shape.class_,
    }
    given = [key for key in _WAYS if said[key] is not None]
    if len(given) != 1:
        reading.refuse(messages.ONE_CHANGE, way, known=", ".join(_WAYS))
        return None
    here = (*way, given[0])
    if shape.set is not None:
        return SetValues(closed(entries_of(reading, shape.set, here, pack=pack, file=file)))
    if shape.multiply is not None:
        return _multiply(reading, shape.multiply, here, pack)
    if shape.grow is not None:
        return _grow(reading, shape.grow, here, pack)
    if shape.add is not None:
        return _add(reading, shape.add, here, pack)
    assert shape.class_ is not None, "one of the ways is given"
    return _change_class(reading, shape.class_, here, pack)


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
