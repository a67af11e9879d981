"""Explain a line: the rules behind it, what it rests on, and the nearest that did not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from fiscal_rules.analysis.shortfall import Failed, shortfall
from fiscal_rules.engine.allocate.above import possible_items
from fiscal_rules.engine.allocate.stretch import given_on, runs, verdict_on
from fiscal_rules.engine.infer import DecisionTable, Verdict, applying, overrides
from fiscal_rules.engine.settle import settles_of, stage_of
from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.condition import NEVER, AllOf, Condition, Not, restrict
from fiscal_rules.model.funding import Factors, Matching, Workload
from fiscal_rules.model.rulepack import Default, InForce, Item, Rule, RulePack, ThenIf
from fiscal_rules.model.settlement import Settlement
from fiscal_rules.model.text import folded
from fiscal_rules.model.vocabulary import CLASS, EPOCH, ITEM, LEVEL, WHOLE

NEAREST = 5
"""How many rules that did not apply are shown at most."""
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule that applies; ``overridden_by`` takes authority and money from it, where it is named.

    ``held`` are those of its comparisons that hold for the line's numbers.
    """

    rule: Rule
    overridden_by: str | None
    held: tuple[ThenIf, ...]


@dataclass(frozen=True, slots=True)
class NearRule:
    """A rule that did not apply, and the least that would have to be otherwise for it to apply."""

    rule: Rule
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line came out so.

    ``candidates`` are the items that a line with a blank item may be; ``bearers`` the governments
    that bear the rest, and so what rounding leaves; ``spans`` how well the law is known to hold.
    """

    allocation: Allocation
    result: LineResult
    applied: tuple[AppliedRule, ...]
    near: tuple[NearRule, ...]
    defaults: tuple[Default, ...]
    candidates: tuple[Item, ...]
    bearers: tuple[str, ...]
    spans: tuple[InForce, ...]
    settlement: Settlement | None = None
    """What it is settled in, if it is an advance or a settlement."""


def explain(table: DecisionTable, allocation: Allocation, line: str) -> Explanation:
    """Explain a line of an allocation, which must have it (``nearest_lines`` where it does not)."""
    result = allocation.result_of(line)
    assert result is not None, f"the allocation has no line {line}"
    months = result.line.period.months
    verdicts = [verdict_on(table, result.line, day) for day in months]
    starts = tuple(held[0] for verdict, held in runs(verdicts, months) if verdict.in_force)
    spans = (table.pack.span_on(day) for day in months)
    return Explanation(
        allocation=allocation,
        result=result,
        applied=_applied(table.pack, result),
        near=_near(table, result, starts),
        defaults=_defaults(table, result.line),
        candidates=_candidates(table.pack, result.line),
        bearers=tuple(dict.fromkeys(_bearers(verdicts))),
        spans=tuple(dict.fromkeys(span for span in spans if span is not None)),
        settlement=_settlement(allocation, result.line),
    )


def nearest_lines(allocation: Allocation, line: str) -> tuple[str, ...]:
    """Suggest the lines whose ids are nearest to one that there is not."""
    ids = {folded(result.line.id): result.line.id for result in allocation.results}
    return tuple(ids[near] for near in get_close_matches(folded(line), list(ids), n=_SUGGESTIONS))


def _settlement(allocation: Allocation, line: BudgetLine) -> Settlement | None:
    settles = settles_of(line)
    if allocation.settlements is None or settles is None or stage_of(line) == WHOLE:
        return None
    return allocation.settlements.find(settles)


def _applied(pack: RulePack, result: LineResult) -> tuple[AppliedRule, ...]:
    rules = [pack.rule_by_id[rule] for rule in result.rules]
    return tuple(
        AppliedRule(
            rule=rule,
            overridden_by=next((r.id for r in rules if rule.id in overrides(pack, r)), None),
            held=tuple(then_if for then_if in rule.then_if if _held(then_if, rule, result)),
        )
        for rule in rules
    )


def _held(then_if: ThenIf, rule: Rule, result: LineResult) -> bool:
    """Tell from the result whether a comparison held: its duties and findings are there."""
    said = {(r.id, r.clause) for r in (*result.duties, *result.findings)}
    return {(each, rule.clause) for each in (*then_if.duties, *then_if.findings)} <= said


def _near(table: DecisionTable, result: LineResult, starts: Iterable[date]) -> tuple[NearRule, ...]:
    """Rank the rules of the line's item that say something, those with least to change first."""
    items = possible_items(table.pack, result.line.item, result.line.candidates)
    if len(items) != 1:
        return ()
    known = [_known(table, result.line, items[0], day) for day in starts]
    reachable = {r for row in table.keys[items[0]].values() for r in table.decisions[row].rules}
    found = [
        NearRule(rule, min((_failed(table, rule, held) for held in known), key=len))
        for rule in table.pack.rules
        if rule.id in reachable - set(result.rules) and _speaks(rule) and known
    ]
    ranked = sorted(found, key=lambda near: (len(near.failed), not near.rule.places_money))
    return tuple(near for near in ranked if near.failed)[:NEAREST]


def _known(table: DecisionTable, line: BudgetLine, item: str, day: date) -> Mapping[str, str]:
    """List what is known of a line in a month: given, by default, or derived in any case."""
    given = given_on(table.pack, line, day)
    epoch = table.space.epoch_on(day)
    defaults = {derived.id: derived.default for derived in table.pack.derived}
    ways = [
        {**defaults, **applying(table.space, table.space.completed(item, key)).derived}
        for key in table.completions(item, given, epoch)
    ]
    settled = {name: ways[0][name] for name in defaults if len({way[name] for way in ways}) == 1}
    return {**table.read_blanks(item, given), ITEM: item, EPOCH: epoch.id, **settled}


def _failed(table: DecisionTable, rule: Rule, known: Mapping[str, str]) -> tuple[Failed, ...]:
    item = known[ITEM]
    condition = restrict(table.space.conditions[rule.id], item)
    return shortfall(condition, known, lambda attribute: _derivations(table, attribute, item))


def _derivations(
    table: DecisionTable, attribute: str, item: str
) -> tuple[tuple[str, Condition], ...]:
    """List the conditions under which an attribute has its values for an item.

    It has its default where no rule derives another value.
    """
    asked = (
        (value, restrict(table.space.conditions[rule.id], item))
        for rule in table.pack.rules
        for derived, value in rule.derive
        if derived == attribute
    )
    found = tuple((value, condition) for value, condition in asked if condition != NEVER)
    default = next((d.default for d in table.pack.derived if d.id == attribute), None)
    if default is None:
        return found
    others = AllOf(tuple(Not(condition) for value, condition in found if value != default))
    return (*found, (default, others))


def _speaks(rule: Rule) -> bool:
    """Tell whether a rule says anything of a line itself, and not only feeds other rules."""
    return rule.places_money or any((rule.duties, rule.findings, rule.then_if))


def _defaults(table: DecisionTable, line: BudgetLine) -> tuple[Default, ...]:
    """List the defaults that filled blanks which the rules of the line's item ask about."""
    filled = {
        (attribute, item)
        for item in possible_items(table.pack, line.item, line.candidates)
        for attribute in _asked_of(table, item) - set(line.choices)
    }
    return tuple(
        default
        for default in table.pack.defaults
        if any(
            attribute == default.attribute and (not default.items or item in default.items)
            for attribute, item in filled
        )
    )


def _asked_of(table: DecisionTable, item: str) -> frozenset[str]:
    domains = table.space.items[item].domains
    return frozenset(domain.attribute for domain in domains) - {LEVEL, CLASS}


def _candidates(pack: RulePack, line: BudgetLine) -> tuple[Item, ...]:
    if line.item is not None:
        return ()
    return tuple(pack.item_by_id[item] for item in line.candidates)


def _bearers(verdicts: Iterable[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        fund = None if verdict.fund is None else verdict.fund.value
        if isinstance(fund, Matching | Workload | Factors):
            yield fund.rest
