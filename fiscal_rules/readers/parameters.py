"""Read parameters: dated, sourced values of a pack and of the files given beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import exact_number, show_number, whole_fen
from fiscal_rules.model.parameter import (
    Entry,
    ParameterKind,
    Parameters,
    ParameterValue,
    ShareOf,
    Weights,
)
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import AFFILIATION, CATEGORY, CLASS, SEVERITY
from fiscal_rules.readers import messages
from fiscal_rules.readers.canonical import digest_of
from fiscal_rules.readers.order import KIND_NAMES
from fiscal_rules.readers.reading import Reading, Whole
from fiscal_rules.readers.shapes import EntryShape, ParametersShape
from fiscal_rules.readers.validate import nearest, validate
from fiscal_rules.readers.yaml import Way, read_yaml

_MONTHS_A_YEAR = 12
_UNITS: Mapping[ParameterKind, Mapping[str, Text]] = {
    ParameterKind.STANDARD: {
        "year": Text("元/人年", "yuan per head and year"),
        "month": Text("元/人月", "yuan per head and month"),
    },
    ParameterKind.UNIT_STANDARD: {"year": Text("元/工作量单位", "yuan per unit of work")},
    ParameterKind.POT: {"year": Text("元", "yuan")},
}
_PERIODS = ("year", "month")
_SCOPE_KEYS = ("unit", "class", "severity", "category", "affiliation")
_CHOICES = {a.id: tuple(v.id for v in a.values) for a in (SEVERITY, CATEGORY, AFFILIATION)}


def read_parameters(pack: RulePack, files: Sequence[str], *, as_of: date | None) -> Parameters:
    """Merge the pack's entries with those of files, in their order.

    What was published after ``as_of`` is not seen. PackRefusedError lists every problem.
    """
    problems: list[Diagnostic] = []
    entries = list(pack.entries)
    sources = []
    for number, name in enumerate(files, start=1):
        try:
            source = read_yaml(Path(name), shown=name)
            shape = validate(source, ParametersShape)
        except PackRefusedError as error:
            problems.extend(error.problems)
            continue
        sources.append((name, digest_of(source.plain())))
        entries += read_entries(Reading(source, problems), shape, pack, file=number)
    if problems:
        raise PackRefusedError(tuple(problems))
    seen = [entry for entry in entries if as_of is None or entry.published <= as_of]
    return Parameters(_by_parameter(seen), tuple(sources))


def newest_published(pack: RulePack, parameters: Parameters) -> date:
    """Give the newest date of knowledge: of the document, its rules, or an entry."""
    entries = (entry.published for held in parameters.entries.values() for entry in held)
    return max(pack.document.published, *(r.published for r in pack.rules), *entries)


def read_entries(
    reading: Reading, shape: ParametersShape, pack: RulePack, *, file: int
) -> tuple[Entry, ...]:
    """Read the entries of one file; ``file`` is its place among the files that are merged."""
    return entries_of(reading, shape.parameters, ("parameters",), pack=pack, file=file)


def entries_of(
    reading: Reading,
    listed: Mapping[str, Sequence[EntryShape]],
    way: Way,
    *,
    pack: RulePack,
    file: int,
) -> tuple[Entry, ...]:
    """Read entries that stand somewhere in a file, and refuse those that tie."""
    kinds = dict(pack.parameter_kinds)
    found: list[Entry] = []
    for parameter, shapes in listed.items():
        here = (*way, parameter)
        if parameter not in kinds:
            known = nearest(parameter, list(kinds))
            place = reading.source.key_place(here)
            problem = reading.source.say(
                messages.UNKNOWN_PARAMETER, place, parameter=parameter, known=known
            )
            reading.problems.append(problem)
            continue
        one = _Parameter(reading, parameter, kinds[parameter], pack, file)
        entries = [one.entry(each, (*here, i)) for i, each in enumerate(shapes)]
        closed = _closed([entry for entry in entries if entry is not None])
        _refuse_ties(reading, closed)
        found += closed
    return tuple(found)


class _Parameter:
    """A parameter whose entries are read: its kind says what a value of it may be."""

    def __init__(
        self, reading: Reading, name: str, kind: ParameterKind, pack: RulePack, file: int
    ) -> None:
        self._reading = reading
        self._name = name
        self._kind = kind
        self._pack = pack
        self._file = file

    def entry(self, shape: EntryShape, way: Way) -> Entry | None:
        reading = self._reading
        self._fitting(shape, way)
        starts, ends = reading.span(shape.from_, shape.to, way, whole=Whole.MONTHS)
        value = self._value(shape, way)
        scope = self._scope(shape, way)
        published = (
            starts if shape.published is None else reading.day(shape.published, (*way, "published"))
        )
        if value is None or starts is None or published is None:
            return None
        return Entry(
            parameter=self._name,
            value=value,
            shown=self._shown(shape),
            share_of=None if shape.of is None else _share_of(shape.of),
            starts=starts,
            ends=ends,
            scope=scope,
            standing=shape.standing,
            source=shape.source,
            published=published,
            file=self._file,
            at=reading.at(way),
        )

    def _fitting(self, shape: EntryShape, way: Way) -> None:
        """Refuse what does not belong to this kind of parameter: ``of``, ``per``, another unit."""
        say = self._reading.refuse
        share, standard = ParameterKind.SHARE, ParameterKind.STANDARD
        for key, given, kind in (("of", shape.of, share), ("per", shape.per, standard)):
            if given is not None and self._kind is not kind:
                say(
                    messages.NOT_FOR_THIS,
                    (*way, key),
                    key=key,
                    parameter=self._name,
                    where=KIND_NAMES[kind],
                )
        admitted = {"of": tuple(each.value for each in ShareOf), "per": _PERIODS}
        for key, given in (("of", shape.of), ("per", shape.per)):
            if given is not None and given not in admitted[key]:
                known = ", ".join(admitted[key])
                say(messages.NOT_ONE_OF, (*way, key), key=key, found=given, known=known)
        unit = _UNITS.get(self._kind, {}).get(shape.per or "year")
        if shape.unit is not None and unit is not None and shape.unit not in (unit.zh, unit.en):
            say(
                messages.WRONG_UNIT,
                (*way, "unit"),
                parameter=self._name,
                expected=unit,
                found=shape.unit,
            )

    def _value(self, shape: EntryShape, way: Way) -> ParameterValue | None:
        here = (*way, "value")
        if self._kind is ParameterKind.WEIGHTS:
            return self._weights(shape.value, here)
        if not isinstance(shape.value, str):
            expected = Text("一个数值", "one value")
            self._reading.refuse(messages.WRONG_SHAPE, here, key="value", expected=expected)
            return None
        if self._kind is ParameterKind.YES_NO:
            return self._yes_no(shape.value, here)
        number = self._number(shape.value, here)
        if number is None:
            return None
        return number * _MONTHS_A_YEAR if shape.per == "month" else number

    def _number(self, text: str, way: Way) -> Fraction | None:
        number = exact_number(text)
        if number is None:
            self._reading.refuse(messages.NOT_A_NUMBER, way, found=text)
        elif number < 0:
            self._reading.refuse(messages.NEGATIVE, way, found=text)
        elif self._kind is ParameterKind.SHARE and number > 1:
            self._reading.refuse(messages.NOT_A_SHARE, way, found=text)
        elif self._kind is ParameterKind.POT and whole_fen(number) is None:
            self._reading.refuse(messages.NOT_FEN, way, found=text)
        return number

    def _yes_no(self, text: str, way: Way) -> bool | None:
        if text not in ("yes", "no"):
            self._reading.refuse(messages.NOT_YES_NO, way, parameter=self._name, found=text)
            return None
        return text == "yes"

    def _weights(self, value: object, way: Way) -> Weights | None:
        reading = self._reading
        known = self._measures()
        if not isinstance(value, dict):
            expected = Text("“因素: 权重”的形式", "a mapping of measures to weights")
            reading.refuse(messages.WRONG_SHAPE, way, key="value", expected=expected)
            return None
        if set(value) != set(known):
            reading.refuse(
                messages.WEIGHTS_MEASURES,
                way,
                parameter=self._name,
                known=", ".join(known),
                found=", ".join(value) or "–",
            )
        numbers = {name: self._number(str(text), (*way, name)) for name, text in value.items()}
        weights = tuple((name, n) for name, n in numbers.items() if n is not None)
        total = sum((n for _, n in weights), start=Fraction(0))
        if len(weights) == len(numbers) and total != 1:
            reading.refuse(messages.WEIGHTS_TOTAL, way, found=show_number(total))
        return weights

    def _measures(self) -> tuple[str, ...]:
        funds = (r.fund for r in self._pack.rules if isinstance(r.fund, Factors))
        return next(
            tuple(m.id for m in fund.measures) for fund in funds if fund.weights == self._name
        )

    def _scope(self, shape: EntryShape, way: Way) -> tuple[tuple[str, tuple[str, ...]], ...]:
        scope = []
        for key, given in shape.for_.items():
            here = (*way, "for", key)
            if key not in _SCOPE_KEYS:
                known = ", ".join(_SCOPE_KEYS)
                self._reading.refuse(messages.UNKNOWN_KEY, here, key=key, known=known)
                continue
            scope.append((key, tuple(self._admitted(key, value, here) for value in given)))
        return tuple(sorted(scope))

    def _admitted(self, key: str, value: str, way: Way) -> str:
        if key == "unit":
            held = self._pack.units_by_label.get(folded(value), ())
            units = list(dict.fromkeys(unit.id for unit, _ in held))
            if len(units) == 1:
                return units[0]
            known: Iterable[str] = (unit.id for unit in self._pack.units)
        elif key == CLASS:
            known = (identifier for identifier, _ in self._pack.classes)
        else:
            known = _CHOICES[key]
        return self._reading.known(value, known, way, what=Text("取值", "value"))

    def _shown(self, shape: EntryShape) -> str:
        if isinstance(shape.value, dict):
            return ", ".join(f"{name} {weight}" for name, weight in shape.value.items())
        return f"{shape.value}"


def _share_of(text: str) -> ShareOf:
    return ShareOf.BASE if text == ShareOf.BASE else ShareOf.REST


def _closed(entries: Sequence[Entry]) -> list[Entry]:
    """End each open entry where the next one of the same scope begins."""
    closed = []
    for entry in entries:
        later = [e.starts for e in entries if e.scope == entry.scope and e.starts > entry.starts]
        ends = min(later, default=None) if entry.ends is None else entry.ends
        closed.append(replace(entry, ends=ends))
    return closed


def _refuse_ties(reading: Reading, entries: Sequence[Entry]) -> None:
    for one, other in combinations(entries, 2):
        if one.specificity == other.specificity and _meet(one, other):
            problem = reading.source.say(messages.TIE, other.at, other=str(one.at))
            reading.problems.append(problem)


def _meet(one: Entry, other: Entry) -> bool:
    """Tell whether two entries can hold on one day for one line."""
    if (one.ends and one.ends <= other.starts) or (other.ends and other.ends <= one.starts):
        return False
    scope = dict(other.scope)
    return all(key not in scope or set(values) & set(scope[key]) for key, values in one.scope)


def _by_parameter(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.parameter, []).append(entry)
    return {parameter: tuple(held) for parameter, held in found.items()}
