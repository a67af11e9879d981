"""Order the rules by the document, refuse circles among them, and see what parameters they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.funding import Factors, Workload, matching_of
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import Reservation, Rule
from fiscal_rules.model.text import Text
from fiscal_rules.readers import messages

KIND_NAMES: Mapping[ParameterKind, Text] = {
    ParameterKind.SHARE: Text("分担比例", "a share"),
    ParameterKind.STANDARD: Text("人均标准", "a standard per head"),
    ParameterKind.UNIT_STANDARD: Text("单位工作量标准", "a standard per unit of work"),
    ParameterKind.POT: Text("资金总额", "a pot"),
    ParameterKind.WEIGHTS: Text("因素权重", "weights"),
    ParameterKind.YES_NO: Text("是否", "a yes or no"),
}


def in_order(rules: Sequence[Rule], clauses: Sequence[str]) -> tuple[Rule, ...]:
    """Order rules by their clauses as the document has them, then by id.

    So the order in which a pack's files list them changes nothing.
    """
    position = {clause: i for i, clause in enumerate(clauses)}
    return tuple(sorted(rules, key=lambda r: (position.get(r.clause, -1), r.id)))


def circles(rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    """Find a circle of overrides, or of attributes that are derived from one another."""
    by_id = {rule.id: rule for rule in rules}
    overrides = {r.id: [t for t in r.overrides if t in by_id and t != r.id] for r in rules}
    yield from _circle(overrides, by_id)
    derived_from: dict[str, set[str]] = {}
    for rule in rules:
        for attribute, _ in rule.derive:
            derived_from.setdefault(attribute, set()).update(rule.attributes)
    known = {
        a: sorted(b for b in tested if b in derived_from) for a, tested in derived_from.items()
    }
    deriving = {a: r for r in reversed(rules) for a, _ in r.derive}
    yield from _circle(known, deriving)


def _circle(graph: Mapping[str, Sequence[str]], rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = error.args[1]
        yield messages.CYCLE.at(rules[ring[0]].at, ring=" → ".join(reversed(ring)))


def kinds_of_parameters(
    problems: list[Diagnostic], rules: Sequence[Rule], reservations: Sequence[Reservation]
) -> tuple[tuple[str, ParameterKind], ...]:
    """Say what kind of value each parameter of a pack is; circles and double uses are refused."""
    problems.extend(circles(rules))
    kinds: dict[str, ParameterKind] = {}
    for rule in rules:
        for parameter, kind in asked_by(rule):
            first = kinds.setdefault(parameter, kind)
            if first is not kind:
                problems.append(
                    messages.TWO_KINDS.at(
                        rule.at,
                        parameter=parameter,
                        one=KIND_NAMES[kind],
                        other=KIND_NAMES[first],
                    )
                )
    for reservation in reservations:
        kinds.setdefault(reservation.parameter, ParameterKind.YES_NO)
    for rule in rules:
        for then_if in rule.then_if:
            for operand in (then_if.left, then_if.right):
                if operand.source == "parameter":
                    kinds.setdefault(operand.id, ParameterKind.STANDARD)
    return tuple(kinds.items())


def asked_by(rule: Rule) -> Iterator[tuple[str, ParameterKind]]:
    """Yield each parameter that a rule's form of funding asks for, with its kind."""
    if rule.fund is None:
        return
    matching = matching_of(rule.fund)
    if matching is not None:
        if matching.base is not None:
            yield matching.base.standard, ParameterKind.STANDARD
        for share in matching.shares:
            yield share.parameter, ParameterKind.SHARE
    match rule.fund:
        case Workload(unit_standard=unit_standard):
            yield unit_standard, ParameterKind.UNIT_STANDARD
        case Factors(pot=pot, weights=weights):
            yield pot, ParameterKind.POT
            yield weights, ParameterKind.WEIGHTS
        case _:
            return
