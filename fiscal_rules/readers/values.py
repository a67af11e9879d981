"""Read the value of a parameter: exact, and of the kind that the pack's rules ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import exact_number, show_number, whole_fen
from fiscal_rules.model.parameter import Bands, ParameterKind, ParameterValue, ShareOf, Weights
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, folded
from fiscal_rules.readers import messages
from fiscal_rules.readers.order import KIND_NAMES
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import EntryShape
from fiscal_rules.readers.yaml import Way

_MONTHS_A_YEAR = 12
_NUMBER = re.compile(r"[+-]?\d{1,24}(?:\.\d{1,24})?%?|\d{1,24}/\d{1,24}", re.ASCII)
_IN_YUAN = {ParameterKind.STANDARD, ParameterKind.UNIT_STANDARD, ParameterKind.POT}
_YEAR, _MONTH = "year", "month"
_UNITS: Mapping[tuple[ParameterKind, str], Text] = {
    (ParameterKind.STANDARD, _YEAR): Text("元/人年", "yuan per head and year"),
    (ParameterKind.STANDARD, _MONTH): Text("元/人月", "yuan per head and month"),
    (ParameterKind.UNIT_STANDARD, _YEAR): Text("元/工作量单位", "yuan per unit of work"),
    (ParameterKind.POT, _YEAR): Text("元", "yuan"),
}
_HEADED = ("元/", "yuanper")
"""How the unit of a unit standard begins; what the work is counted in is the pack's affair."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter as rules ask for it; ``measures`` are those that weights must name."""

    name: str
    kind: ParameterKind
    measures: tuple[str, ...]


def asked_for(pack: RulePack, parameter: str, kind: ParameterKind) -> Asked:
    """Say what the rules of a pack ask of a parameter."""
    asking, own = pack.asks(parameter)
    pots = (r.fund for r in asking.rules if isinstance(r.fund, Factors))
    names = (tuple(m.id for m in pot.measures) for pot in pots if pot.weights == own)
    return Asked(parameter, kind, next(names, ()))


def strict_number(text: str) -> Fraction | None:
    """Read a number of reasonable length exactly; None where it is none."""
    return exact_number(text) if _NUMBER.fullmatch(text) else None


def read_value(
    reading: Reading, asked: Asked, shape: EntryShape, way: Way
) -> ParameterValue | None:
    """Read a value; a standard per month is kept per year. None where it is refused."""
    _fits(reading, asked, shape, way)
    here = (*way, "value")
    if asked.kind is ParameterKind.WEIGHTS:
        return _weights(reading, asked, shape.value, here)
    if asked.kind is ParameterKind.BANDS:
        return _bands(reading, asked, shape.value, here)
    if not isinstance(shape.value, str):
        expected = Text("一个数值", "one value")
        reading.refuse(messages.WRONG_SHAPE, here, key="value", expected=expected)
        return None
    if asked.kind is ParameterKind.YES_NO:
        return _yes_no(reading, asked, shape.value, here)
    number = _number(reading, asked, shape.value, here)
    by_month = number is not None and shape.per == _MONTH
    return number * _MONTHS_A_YEAR if number is not None and by_month else number


def read_share_of(shape: EntryShape) -> ShareOf | None:
    """Read what a share is a share of, where that is said and known."""
    return next((each for each in ShareOf if each.value == shape.of), None)


def shown(shape: EntryShape) -> str:
    """Write a value as its source does."""
    if isinstance(shape.value, dict):
        return ", ".join(f"{name} {weight}" for name, weight in shape.value.items())
    return str(shape.value)


def _fits(reading: Reading, asked: Asked, shape: EntryShape, way: Way) -> None:
    """Refuse what does not belong to this kind of parameter: ``of``, ``per``, another unit."""
    share, standard = ParameterKind.SHARE, ParameterKind.STANDARD
    of = tuple(each.value for each in ShareOf)
    for key, found, kind, known in (
        ("of", shape.of, share, of),
        ("per", shape.per, standard, (_YEAR, _MONTH)),
    ):
        if found is None:
            continue
        if asked.kind is not kind:
            _does_not_fit(reading, asked, (*way, key), where=KIND_NAMES[kind])
        elif found not in known:
            here = (*way, key)
            reading.refuse(messages.NOT_ONE_OF, here, key=key, found=found, known=", ".join(known))
    if shape.unit is not None:
        _unit_fits(reading, asked, shape.unit, shape.per or _YEAR, (*way, "unit"))


def _unit_fits(reading: Reading, asked: Asked, found: str, per: str, way: Way) -> None:
    if asked.kind not in _IN_YUAN:
        where = Text("标准和资金总额", "a standard or a pot")
        _does_not_fit(reading, asked, way, where=where)
        return
    expected = _UNITS.get((asked.kind, per), _UNITS[asked.kind, _YEAR])
    is_named = folded(found) in {folded(expected.zh), folded(expected.en)}
    is_of_work = asked.kind is ParameterKind.UNIT_STANDARD and folded(found).startswith(_HEADED)
    if not (is_named or is_of_work):
        reading.refuse(
            messages.WRONG_UNIT, way, parameter=asked.name, expected=expected, found=found
        )


def _does_not_fit(reading: Reading, asked: Asked, way: Way, *, where: Text) -> None:
    key = str(way[-1])
    reading.refuse_key(messages.NOT_FOR_THIS, way, key=key, parameter=asked.name, where=where)


def _number(reading: Reading, asked: Asked, text: str, way: Way) -> Fraction | None:
    number = strict_number(text)
    if number is None:
        reading.refuse(messages.NOT_A_NUMBER, way, found=text)
    elif asked.kind in _IN_YUAN and "%" in text:
        reading.refuse(messages.NOT_YUAN, way, parameter=asked.name, found=text)
    elif asked.kind is ParameterKind.SHARE and not 0 <= number <= 1:
        reading.refuse(messages.NOT_A_SHARE, way, found=text)
    elif number < 0:
        reading.refuse(messages.NEGATIVE, way, found=text)
    elif asked.kind is ParameterKind.POT and whole_fen(number) is None:
        reading.refuse(messages.NOT_FEN, way, found=text)
    return number


def _yes_no(reading: Reading, asked: Asked, text: str, way: Way) -> bool | None:
    if text not in {"yes", "no"}:
        reading.refuse(messages.NOT_YES_NO, way, parameter=asked.name, found=text)
        return None
    return text == "yes"


def _bands(reading: Reading, asked: Asked, value: object, way: Way) -> Bands | None:
    given = value if isinstance(value, dict) else {}
    starts = [strict_number(start) for start in given]
    found = {
        start: _weight(reading, asked, given[key], (*way, key))
        for start, key in zip(starts, given, strict=True)
        if start is not None
    }
    if len(found) < len(starts) or min(found, default=None) != 0:
        reading.refuse(messages.BANDS, way, parameter=asked.name)
        return None
    known = sorted((start, number) for start, number in found.items() if number is not None)
    return Bands(tuple(known)) if len(known) == len(found) else None


def _weights(reading: Reading, asked: Asked, value: object, way: Way) -> Weights | None:
    if not isinstance(value, dict):
        expected = Text("“因素: 权重”的形式", "a mapping of measures to weights")
        reading.refuse(messages.WRONG_SHAPE, way, key="value", expected=expected)
        return None
    if set(value) != set(asked.measures):
        known, found = ", ".join(asked.measures), ", ".join(value) or "–"
        reading.refuse(
            messages.WEIGHTS_MEASURES, way, parameter=asked.name, known=known, found=found
        )
    numbers = {name: _weight(reading, asked, text, (*way, name)) for name, text in value.items()}
    weights = tuple((name, number) for name, number in numbers.items() if number is not None)
    total = sum((number for _, number in weights), start=Fraction(0))
    if len(weights) == len(numbers) and total != 1:
        reading.refuse(messages.WEIGHTS_TOTAL, way, found=show_number(total))
    return weights


def _weight(reading: Reading, asked: Asked, text: object, way: Way) -> Fraction | None:
    if isinstance(text, str):
        return _number(reading, asked, text, way)
    expected = Text("一个数值", "one value")
    reading.refuse(messages.WRONG_SHAPE, way, key=str(way[-1]), expected=expected)
    return None
