"""Mutation of rules: every small change that could be a mistake, and whether the pack would notice.

A mutant is killed where its decision table is proved wrong, or a worked case comes out otherwise.
One that decides every situation as before, and sets every value under the law as before, is equivalent:
no line can tell it apart. The others survive, each with the smallest line that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import product

from fiscal_rules.analysis.difference import Difference, ValueChange, difference
from fiscal_rules.analysis.witness import Side, Witness, smallest
from fiscal_rules.engine.cases import run_cases
from fiscal_rules.engine.infer import Deciding, infer
from fiscal_rules.engine.prove import prove
from fiscal_rules.model.case import Case
from fiscal_rules.model.condition import NEVER, AllOf, AnyOf, Condition, Is, Not, restrict
from fiscal_rules.model.diagnostic import PackRefusedError, Severity
from fiscal_rules.model.funding import Full, Fund, Matching, Workload, parameters_of
from fiscal_rules.model.parameter import Entry, ParameterKind, Parameters, ShareOf
from fiscal_rules.model.rulepack import Comparison, Rule, RulePack, ThenIf, asked_of
from fiscal_rules.model.vocabulary import (
    CATEGORY,
    CLASS,
    ITEM,
    LINE_ATTRIBUTES,
    SEVERITY,
    UNLISTED,
    Authority,
)
from fiscal_rules.readers.changed_rules import with_rule, without_rule
from fiscal_rules.readers.known import known_to
from fiscal_rules.readers.merge import closed, ties
from fiscal_rules.readers.parameters import read_parameters

_POINT = Fraction(1, 100)
_FEN = Fraction(1, 100)


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
    DEFAULT = "reading of a blank dropped"
    PERFORMANCE = "performance left out"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack with one small change; ``where`` is the rule or the parameter."""

    operator: Operator
    where: str
    clause: str
    says: str
    pack: RulePack


class Fate(StrEnum):
    """What became of a mutant."""

    REFUSED = "refused"
    PROVED = "proved wrong"
    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant and its fate: the case that killed it, or a line that would, if one was found."""

    mutant: Mutant
    fate: Fate
    case: str | None = None
    witness: Witness | None = None


def judge(mutant: Mutant, old: Side, cases: Sequence[Case]) -> Judged:
    """Say whether a mutant is noticed: by proof, by a case, or by nothing."""
    if any(ties(closed(mutant.pack.own_entries))):
        return Judged(mutant, Fate.REFUSED)
    table = infer(mutant.pack, Deciding.RECORD)
    if any(problem.severity is Severity.ERROR for problem in prove(table)):
        return Judged(mutant, Fate.PROVED)
    found = difference(old.table, table)
    parameters = read_parameters(mutant.pack, (), as_of=None)
    names = {each.parameter for each in found.values}
    other = {n for n in names if _is_other(n, old.parameters, parameters, mutant.pack)}
    lawful = (each for each in found.values if _is_in_force(each, old.table.pack))
    found = replace(found, values=tuple(each for each in lawful if each.parameter in other))
    if not found.boxes and not found.values:
        return Judged(mutant, Fate.EQUIVALENT)
    items = {box.item for box in found.boxes} | _asking(mutant.pack, found)
    for case in cases:
        if any(line.item is None or line.item in items for line in case.lines):
            (result,) = run_cases(table, parameters, (case,))
            if not result.passed:
                return Judged(mutant, Fate.KILLED, case.id)
    return Judged(mutant, Fate.SURVIVED, None, smallest(found, old, Side(table, parameters)))


def _is_other(parameter: str, old: Parameters, new: Parameters, pack: RulePack) -> bool:
    """Tell whether any line of any month finds another value: in every unit, class and choice."""
    entries = (*old.of(parameter), *new.of(parameter))
    asked = old.columns_asked_by(parameter)
    if asked != new.columns_asked_by(parameter):
        return True
    keys = sorted({key for entry in entries for key, _ in entry.scope})
    days = {day for e in entries for day in (e.starts, e.ends) if day is not None}
    days |= {span.starts for span in pack.in_force}
    for day in sorted(day for day in days if pack.span_on(day) is not None):
        for values in product(*(_circumstances(key, pack, asked) for key in keys)):
            circumstances = dict(zip(keys, values, strict=True))
            found = [side.value(parameter, day, circumstances) for side in (old, new)]
            if _says(found[0]) != _says(found[1]):
                return True
    return False


def _circumstances(key: str, pack: RulePack, asked: Sequence[str]) -> tuple[str | None, ...]:
    """List what a line can be in a key of a scope; a blank that must be filled in is no value."""
    if key == "unit":
        return tuple(unit.id for unit in pack.units)
    if key == CLASS:
        return tuple(name for name, _ in pack.classes)
    attribute = next(each for each in (*LINE_ATTRIBUTES, CATEGORY, SEVERITY) if each.id == key)
    named = tuple(value.id for value in attribute.values)
    return named if key in asked else (*named, None)


def _says(entry: Entry | None) -> object:
    return None if entry is None else (entry.value, entry.share_of, entry.standing)


def _is_in_force(change: ValueChange, pack: RulePack) -> bool:
    """Tell whether a value changes on any day under the law: before it, none is looked up."""
    return any(
        (change.ends is None or span.starts < change.ends)
        and (span.ends is None or change.starts < span.ends)
        for span in pack.in_force
    )


def _asking(pack: RulePack, found: Difference) -> set[str]:
    """Name the items that ask for values that differ."""
    names = {change.parameter for change in found.values}
    every = (*(item.id for item in pack.items), UNLISTED)
    return {item for item in every if names & asked_of(pack, (item,))}


def mutants(pack: RulePack) -> Iterator[Mutant]:
    """Make every mutant of a pack, rule by rule, then value by value."""
    for rule in pack.rules:
        for operator, says, changed in _of_rule(pack, rule):
            try:
                yield Mutant(operator, rule.id, rule.clause, says, with_rule(pack, changed))
            except PackRefusedError:
                continue
        try:
            without = without_rule(pack, rule.id)
        except PackRefusedError:
            continue
        yield Mutant(Operator.RULE, rule.id, rule.clause, "dropped", without)
    yield from _of_values(pack)
    for default in pack.defaults:
        kept = tuple(each for each in pack.defaults if each != default)
        says = f"{default.attribute}: {default.value}"
        yield Mutant(Operator.DEFAULT, default.attribute, "", says, replace(pack, defaults=kept))


Change = tuple[Operator, str, Rule]


def _of_rule(pack: RulePack, rule: Rule) -> Iterator[Change]:
    yield from _authority(pack, rule)
    yield from _fund(pack, rule)
    yield from _agreed(pack, rule)
    yield from _conditions(pack, rule)
    for i, target in enumerate(rule.overrides):
        kept = (*rule.overrides[:i], *rule.overrides[i + 1 :])
        yield Operator.OVERRIDES, target, replace(rule, overrides=kept)
    yield from _remarks(rule)
    yield from _comparisons(rule)
    yield from _clauses(pack, rule)
    yield from _dates(rule)


def _authority(pack: RulePack, rule: Rule) -> Iterator[Change]:
    if rule.authority is not None:
        levels = [g.level.value for g in pack.governments if g.level is not None]
        known = [a for a in Authority if a in (*levels, Authority.SHARED, Authority.UNSTATED)]
        for other in known:
            if other is not rule.authority:
                says = f"{rule.authority} -> {other}"
                yield Operator.AUTHORITY, says, replace(rule, authority=other)


def _levels(pack: RulePack) -> list[str]:
    return [government.id for government in pack.governments if government.level is not None]


def _fund(pack: RulePack, rule: Rule) -> Iterator[Change]:
    if rule.fund is not None:
        for operator, says, fund in _funds(pack, rule.fund):
            yield operator, says, replace(rule, fund=fund)
    if rule.above_base is not None:
        for other in _levels(pack):
            if other != rule.above_base:
                says = f"above the base: {rule.above_base} -> {other}"
                yield Operator.PAYER, says, replace(rule, above_base=other)


def _funds(pack: RulePack, fund: Fund) -> Iterator[tuple[Operator, str, Fund]]:
    match fund:
        case Full(payer):
            for other in _levels(pack):
                if other != payer:
                    yield Operator.PAYER, f"{payer} -> {other}", Full(other)
        case Matching(shares=shares, rest=rest):
            for i, share in enumerate(shares):
                swapped = (*shares[:i], replace(share, payer=rest), *shares[i + 1 :])
                says = f"{share.payer} <-> {rest}"
                yield Operator.REST, says, replace(fund, shares=swapped, rest=share.payer)
        case Workload(payer=payer, rest=rest, performance=performance):
            yield Operator.REST, f"{payer} <-> {rest}", replace(fund, payer=rest, rest=payer)
            if performance is not None:
                yield Operator.PERFORMANCE, performance, replace(fund, performance=None)
        case _:
            return


def _agreed(pack: RulePack, rule: Rule) -> Iterator[Change]:
    if rule.agreed is not None:
        for other in _levels(pack):
            if other != rule.agreed.payer:
                agreed = replace(rule.agreed, payer=other)
                says = f"agreed: {rule.agreed.payer} -> {other}"
                yield Operator.PAYER, says, replace(rule, agreed=agreed)


def _conditions(pack: RulePack, rule: Rule) -> Iterator[Change]:
    for operator, says, when in _of_condition(pack, rule.when):
        if any(restrict(when, item.id) != NEVER for item in pack.items):
            yield operator, says, replace(rule, when=when)


def _of_condition(
    pack: RulePack, condition: Condition
) -> Iterator[tuple[Operator, str, Condition]]:
    match condition:
        case Is(attribute, values):
            yield from _of_test(pack, attribute, values)
        case AllOf(parts) | AnyOf(parts):
            make = AllOf if isinstance(condition, AllOf) else AnyOf
            for i, part in enumerate(parts):
                others = (parts[:i], parts[i + 1 :])
                if len(parts) > 1 and not (isinstance(part, Is) and part.attribute == ITEM):
                    yield Operator.CONDITION, _said(part), make((*others[0], *others[1]))
                for operator, says, changed in _of_condition(pack, part):
                    yield operator, says, make((*others[0], changed, *others[1]))
        case Not(part):
            yield Operator.NEGATED, _said(part), part
            for operator, says, changed in _of_condition(pack, part):
                yield operator, says, Not(changed)


def _of_test(
    pack: RulePack, attribute: str, values: tuple[str, ...]
) -> Iterator[tuple[Operator, str, Condition]]:
    if attribute != ITEM:
        yield Operator.NEGATED, f"not {attribute}", Not(Is(attribute, values))
    for value in values:
        if len(values) > 1:
            kept = tuple(each for each in values if each != value)
            yield Operator.VALUE, f"{attribute} without {value}", Is(attribute, kept)
    if attribute != ITEM:
        for value in _values_of(pack, attribute):
            if value not in values:
                yield Operator.VALUE, f"{attribute} with {value}", Is(attribute, (*values, value))


def _values_of(pack: RulePack, attribute: str) -> tuple[str, ...]:
    derived = {each.id: each.values for each in pack.derived}
    return derived.get(attribute, known_to(pack).values.get(attribute, ()))


def _said(condition: Condition) -> str:
    match condition:
        case Is(attribute, values):
            return f"{attribute}: {', '.join(values)}"
        case Not(part):
            return f"not ({_said(part)})"
        case AllOf(parts):
            return " and ".join(map(_said, parts))
        case AnyOf(parts):
            return " or ".join(map(_said, parts))


def _remarks(rule: Rule) -> Iterator[Change]:
    for duty in rule.duties:
        kept = tuple(each for each in rule.duties if each != duty)
        yield Operator.REMARK, duty, replace(rule, duties=kept)
    for finding in rule.findings:
        left = tuple(each for each in rule.findings if each != finding)
        yield Operator.REMARK, finding, replace(rule, findings=left)


_SHIFTED = {
    Comparison.ABOVE: (Comparison.BELOW, Comparison.EQUAL),
    Comparison.BELOW: (Comparison.ABOVE, Comparison.EQUAL),
    Comparison.EQUAL: (Comparison.ABOVE, Comparison.BELOW),
    Comparison.UNKNOWN: (Comparison.EQUAL,),
}


def _comparisons(rule: Rule) -> Iterator[Change]:
    for i, held in enumerate(rule.then_if):
        others = (rule.then_if[:i], rule.then_if[i + 1 :])
        for comparison in _SHIFTED[held.comparison]:
            changed = (*others[0], replace(held, comparison=comparison), *others[1])
            says = f"{held.comparison} -> {comparison}"
            yield Operator.COMPARISON, says, replace(rule, then_if=changed)
        yield Operator.REMARK, _of_then_if(held), replace(rule, then_if=(*others[0], *others[1]))


def _of_then_if(held: ThenIf) -> str:
    return ", ".join((*held.duties, *held.findings))


def _clauses(pack: RulePack, rule: Rule) -> Iterator[Change]:
    ids = [clause.id for clause in pack.clauses]
    at = ids.index(rule.clause)
    for neighbour in ids[max(0, at - 1) : at] + ids[at + 1 : at + 2]:
        says = f"{rule.clause} -> {neighbour}"
        yield Operator.CLAUSE, says, replace(rule, clause=neighbour)


def _dates(rule: Rule) -> Iterator[Change]:
    for i, span in enumerate(rule.in_force):
        for months in (-1, 1):
            moved = replace(span, starts=_moved(span.starts, months))
            spans = (*rule.in_force[:i], moved, *rule.in_force[i + 1 :])
            says = f"from {span.starts} by {months} month"
            yield Operator.DATE, says, replace(rule, in_force=spans)


def _moved(day: date, months: int) -> date:
    if day == date.min:
        return day
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _of_values(pack: RulePack) -> Iterator[Mutant]:
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


def _of_entry(entry: Entry, kind: ParameterKind) -> Iterator[tuple[Operator, str, Entry]]:
    if kind is ParameterKind.SHARE:
        number = entry.number
        for other in (number - _POINT, number + _POINT, 1 - number):
            if 0 <= other <= 1 and other != number:
                yield Operator.SHARE, f"{number} -> {other}", replace(entry, value=other)
        other_of = ShareOf.BASE if entry.share_of is ShareOf.REST else ShareOf.REST
        yield Operator.SHARE_OF, f"of {other_of}", replace(entry, share_of=other_of)
    elif kind in (ParameterKind.STANDARD, ParameterKind.UNIT_STANDARD):
        for by in (-_FEN, _FEN):
            yield (
                Operator.STANDARD,
                f"{entry.shown} by {by}",
                replace(entry, value=entry.number + by),
            )
    if entry.scope:
        yield Operator.SCOPE, str(entry.scope), replace(entry, scope=())
    for months in (-1, 1):
        moved = replace(entry, starts=_moved(entry.starts, months))
        yield Operator.DATE, f"from {entry.starts} by {months} month", moved
        if entry.ends is not None:
            ended = replace(entry, ends=_moved(entry.ends, months))
            yield Operator.DATE, f"to {entry.ends} by {months} month", ended


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants of a clause there are that some line can tell apart, and how many are noticed."""

    clause: str
    noticed: int
    every: int


def scores(judged: Sequence[Judged]) -> tuple[Score, ...]:
    """Count the mutants that are noticed, clause by clause; equivalent ones count nowhere."""
    found: dict[str, tuple[int, int]] = {}
    for each in judged:
        if each.fate is not Fate.EQUIVALENT:
            noticed, every = found.get(each.mutant.clause, (0, 0))
            is_noticed = each.fate is not Fate.SURVIVED
            found[each.mutant.clause] = (noticed + is_noticed, every + 1)
    return tuple(Score(clause, *counts) for clause, counts in found.items())
