"""Rules beside one another: none says again what another has said."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.check import messages
from fiscal_rules.check.subject import Subject
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.rulepack import Rule


def rules_said_twice(subject: Subject) -> Iterator[Diagnostic]:
    """Say once what has one clause, condition, time and effect."""
    first: dict[object, Rule] = {}
    for rule in subject.pack.rules:
        earlier = first.setdefault(_content(rule), rule)
        if earlier is not rule:
            yield subject.say_of(messages.SAME_RULE, rule.at, "id", rule=rule.id, first=earlier.id)


def _content(rule: Rule) -> object:
    return (
        rule.clause,
        rule.when,
        rule.authority,
        rule.fund,
        rule.agreed,
        rule.above_base,
        frozenset(rule.derive),
        frozenset(rule.duties),
        frozenset(rule.findings),
        rule.then_if,
        tuple((span.starts, span.ends) for span in rule.in_force),
    )
