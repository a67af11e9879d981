"""Comparison with the official text, for whoever has it: its clauses and every quote."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.check import messages
from fiscal_rules.check.segments import Agreement, Segments, agreement, first_stray
from fiscal_rules.check.subject import Subject
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.plan import Clause, contains, digests
from fiscal_rules.model.rulepack import Rule
from fiscal_rules.model.text import Text
from fiscal_rules.readers.packs import CLAUSES_FILE

_NOWHERE = Text("全文中没有这一段", "the text has it nowhere")
_GOES_ON = Text("全文此处为“{words}”", "the text goes on with “{words}”")
_ENDS = Text("全文到此结束", "the text ends there")


def clauses_in_the_text(subject: Subject) -> Iterator[Diagnostic]:
    """Take the segments of a clause from the official text, one after the other."""
    text = subject.text
    if text is None:
        return
    if _is_another(subject, text):
        count, number = len(subject.pack.clauses), subject.pack.document.number
        yield subject.say_of_file(messages.ANOTHER_TEXT, CLAUSES_FILE, count=count, number=number)
        return
    for clause in subject.pack.clauses:
        if not contains(text.digests, clause.segments):
            yield _difference(subject, text, clause)


def quotes_in_the_text(subject: Subject) -> Iterator[Diagnostic]:
    """Take every quote, of a clause or a rule, from the official text."""
    text = subject.text
    if text is None or _is_another(subject, text):
        return
    citations: tuple[Clause | Rule, ...] = (*subject.pack.clauses, *subject.pack.rules)
    for cited in citations:
        if not contains(text.digests, digests(cited.quote)):
            stray = first_stray(text.digests, cited.quote)
            yield subject.say_of(messages.QUOTE_NOT_IN_TEXT, cited.at, "quote", piece=stray)


def _is_another(subject: Subject, text: Segments) -> bool:
    held = set(text.digests)
    return not any(held & set(clause.segments) for clause in subject.pack.clauses)


def _difference(subject: Subject, text: Segments, clause: Clause) -> Diagnostic:
    agreed = agreement(text.digests, clause.segments)
    return subject.say_of(
        messages.SEGMENT_DIFFERS,
        clause.at,
        "segments",
        agreed.length,
        clause=clause.id,
        position=agreed.length + 1,
        count=len(clause.segments),
        found=_found(text, agreed),
    )


def _found(text: Segments, agreed: Agreement) -> Text:
    """Say what the text has where a clause begins to differ from it."""
    after = agreed.start + agreed.length
    if agreed.length == 0:
        return _NOWHERE
    return _GOES_ON.fill(words=text.words[after]) if after < len(text.words) else _ENDS
