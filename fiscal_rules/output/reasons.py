"""Reasons: what an explanation says of a line beside its figures, as blocks of plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from fiscal_rules.analysis.explain import AppliedRule, Explanation, NearRule
from fiscal_rules.analysis.shortfall import Failed, Must
from fiscal_rules.model.allocation import Need, Remark
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import InForce, Rule, RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS, Finding, NeedKind, Status
from fiscal_rules.output.names import item_name, need_name, parameter_name, scope_name, span_name
from fiscal_rules.output.places import place_name
from fiscal_rules.output.questions import EXISTING_SYSTEM
from fiscal_rules.output.rule_words import attribute_name, rule_words, then_if_words, value_name
from fiscal_rules.output.tables import joined
from fiscal_rules.output.values import entry_value

_CLAUSE = Text("条款 {clause}（{place}）", "clause {clause} ({place})")
_RULE = Text("规则 {rule}，{at}", "rule {rule}, {at}")
_QUOTE = Text("原文：“{quote}”", "text: “{quote}”")
_SAYS = Text("规定：{said}", "says: {said}")
_OVERRIDDEN = Text(
    "但规则 {rule} 同时适用，财政事权和支出责任以它为准",
    "but rule {rule} applies too, and decides authority and money instead",
)
_HOLDS = Text("{said}——本行成立", "{said}: so it is here")
_HOLDS_NOT = Text("{said}——本行不成立", "{said}: not so here")
_VALUE = Text("{name} = {value}", "{name} = {value}")
_SOURCE = Text("来源：{source}", "source: {source}")
_ID_AT = Text("参数 {id}，{at}", "parameter {id}, {at}")
_IN_FORCE = Text("文件 {document} 的适用期", "{document} is in force")
_WAITS_FOR = {
    NeedKind.PARAMETER: Text(
        "参数 {id}：写入参数文件，用 --parameters 给出",
        "parameter {id}: write it in a file and give that with --parameters",
    ),
    NeedKind.COLUMN: Text("在预算表的该列补填（{id}）", "fill in the column {id} of the budget"),
    NeedKind.MEASURE: Text(
        "在“因素”表中为每个县补填（{id}）",
        "fill in {id} for every county in the table of measures",
    ),
    NeedKind.DECISION: Text("文件未作规定，须由有权机关明确", "the document does not say"),
}
_KIND = Text("{kind}：{name}", "{kind}: {name}")
_UNDER = Text("条款 {clause}", "clause {clause}")
_CANDIDATES = Text("按功能科目可能是：{items}", "by its functional code it may be: {items}")
_APPLIES_FROM = Text("文件 {document} 自 {starts} 起适用", "{document} applies from {starts}")
_NEAREST_ITEMS = Text("名称最接近的事项：{items}", "nearest in name: {items}")
_WANTED = Text("要求{name}为{values}，", "asks that {name} be {values}; ")
_UNWANTED = Text("要求{name}不为{values}，", "asks that {name} not be {values}; ")
_IS_BLANK = Text("本行空白", "blank here")
_IS = Text("本行为{found}", "here it is {found}")
_IS_BY_DEFAULT = Text("本行空白，按{found}读取", "blank here, read as {found}")


@dataclass(frozen=True, slots=True)
class Block:
    """Something said, and what is said under it."""

    head: Text
    body: tuple[Text, ...] = ()


def open_blocks(explanation: Explanation) -> Iterator[Block]:
    """Say what the line waits for."""
    result, pack = explanation.result, explanation.allocation.pack
    if result.status is Status.OUTSIDE:
        yield Block(need_name(pack, None, EXISTING_SYSTEM))
    yield from (_need(pack, need) for need in result.needs)
    if explanation.candidates:
        yield Block(_CANDIDATES.fill(items=joined(item.name for item in explanation.candidates)))


def rule_blocks(explanation: Explanation) -> Iterator[Block]:
    """Say which rules apply, with clause, place and quote, and what each says."""
    pack = explanation.allocation.pack
    return (_applied(pack, applied) for applied in explanation.applied)


def value_blocks(explanation: Explanation) -> Iterator[Block]:
    """Say which values were used, with dates, standing and source; the law's dates first."""
    pack = explanation.allocation.pack
    yield from (_span(pack, span) for span in explanation.spans)
    yield from (_entry(pack, entry) for entry in explanation.result.used)


def default_blocks(explanation: Explanation) -> Iterator[Block]:
    """Say what the pack read in blanks, and why."""
    pack = explanation.allocation.pack
    for default in explanation.defaults:
        value = value_name(pack, default.attribute, default.value)
        head = _VALUE.fill(name=attribute_name(default.attribute), value=value)
        yield Block(head, (default.reason,))


def remark_blocks(explanation: Explanation) -> Iterator[Block]:
    """Say the duties and the findings, with what their clauses say."""
    pack = explanation.allocation.pack
    remarks = (*explanation.result.duties, *explanation.result.findings)
    return (_remark(pack, remark) for remark in remarks)


def near_blocks(explanation: Explanation) -> Iterator[Block]:
    """Say which rules came nearest without applying, and for want of what."""
    return (_near(explanation, near) for near in explanation.near)


def _need(pack: RulePack, need: Need) -> Block:
    name = need_name(pack, need.kind, need.id)
    head = _KIND.fill(kind=TERMS[need.kind], name=name)
    under = () if need.clause is None else (_UNDER.fill(clause=need.clause),)
    return Block(head, (_WAITS_FOR[need.kind].fill(id=need.id), *under))


def _applied(pack: RulePack, applied: AppliedRule) -> Block:
    rule = applied.rule
    compared = (
        (_HOLDS if then_if in applied.held else _HOLDS_NOT).fill(said=then_if_words(pack, then_if))
        for then_if in rule.then_if
    )
    said = rule_words(pack, rule)
    body = [_QUOTE.fill(quote=rule.quote), *([_SAYS.fill(said=said)] if said.zh else [])]
    body += (_SAYS.fill(said=each) for each in compared)
    if applied.overridden_by is not None:
        body.append(_OVERRIDDEN.fill(rule=applied.overridden_by))
    return Block(_clause(pack, rule.clause), (*body, _rule(rule)))


def _clause(pack: RulePack, clause: str) -> Text:
    return _CLAUSE.fill(clause=clause, place=pack.clause_by_id[clause].place)


def _rule(rule: Rule) -> Text:
    return _RULE.fill(rule=rule.id, at=place_name(rule.at))


def _span(pack: RulePack, span: InForce) -> Block:
    head = _IN_FORCE.fill(document=pack.document.number)
    dates = Text("{starts} 起", "from {starts}").fill(starts=span.starts)
    if span.ends is not None:
        last = span.ends - timedelta(days=1)
        dates = Text("{starts} 至 {last}", "{starts} to {last}").fill(starts=span.starts, last=last)
    return Block(head, (_commas((dates, TERMS[span.standing])), _SOURCE.fill(source=span.source)))


def _entry(pack: RulePack, entry: Entry) -> Block:
    head = _VALUE.fill(name=parameter_name(pack, entry.parameter), value=entry_value(pack, entry))
    holds = (scope_name(pack, entry), span_name(entry), TERMS[entry.standing])
    return Block(
        head,
        (
            _commas(each for each in holds if each.zh),
            _SOURCE.fill(source=entry.source),
            _ID_AT.fill(id=entry.parameter, at=place_name(entry.at)),
        ),
    )


def _remark(pack: RulePack, remark: Remark) -> Block:
    body = []
    if remark.clause is not None:
        body = [_clause(pack, remark.clause), pack.clause_by_id[remark.clause].summary]
    if remark.id is Finding.BEFORE_THE_LAW:
        starts = min(span.starts for span in pack.in_force)
        body.append(_APPLIES_FROM.fill(document=pack.document.number, starts=starts))
    if remark.nearest:
        names = joined(item_name(pack, item) for item in remark.nearest)
        body.append(_NEAREST_ITEMS.fill(items=names))
    return Block(TERMS[remark.id], tuple(body))


def _near(explanation: Explanation, near: NearRule) -> Block:
    pack = explanation.allocation.pack
    by_default = {default.attribute for default in explanation.defaults}
    failed = (_failed(pack, each, by_default) for each in near.failed)
    said = rule_words(pack, near.rule)
    compared = (then_if_words(pack, then_if) for then_if in near.rule.then_if)
    says = tuple(_SAYS.fill(said=each) for each in (said, *compared) if each.zh)
    return Block(_clause(pack, near.rule.clause), (*failed, *says, _rule(near.rule)))


def _failed(pack: RulePack, failed: Failed, by_default: set[str]) -> Text:
    asks = _WANTED if failed.must is Must.BE else _UNWANTED
    values = _or(value_name(pack, failed.attribute, value) for value in failed.values)
    asked = asks.fill(name=attribute_name(failed.attribute), values=values)
    found = _IS_BLANK
    if failed.found is not None:
        is_ = _IS_BY_DEFAULT if failed.attribute in by_default else _IS
        found = is_.fill(found=value_name(pack, failed.attribute, failed.found))
    return Text(asked.zh + found.zh, asked.en + found.en)


def _or(texts: Iterable[Text]) -> Text:
    held = tuple(texts)
    return Text("或".join(t.zh for t in held), " or ".join(t.en for t in held))


def _commas(texts: Iterable[Text]) -> Text:
    held = tuple(texts)
    return Text("，".join(t.zh for t in held), ", ".join(t.en for t in held))
