"""Values and declarations of a pack, each changed in every small way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from fiscal_rules.analysis.mutants.months import BY_A_MONTH, moved
from fiscal_rules.analysis.mutants.mutant import Mutant, Operator
from fiscal_rules.model.funding import parameters_of
from fiscal_rules.model.parameter import Entry, ParameterKind, ShareOf
from fiscal_rules.model.rulepack import Dated, Default, InForce, RulePack, Unit
from fiscal_rules.model.vocabulary import LINE_ATTRIBUTES

_POINT = Fraction(1, 100)
_FEN = Fraction(1, 100)


def of_values(pack: RulePack) -> Iterator[Mutant]:
    """Change each value that the pack gives."""
    kinds = dict(pack.parameter_kinds)
    for entry in pack.own_entries:
        clause = _clause_of(pack, entry.parameter)
        for operator, says, changed in _of_entry(entry, kinds[entry.parameter]):
            entries = tuple(changed if each is entry else each for each in pack.entries)
            name = f"{entry.parameter} {entry.starts.isoformat()}"
            yield Mutant(operator, name, clause, says, replace(pack, entries=entries))


def _clause_of(pack: RulePack, parameter: str) -> str:
    asking = (r for r in pack.rules if r.fund is not None and parameter in parameters_of(r.fund))
    return next((rule.clause for rule in asking), "")


Changed = tuple[Operator, str, Entry]


def _of_entry(entry: Entry, kind: ParameterKind) -> Iterator[Changed]:
    if kind is ParameterKind.SHARE:
        yield from _of_share(entry)
    elif kind in (ParameterKind.STANDARD, ParameterKind.UNIT_STANDARD, ParameterKind.POT):
        for by in (-_FEN, _FEN):
            changed = replace(entry, value=entry.number + by)
            yield Operator.STANDARD, f"{entry.shown} by {by}", changed
    for i, (key, _) in enumerate(entry.scope):
        kept = (*entry.scope[:i], *entry.scope[i + 1 :])
        yield Operator.SCOPE, f"without {key}", replace(entry, scope=kept)
    for months in BY_A_MONTH:
        held = replace(entry, starts=moved(entry.starts, months))
        yield Operator.DATE, f"from {entry.starts} by {months} month", held
        if entry.ends is not None:
            ended = replace(entry, ends=moved(entry.ends, months))
            yield Operator.DATE, f"to {entry.ends} by {months} month", ended


def _of_share(entry: Entry) -> Iterator[Changed]:
    number = entry.number
    for other in (number - _POINT, number + _POINT, 1 - number):
        if 0 <= other <= 1 and other != number:
            yield Operator.SHARE, f"{number} -> {other}", replace(entry, value=other)
    other_of = ShareOf.BASE if entry.share_of is ShareOf.REST else ShareOf.REST
    yield Operator.SHARE_OF, f"of {other_of}", replace(entry, share_of=other_of)


def of_declarations(pack: RulePack) -> Iterator[Mutant]:
    """Change what is read in a blank, and the dates of the document and of units' classes."""
    yield from _of_blanks(pack)
    yield from _of_law(pack)
    for unit in pack.units:
        for says, changed in _of_classes(unit):
            units = tuple(changed if each is unit else each for each in pack.units)
            yield Mutant(Operator.DATE, unit.id, "", says, replace(pack, units=units))


def _of_blanks(pack: RulePack) -> Iterator[Mutant]:
    values = {attribute.id: attribute.values for attribute in LINE_ATTRIBUTES}
    for default in pack.defaults:
        name = f"{default.attribute}: {default.value}"
        dropped = _with_default(pack, default, ())
        yield Mutant(Operator.BLANK, default.attribute, "", f"{name} dropped", dropped)
        for value in values[default.attribute]:
            if value.id != default.value:
                turned = _with_default(pack, default, (replace(default, value=value.id),))
                says = f"{name} -> {value.id}"
                yield Mutant(Operator.BLANK, default.attribute, "", says, turned)


def _with_default(pack: RulePack, held: Default, instead: Sequence[Default]) -> RulePack:
    kept = [
        each for default in pack.defaults for each in (instead if default is held else (default,))
    ]
    return replace(pack, defaults=tuple(kept))


def _of_law(pack: RulePack) -> Iterator[Mutant]:
    """Move the day from which the document holds, and those on which that is known otherwise."""
    spans = pack.in_force
    for i, span in enumerate(spans):
        for months in BY_A_MONTH:
            day = moved(span.starts, months)
            held = tuple(_span(each, span.starts, day) for each in spans)
            says = f"in force from {span.starts} by {months} month"
            if held[i].starts != span.starts:
                yield Mutant(Operator.DATE, "in_force", "", says, replace(pack, in_force=held))


def _span(span: InForce, day: date, other: date) -> InForce:
    """Move what begins on a day, and what ends on it, to another."""
    starts = other if span.starts == day else span.starts
    return replace(span, starts=starts, ends=other if span.ends == day else span.ends)


def _of_classes(unit: Unit) -> Iterator[tuple[str, Unit]]:
    """Move the day on which a unit changes its class."""
    for one, other in pairwise(unit.classes):
        if other.starts is None:
            continue
        for months in BY_A_MONTH:
            day = moved(other.starts, months)
            classes = tuple(_at_turn(each, one, other, day) for each in unit.classes)
            yield (
                f"{other.value} from {other.starts} by {months} month",
                replace(unit, classes=classes),
            )


def _at_turn(each: Dated, one: Dated, other: Dated, day: date) -> Dated:
    if each is one and each.ends is not None:
        return replace(each, ends=day)
    return replace(each, starts=day) if each is other else each
