"""Order the rules by the document, refuse circles among them, and see what parameters they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.funding import Factors, ShareBy, Workload, matching_of
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import Rule
from fiscal_rules.model.text import Text
from fiscal_rules.readers import messages

KIND_NAMES: Mapping[ParameterKind, Text] = {
    ParameterKind.SHARE: Text("分担比例", "a share"),
    ParameterKind.STANDARD: Text("人均标准", "a standard per head"),
    ParameterKind.UNIT_STANDARD: Text("单位工作量标准", "a standard per unit of work"),
    ParameterKind.POT: Text("资金总额", "a pot"),
    ParameterKind.WEIGHTS: Text("因素权重", "weights"),
    ParameterKind.RATE: Text("比率", "a rate"),
    ParameterKind.BANDS: Text("分档系数", "bands"),
    ParameterKind.YES_NO: Text("是或否", "a yes or no"),
}

_MOST_CIRCLES = 20
_NUMBER = Text("数值", "a number")


def in_order(rules: Sequence[Rule], clauses: Sequence[str]) -> tuple[Rule, ...]:
    """Order rules by their clauses as the document has them, then by id.

    So the order in which a pack's files list them changes nothing.
    """
    position = {clause: i for i, clause in enumerate(clauses)}
    return tuple(sorted(rules, key=lambda r: (position.get(r.clause, -1), r.id)))


def circles(rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    """Find circles of overrides, and of attributes that are derived from one another."""
    by_id = {rule.id: rule for rule in rules}
    overridden = {r.id: [t for t in r.overrides if t in by_id and t != r.id] for r in rules}
    yield from _circles(overridden, by_id)
    deriving: dict[str, Rule] = {}
    derived_from: dict[str, list[str]] = {}
    for rule in rules:
        for attribute, _ in rule.derive:
            deriving.setdefault(attribute, rule)
            derived_from.setdefault(attribute, []).extend(sorted(rule.attributes))
    yield from _circles(
        {
            attribute: [t for t in tested if t in deriving]
            for attribute, tested in derived_from.items()
        },
        deriving,
    )


def _circles(graph: dict[str, list[str]], rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Report one circle after the other, opening each so that the next is found."""
    for _ in range(_MOST_CIRCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            *ring, _ = reversed(error.args[1])
            first = min(range(len(ring)), key=lambda i: list(graph).index(ring[i]))
            ring = [*ring[first:], *ring[:first], ring[first]]
            yield messages.CYCLE.at(rules[ring[0]].at, ring=" → ".join(ring))
            graph[ring[0]] = [target for target in graph[ring[0]] if target != ring[1]]
        else:
            return


def kinds_of_parameters(
    problems: list[Diagnostic], rules: Sequence[Rule], questions: Sequence[str]
) -> tuple[tuple[str, ParameterKind], ...]:
    """Say what kind of value each parameter of a pack is; circles and double uses are refused.

    ``questions`` are the parameters that say yes or no.
    """
    problems.extend(circles(rules))
    problems.extend(_measures_differ(rules))
    kinds = dict.fromkeys(questions, ParameterKind.YES_NO)
    uses = [(rule, parameter, kind) for rule in rules for parameter, kind in asked_by(rule)]
    for rule, parameter, kind in uses:
        first = kinds.setdefault(parameter, kind)
        if first is not kind:
            problems.append(_two_kinds(rule, parameter, KIND_NAMES[kind], KIND_NAMES[first]))
    for rule in rules:
        for parameter in _compared(rule):
            kind = kinds.setdefault(parameter, ParameterKind.STANDARD)
            if kind in {ParameterKind.WEIGHTS, ParameterKind.BANDS, ParameterKind.YES_NO}:
                problems.append(_two_kinds(rule, parameter, _NUMBER, KIND_NAMES[kind]))
    return tuple(kinds.items())


def _two_kinds(rule: Rule, parameter: str, one: Text, other: Text) -> Diagnostic:
    return messages.TWO_KINDS.at(rule.at, parameter=parameter, one=one, other=other)


def _compared(rule: Rule) -> Iterator[str]:
    """Yield the parameters that a rule compares a line with."""
    for then_if in rule.then_if:
        for operand in (then_if.left, then_if.right):
            if operand.source == "parameter":
                yield operand.id


def _measures_differ(rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    first: dict[str, set[str]] = {}
    for rule in rules:
        if isinstance(rule.fund, Factors):
            measures = {measure.id for measure in rule.fund.measures}
            other = first.setdefault(rule.fund.weights, measures)
            if other != measures:
                yield messages.TWO_SETS_OF_MEASURES.at(
                    rule.at,
                    parameter=rule.fund.weights,
                    found=", ".join(sorted(measures)),
                    other=", ".join(sorted(other)),
                )


_KIND_OF = {ShareBy.RATIO: ParameterKind.SHARE, ShareBy.PER_HEAD: ParameterKind.STANDARD}


def asked_by(rule: Rule) -> Iterator[tuple[str, ParameterKind]]:
    """Yield each parameter that a rule's form of funding asks for, with its kind."""
    if rule.fund is None:
        return
    matching = matching_of(rule.fund)
    if matching is not None:
        for tranche in matching.tranches:
            if tranche.standard is not None:
                yield tranche.standard, ParameterKind.STANDARD
            for bound in tranche.bounds:
                yield bound.parameter, _KIND_OF[bound.by]
    match rule.fund:
        case Workload(unit_standard=unit_standard, share=share):
            yield unit_standard, ParameterKind.UNIT_STANDARD
            if share is not None:
                yield share, ParameterKind.SHARE
        case Factors(pot=pot, weights=weights):
            yield pot, ParameterKind.POT
            yield weights, ParameterKind.WEIGHTS
            yield from ((bands, ParameterKind.BANDS) for bands in rule.fund.bands)
            yield from ((bound.rate, ParameterKind.RATE) for bound in rule.fund.bounds.all)
        case _:
            return
