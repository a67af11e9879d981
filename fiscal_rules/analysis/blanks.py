"""Blanks read otherwise: lines that leave cells blank, and are decided otherwise for that alone."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import product

from fiscal_rules.analysis.difference import Box
from fiscal_rules.engine.compile import Domain, Epoch
from fiscal_rules.engine.infer import DecisionTable, Verdict
from fiscal_rules.model.rulepack import Default
from fiscal_rules.model.vocabulary import CLASS, EPOCH, LEVEL


def changed_blanks(old: DecisionTable, new: DecisionTable) -> Iterator[Box]:
    """Find lines that two packs decide otherwise because they read a blank otherwise.

    The packs decide every completed situation alike. Each item is looked at by itself, with every
    cell given or blank: what lines of a blank item are told is what all of its items have in common,
    and so cannot differ where no item does. ``values`` of a box are the cells that are given.
    """
    changed = {*old.pack.defaults} ^ {*new.pack.defaults}
    for item in old.space.items:
        here = [d for d in changed if not d.items or item in d.items]
        yield from _of_item(item, here, old, new)


def _of_item(
    item: str, changed: list[Default], old: DecisionTable, new: DecisionTable
) -> Iterator[Box]:
    domains = [d for d in old.space.items[item].domains if d.attribute != EPOCH]
    touched = {default.attribute for default in changed} & {d.attribute for d in domains}
    if not touched:
        return
    ways = [_ways(domain, touched) for domain in domains]
    epochs = [epoch for epoch in old.space.epochs if epoch.in_force]
    for chosen in product(*ways):
        given = {d.attribute: v for d, v in zip(domains, chosen, strict=True) if v is not None}
        for epoch in epochs:
            if old.completions(item, given, epoch) and _differ(item, given, epoch, old, new):
                values = tuple((attribute, (value,)) for attribute, value in given.items())
                yield Box(item, values, ((epoch.starts, None),), None, None, ())


def _ways(domain: Domain, blank: Container[str]) -> tuple[str | None, ...]:
    """List what a cell can be: blank where that is read otherwise; of its unit all is known."""
    if domain.attribute in blank:
        return (None,)
    known = domain.representatives
    return known if domain.attribute in (LEVEL, CLASS) else (*known, None)


def _differ(
    item: str, given: Mapping[str, str], epoch: Epoch, old: DecisionTable, new: DecisionTable
) -> bool:
    one = old.decide((item,), given, epoch)
    return _told(one) != _told(new.decide((item,), given, new.space.epoch_on(epoch.starts)))


def _told(verdict: Verdict) -> object:
    """Say what a line is told by a verdict, whichever rules say it."""
    single = (verdict.authority, verdict.fund, verdict.agreed, verdict.above_base)
    several = (verdict.duties, verdict.findings, verdict.then_if)
    return (
        verdict.columns,
        verdict.clauses,
        tuple(None if each is None else each.value for each in single),
        tuple(frozenset((each.value, each.clause) for each in held) for held in several),
    )
