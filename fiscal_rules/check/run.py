"""Run every check of a pack that needs no compiling."""

from __future__ import annotations

from pathlib import Path

from fiscal_rules.check.citations import (
    against_text,
    blank_texts,
    clause_quotes,
    clauses_without_rules,
    reasons_with_rules,
    rule_quotes,
)
from fiscal_rules.check.comparisons import other_dimensions, same_sides
from fiscal_rules.check.declarations import (
    defaults_that_never_stand,
    items_without_codes,
    reservations_for_nobody,
    reservations_of_no_share,
    values_never_derived,
)
from fiscal_rules.check.entries import entries_for_nobody
from fiscal_rules.check.loose_ends import (
    given_by_nobody,
    holes,
    items_without_rules,
    never_derived,
    official_without_number,
    same_rules,
    unused_classes,
    unused_defaults,
    unused_derived,
    without_cases,
)
from fiscal_rules.check.places import quoted
from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import read_pack

CHECKS = (
    rule_quotes,
    clause_quotes,
    clauses_without_rules,
    reasons_with_rules,
    blank_texts,
    items_without_rules,
    items_without_codes,
    unused_derived,
    never_derived,
    values_never_derived,
    defaults_that_never_stand,
    unused_classes,
    unused_defaults,
    reservations_for_nobody,
    reservations_of_no_share,
    official_without_number,
    holes,
    entries_for_nobody,
    given_by_nobody,
    other_dimensions,
    same_sides,
    same_rules,
)
"""Every check of a pack by itself; each says in its docstring what must hold."""


def check_pack(root: Path, *, text: str | None) -> tuple[Diagnostic, ...]:
    """Check a pack; where it cannot be read, say why. ``text`` is a file of the official text."""
    try:
        pack = read_pack(root)
    except PackRefusedError as refused:
        return refused.problems
    found = [problem for check in CHECKS for problem in check(pack)]
    try:
        found += without_cases(pack, read_cases(root, pack))
    except PackRefusedError as refused:
        found += refused.problems
    if text is not None:
        found += against_text(pack, text)
    return quoted(found)
