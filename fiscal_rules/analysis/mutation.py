"""Mutation of rules: every small change that could be a mistake, and whether the pack would notice.

A mutant is noticed where a check refuses it, its decision table is proved wrong, or a worked case comes
out otherwise. One that decides every situation as before, and sets every value under the law as before,
is equivalent: no line can tell it apart. The others survive, each with the smallest line that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from fiscal_rules.analysis.blanks import changed_blanks
from fiscal_rules.analysis.difference import Difference, ValueChange, difference
from fiscal_rules.analysis.mutants.mutant import Mutant
from fiscal_rules.analysis.mutants.rules import of_rules
from fiscal_rules.analysis.mutants.values import of_declarations, of_values
from fiscal_rules.analysis.sample import Side
from fiscal_rules.analysis.witness import Witness, smallest
from fiscal_rules.check.run import CHECKS
from fiscal_rules.engine.cases import run_cases
from fiscal_rules.engine.infer import Deciding, infer
from fiscal_rules.engine.prove import prove
from fiscal_rules.model.case import Case
from fiscal_rules.model.diagnostic import Severity
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import RulePack, asked_of
from fiscal_rules.model.vocabulary import CATEGORY, CLASS, LINE_ATTRIBUTES, SEVERITY, UNLISTED
from fiscal_rules.readers.merge import closed, ties
from fiscal_rules.readers.parameters import read_parameters


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
    """Say whether a mutant is noticed: by a check, by proof, by a case, or by nothing."""
    if _is_refused(mutant.pack):
        return Judged(mutant, Fate.REFUSED)
    table = infer(mutant.pack, Deciding.RECORD)
    if any(problem.severity is Severity.ERROR for problem in prove(table)):
        return Judged(mutant, Fate.PROVED)
    new = Side(table, read_parameters(mutant.pack, (), as_of=None))
    found = _what_shows(difference(old.table, table), old, new)
    if _is_equivalent(found):
        return Judged(mutant, Fate.EQUIVALENT)
    killer = _killer(found, new, cases)
    if killer is not None:
        return Judged(mutant, Fate.KILLED, killer.id)
    return Judged(mutant, Fate.SURVIVED, None, smallest(found, old, new))


def _is_equivalent(found: Difference) -> bool:
    """Tell whether no line can show a difference, those with blanks included."""
    if found.boxes or found.values or {*found.declared} - {"defaults"}:
        return False
    return next(changed_blanks(found.old, found.new), None) is None


def _is_refused(pack: RulePack) -> bool:
    """Tell whether a pack would be refused when it is read, or found wrong by a check of it alone."""
    if any(ties(closed(pack.own_entries))):
        return True
    problems = (problem for check in CHECKS for problem in check(pack))
    return any(problem.severity is Severity.ERROR for problem in problems)


def _what_shows(found: Difference, old: Side, new: Side) -> Difference:
    """Leave out values that come out as before on every line under the law."""
    pack = new.table.pack
    names = {each.parameter for each in found.values}
    other = {n for n in names if _is_other(n, old.parameters, new.parameters, pack)}
    lawful = (each for each in found.values if _is_in_force(each, old.table.pack))
    return replace(found, values=tuple(each for each in lawful if each.parameter in other))


def _killer(found: Difference, new: Side, cases: Sequence[Case]) -> Case | None:
    """Find a case that comes out otherwise, among those that what changed can touch."""
    items = {box.item for box in found.boxes} | _asking(new.table.pack, found)
    touched = (
        case
        for case in cases
        if found.declared or any(line.item is None or line.item in items for line in case.lines)
    )
    failing = (c for c in touched if not run_cases(new.table, new.parameters, (c,))[0].passed)
    return next(failing, None)


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
    """Make every mutant of a pack: rule by rule, value by value, then its declarations."""
    yield from of_rules(pack)
    yield from of_values(pack)
    yield from of_declarations(pack)


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
