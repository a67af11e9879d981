"""Rules, each changed in every small way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fiscal_rules.analysis.mutants.conditions import of_conditions
from fiscal_rules.analysis.mutants.funds import of_fund
from fiscal_rules.analysis.mutants.months import BY_A_MONTH, moved
from fiscal_rules.analysis.mutants.mutant import Change, Mutant, Operator
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.rulepack import Comparison, Rule, RulePack, ThenIf
from fiscal_rules.model.vocabulary import Authority
from fiscal_rules.readers.changed_rules import with_rule, without_rule


def of_rules(pack: RulePack) -> Iterator[Mutant]:
    """Change each rule, and drop it; what reading the pack would refuse is left out."""
    for rule in pack.rules:
        for operator, says, changed in (each for way in _WAYS for each in way(pack, rule)):
            try:
                yield Mutant(operator, rule.id, rule.clause, says, with_rule(pack, changed))
            except PackRefusedError:
                continue
        try:
            without = without_rule(pack, rule.id)
        except PackRefusedError:
            continue
        yield Mutant(Operator.RULE, rule.id, rule.clause, "dropped", without)


def _authority(pack: RulePack, rule: Rule) -> Iterator[Change]:
    if rule.authority is not None:
        levels = [g.level.value for g in pack.governments if g.level is not None]
        known = [a for a in Authority if a in (*levels, Authority.SHARED, Authority.UNSTATED)]
        for other in known:
            if other is not rule.authority:
                says = f"{rule.authority} -> {other}"
                yield Operator.AUTHORITY, says, replace(rule, authority=other)


def _levels(pack: RulePack) -> list[str]:
    return [government.id for government in pack.governments if government.level is not None]


def _fund(pack: RulePack, rule: Rule) -> Iterator[Change]:
    if rule.fund is not None:
        for operator, says, fund in of_fund(_levels(pack), rule.fund):
            yield operator, says, replace(rule, fund=fund)


def _above_base(pack: RulePack, rule: Rule) -> Iterator[Change]:
    for other in _levels(pack):
        if rule.above_base not in (None, other):
            says = f"above the base: {rule.above_base} -> {other}"
            yield Operator.PAYER, says, replace(rule, above_base=other)


def _agreed(pack: RulePack, rule: Rule) -> Iterator[Change]:
    for other in _levels(pack):
        if rule.agreed is not None and other != rule.agreed.payer:
            agreed = replace(rule.agreed, payer=other)
            yield (
                Operator.PAYER,
                f"agreed: {rule.agreed.payer} -> {other}",
                replace(rule, agreed=agreed),
            )


def _overrides(_: RulePack, rule: Rule) -> Iterator[Change]:
    for i, target in enumerate(rule.overrides):
        kept = (*rule.overrides[:i], *rule.overrides[i + 1 :])
        yield Operator.OVERRIDES, target, replace(rule, overrides=kept)


def _remarks(_: RulePack, rule: Rule) -> Iterator[Change]:
    for duty in rule.duties:
        kept = tuple(each for each in rule.duties if each != duty)
        yield Operator.REMARK, duty, replace(rule, duties=kept)
    for finding in rule.findings:
        left = tuple(each for each in rule.findings if each != finding)
        yield Operator.REMARK, finding, replace(rule, findings=left)


_SHIFTED = {
    Comparison.ABOVE: (Comparison.BELOW, Comparison.EQUAL),
    Comparison.BELOW: (Comparison.ABOVE, Comparison.EQUAL),
    Comparison.EQUAL: (Comparison.ABOVE, Comparison.BELOW),
    Comparison.UNKNOWN: (Comparison.EQUAL,),
}


def _comparisons(_: RulePack, rule: Rule) -> Iterator[Change]:
    for i, held in enumerate(rule.then_if):
        others = (rule.then_if[:i], rule.then_if[i + 1 :])
        for comparison in _SHIFTED[held.comparison]:
            changed = (*others[0], replace(held, comparison=comparison), *others[1])
            says = f"{held.comparison} -> {comparison}"
            yield Operator.COMPARISON, says, replace(rule, then_if=changed)
        yield Operator.REMARK, _of_then_if(held), replace(rule, then_if=(*others[0], *others[1]))


def _of_then_if(held: ThenIf) -> str:
    return ", ".join((*held.duties, *held.findings))


def _clauses(pack: RulePack, rule: Rule) -> Iterator[Change]:
    ids = [clause.id for clause in pack.clauses]
    at = ids.index(rule.clause)
    for neighbour in ids[max(0, at - 1) : at] + ids[at + 1 : at + 2]:
        says = f"{rule.clause} -> {neighbour}"
        yield Operator.CLAUSE, says, replace(rule, clause=neighbour)


def _dates(_: RulePack, rule: Rule) -> Iterator[Change]:
    for i, span in enumerate(rule.in_force):
        for months in BY_A_MONTH:
            held = replace(span, starts=moved(span.starts, months))
            spans = (*rule.in_force[:i], held, *rule.in_force[i + 1 :])
            says = f"from {span.starts} by {months} month"
            yield Operator.DATE, says, replace(rule, in_force=spans)


_WAYS = (
    _authority,
    _fund,
    _above_base,
    _agreed,
    of_conditions,
    _overrides,
    _remarks,
    _comparisons,
    _clauses,
    _dates,
)
"""Every way to change a rule; one is added here, and nowhere else."""
