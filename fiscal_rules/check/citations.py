"""Citations: every rule cites a clause in its own words, every clause has rules or a reason."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.check import messages
from fiscal_rules.check.segments import first_stray
from fiscal_rules.check.subject import Subject
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.plan import Clause, contains, digests
from fiscal_rules.model.rulepack import RulePack


def quotes_of_rules(subject: Subject) -> Iterator[Diagnostic]:
    """Quote, in a rule, whole consecutive segments of the clause that it cites."""
    clauses = subject.pack.clause_by_id
    for rule in subject.pack.rules:
        quote = digests(rule.quote)
        cited = clauses[rule.clause].segments
        if contains(cited, quote):
            continue
        other = next((c.id for c in clauses.values() if contains(c.segments, quote)), None)
        names = {"rule": rule.id, "clause": rule.clause}
        if other is None:
            stray = first_stray(cited, rule.quote)
            yield subject.say_of(messages.QUOTE_OF_RULE, rule.at, "quote", piece=stray, **names)
        else:
            message = messages.QUOTE_OF_ANOTHER_CLAUSE
            yield subject.say_of(message, rule.at, "clause", other=other, **names)


def quotes_of_clauses(subject: Subject) -> Iterator[Diagnostic]:
    """Quote, of a clause, whole consecutive segments of it."""
    for clause in subject.pack.clauses:
        if not contains(clause.segments, digests(clause.quote)):
            stray = first_stray(clause.segments, clause.quote)
            yield subject.say_of(
                messages.QUOTE_OF_CLAUSE, clause.at, "quote", clause=clause.id, piece=stray
            )


def clauses_without_rules(subject: Subject) -> Iterator[Diagnostic]:
    """Say of a clause that no rule cites why it has none."""
    for clause in subject.pack.clauses:
        if clause.reason is None and not _citing(subject.pack, clause):
            yield subject.say_of(
                messages.NEITHER_RULES_NOR_REASON, clause.at, "id", clause=clause.id
            )


def reasons_beside_rules(subject: Subject) -> Iterator[Diagnostic]:
    """Cite no clause that says why it has no rules."""
    for clause in subject.pack.clauses:
        citing = _citing(subject.pack, clause)
        if clause.reason is not None and citing:
            rules = ", ".join(citing)
            yield subject.say_of(
                messages.RULES_AND_REASON, clause.at, "reason", clause=clause.id, rules=rules
            )


def blank_texts(subject: Subject) -> Iterator[Diagnostic]:
    """Say where a clause stands, and in both languages what it means."""
    for clause in subject.pack.clauses:
        for way, text in _texts(clause):
            if not text.strip():
                yield subject.say_of(
                    messages.BLANK, clause.at, *way, clause=clause.id, key=".".join(way)
                )


def _texts(clause: Clause) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("place",), clause.place
    for key, text in (("summary", clause.summary), ("reason", clause.reason)):
        if text is not None:
            yield (key, "zh"), text.zh
            yield (key, "en"), text.en


def _citing(pack: RulePack, clause: Clause) -> tuple[str, ...]:
    return tuple(rule.id for rule in pack.rules if rule.clause == clause.id)
