"""Check citations: every quote against the digests of its clause, every clause against the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fiscal_rules.check import messages
from fiscal_rules.check.places import part_of
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.plan import contains, digests
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, same
from fiscal_rules.readers.documents import read_document

_REASONS: Mapping[type[Exception], Text] = {
    FileNotFoundError: Text("没有这个文件", "there is no such file"),
    IsADirectoryError: Text("这是一个文件夹", "it is a folder"),
    PermissionError: Text("没有读取的权限", "it may not be read"),
    UnicodeDecodeError: Text("不是文本，或编码不对", "it is no text, or in another encoding"),
}


def rule_quotes(pack: RulePack) -> Iterator[Diagnostic]:
    """Every rule quotes whole consecutive segments of the clause that it cites."""
    for rule in pack.rules:
        clause = pack.clause_by_id[rule.clause]
        if not contains(clause.segments, digests(rule.quote)):
            place = part_of(rule.at, "quote")
            yield messages.QUOTE_NOT_IN_CLAUSE.at(place, rule=rule.id, clause=clause.id)


def clause_quotes(pack: RulePack) -> Iterator[Diagnostic]:
    """Every clause quotes whole consecutive segments of itself."""
    for clause in pack.clauses:
        if not contains(clause.segments, digests(clause.quote)):
            place = part_of(clause.at, "quote")
            yield messages.CLAUSE_QUOTE.at(place, clause=clause.id)


def clauses_without_rules(pack: RulePack) -> Iterator[Diagnostic]:
    """Every clause has rules, or a stated reason for having none."""
    cited = {rule.clause for rule in pack.rules}
    for clause in pack.clauses:
        if clause.id not in cited and clause.reason is None:
            yield messages.CLAUSE_WITHOUT_RULE.at(clause.at, clause=clause.id)


def reasons_with_rules(pack: RulePack) -> Iterator[Diagnostic]:
    """No clause that says why it has no rules is cited by one."""
    for rule in pack.rules:
        if pack.clause_by_id[rule.clause].reason is not None:
            yield messages.REASON_WITH_RULE.at(rule.at, clause=rule.clause, rule=rule.id)


def blank_texts(pack: RulePack) -> Iterator[Diagnostic]:
    """Every clause says where it stands and, in both languages, what it means."""
    for clause in pack.clauses:
        texts = {"place": clause.place, "summary.zh": clause.summary.zh}
        texts["summary.en"] = clause.summary.en
        if clause.reason is not None:
            texts |= {"reason.zh": clause.reason.zh, "reason.en": clause.reason.en}
        for key, text in texts.items():
            if not text.strip():
                place = part_of(clause.at, *key.split("."))
                yield messages.BLANK.at(place, clause=clause.id, key=key)


def against_text(pack: RulePack, path: str) -> Iterator[Diagnostic]:
    """Every clause is a run of whole segments of the official text."""
    try:
        text = read_document(Path(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = _REASONS.get(type(error), same(type(error).__name__))
        yield messages.TEXT_UNREADABLE.at(Place(path), reason=reason)
        return
    whole = digests(text)
    for clause in pack.clauses:
        if not contains(whole, clause.segments):
            position = _found_of(whole, clause.segments) + 1
            place = part_of(clause.at, "segments", position - 1)
            yield messages.TEXT_DIFFERS.at(place, clause=clause.id, position=position)


def _found_of(whole: Sequence[str], segments: Sequence[str]) -> int:
    """Count how many segments, from the first, are still found together."""
    return next((n for n in range(len(segments) - 1, 0, -1) if contains(whole, segments[:n])), 0)
