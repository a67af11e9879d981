"""Worked cases: every clause with rules is worked through by hand at least once."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.check import messages
from fiscal_rules.check.subject import Subject
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.readers.cases import CASES_FILE


def clauses_without_case(subject: Subject) -> Iterator[Diagnostic]:
    """Work through every clause that rules cite, in some case."""
    if subject.cases is None:
        return
    worked = {clause for case in subject.cases for clause in case.clauses}
    cited = {rule.clause for rule in subject.pack.rules}
    missing = [c.id for c in subject.pack.clauses if c.id in cited - worked]
    if missing:
        yield subject.say_of_file(
            messages.CLAUSES_WITHOUT_CASE,
            CASES_FILE,
            count=len(missing),
            clauses=", ".join(missing),
        )
