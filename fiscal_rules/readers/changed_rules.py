"""Rules of a pack that change: it is ordered anew, and what its parameters are is found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import PackAbove, Reservation, Rule, RulePack
from fiscal_rules.readers.above import kinds_above
from fiscal_rules.readers.order import in_order, kinds_of_parameters


def with_rules(pack: RulePack, rules: Sequence[Rule]) -> RulePack:
    """Give a pack other rules. PackRefusedError for circles, or a parameter of two kinds."""
    problems: list[Diagnostic] = []
    ordered = in_order(rules, tuple(clause.id for clause in pack.clauses))
    kinds = kinds_asked(problems, ordered, pack.reservations, pack.pack_above)
    if problems:
        raise PackRefusedError(tuple(problems))
    return replace(pack, rules=ordered, parameter_kinds=kinds)


def with_rule(pack: RulePack, rule: Rule) -> RulePack:
    """Put a rule in the place of the one of its id, or beside the others."""
    return with_rules(pack, (*(held for held in pack.rules if held.id != rule.id), rule))


def without_rule(pack: RulePack, rule: str) -> RulePack:
    """Leave out a rule, and what is said of it by others that override it."""
    kept = (
        replace(held, overrides=tuple(target for target in held.overrides if target != rule))
        for held in pack.rules
        if held.id != rule
    )
    return with_rules(pack, tuple(kept))


def kinds_asked(
    problems: list[Diagnostic],
    rules: Sequence[Rule],
    reservations: Sequence[Reservation],
    above: PackAbove | None,
) -> tuple[tuple[str, ParameterKind], ...]:
    """Say what kind of value each parameter of a pack is, with those of the packs above it."""
    questions = [*(r.parameter for r in reservations), *([] if above is None else [above.when])]
    stacked = () if above is None else kinds_above(above)
    return (*kinds_of_parameters(problems, rules, questions), *stacked)
