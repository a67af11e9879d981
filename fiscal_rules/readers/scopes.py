"""Read for whom an entry of a parameter holds: units, classes, and what lines say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import AFFILIATION, CATEGORY, CLASS, SEVERITY
from fiscal_rules.readers import messages
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import EntryShape
from fiscal_rules.readers.values import Asked
from fiscal_rules.readers.yaml import Way

_UNIT = "unit"
_CHOICES = {attribute.id: attribute for attribute in (SEVERITY, CATEGORY, AFFILIATION)}
_KEYS: Mapping[str, Text] = {
    _UNIT: Text("单位", "unit"),
    CLASS: Text("类别", "class"),
    **{key: attribute.name for key, attribute in _CHOICES.items()},
}
_FOR_ALL = {
    ParameterKind.POT,
    ParameterKind.WEIGHTS,
    ParameterKind.RATE,
    ParameterKind.BANDS,
}
"""A pot is one for all units; so are its weights, bands, and the rates that bound grants."""

Scope = tuple[tuple[str, tuple[str, ...]], ...]


def read_scope(
    reading: Reading, asked: Asked, shape: EntryShape, way: Way, *, pack: RulePack, day: date
) -> Scope | None:
    """Read ``for``; the same scope is the same value, however it is written. None if refused.

    ``day`` is the first on which the entry holds: names and codes are those of that day.
    """
    here = (*way, "for")
    before = len(reading.problems)
    if shape.for_ and asked.kind in _FOR_ALL:
        where = Text("分担比例、标准和“是或否”", "a share, a standard or a yes or no")
        reading.refuse_key(
            messages.NOT_FOR_THIS, here, key="for", parameter=asked.name, where=where
        )
    scope = []
    for key, names in shape.for_.items():
        if key not in _KEYS:
            known = reading.nearest(key, _KEYS)
            reading.refuse_key(messages.UNKNOWN_KEY, (*here, key), key=key, known=known)
            continue
        if not names:
            reading.refuse(messages.EMPTY, (*here, key), key=key)
        meanings = _meanings(pack, key, day)
        found = {
            _meant(reading, meanings, name, key=key, way=(*here, key, i))
            for i, name in enumerate(names)
        }
        scope.append((key, tuple(sorted(found))))
    return tuple(sorted(scope)) if len(reading.problems) == before else None


def _meant(reading: Reading, meanings: Mapping[str, str], name: str, *, key: str, way: Way) -> str:
    meant = meanings.get(folded(name))
    if meant is not None:
        return meant
    return reading.known(name, dict.fromkeys(meanings.values()), way, what=_KEYS[key])


def _meanings(pack: RulePack, key: str, day: date) -> dict[str, str]:
    """Index by folded name the values that a key admits."""
    if key == _UNIT:
        return dict(_unit_labels(pack, day))
    if key == CLASS:
        return {
            folded(label): identifier
            for identifier, name in pack.classes
            for label in (name.zh, name.en, identifier)
        }
    return {
        folded(label): value.id
        for value in _CHOICES[key].values
        for label in (*value.aliases, value.name.zh, value.name.en, value.id)
    }


def _unit_labels(pack: RulePack, day: date) -> Iterable[tuple[str, str]]:
    for label, holders in pack.units_by_label.items():
        units = {unit.id for unit, _ in holders}
        on_the_day = {unit.id for unit, dated in holders if dated.includes(day)}
        for candidates in (on_the_day, units):
            if len(candidates) == 1:
                yield label, candidates.pop()
                break
