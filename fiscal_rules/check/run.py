"""Run every check of a pack, and list all that they find, the gravest first, in order of place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from fiscal_rules.check.cases import clauses_without_case
from fiscal_rules.check.citations import (
    blank_texts,
    clauses_without_rules,
    quotes_of_clauses,
    quotes_of_rules,
    reasons_beside_rules,
)
from fiscal_rules.check.comparison import clauses_in_the_text, quotes_in_the_text
from fiscal_rules.check.comparisons import other_dimensions, same_sides
from fiscal_rules.check.declarations import (
    classes_without_units,
    dead_defaults,
    defaults_that_never_stand,
    derived_never_derived,
    derived_never_tested,
    items_without_codes,
    items_without_rules,
    reservations_for_nobody,
    reservations_of_no_share,
)
from fiscal_rules.check.official import read_official
from fiscal_rules.check.parameters import (
    entries_for_nobody,
    months_without_value,
    official_without_number,
    parameters_not_given,
)
from fiscal_rules.check.rules import rules_said_twice
from fiscal_rules.check.segments import Segments
from fiscal_rules.check.subject import Subject, sources_of
from fiscal_rules.model.case import Case
from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError, Severity
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.reading import by_place

Check = Callable[[Subject], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    quotes_of_rules,
    quotes_of_clauses,
    clauses_without_rules,
    reasons_beside_rules,
    blank_texts,
    clauses_in_the_text,
    quotes_in_the_text,
    parameters_not_given,
    entries_for_nobody,
    official_without_number,
    months_without_value,
    items_without_rules,
    items_without_codes,
    classes_without_units,
    reservations_for_nobody,
    reservations_of_no_share,
    dead_defaults,
    derived_never_tested,
    derived_never_derived,
    defaults_that_never_stand,
    other_dimensions,
    same_sides,
    rules_said_twice,
    clauses_without_case,
)
"""Every check: a pure function whose docstring is the rule that packs must keep."""


def check_pack(root: Path, *, text: str | None) -> tuple[Diagnostic, ...]:
    """Check a pack, and compare it with the official text where that is given.

    What keeps the pack, its cases or the text from being read is among what is found.
    """
    official, of_text = _official(text)
    try:
        pack = read_pack(root)
    except PackRefusedError as error:
        return (*error.problems, *of_text)
    cases, of_cases = _cases(root, pack)
    subject = Subject(pack, cases, official, sources_of(pack))
    found = (problem for check in CHECKS for problem in check(subject))
    return tuple(sorted((*found, *of_cases, *of_text), key=_by_weight))


def _cases(root: Path, pack: RulePack) -> tuple[tuple[Case, ...] | None, tuple[Diagnostic, ...]]:
    try:
        return read_cases(root, pack), ()
    except PackRefusedError as error:
        return None, error.problems


def _official(text: str | None) -> tuple[Segments | None, tuple[Diagnostic, ...]]:
    try:
        return None if text is None else read_official(text), ()
    except PackRefusedError as error:
        return None, error.problems


def _by_weight(problem: Diagnostic) -> tuple[int, tuple[str, int, int]]:
    return list(Severity).index(problem.severity), by_place(problem)
