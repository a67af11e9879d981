"""Strategies for the forms of funding, and the parameters that they ask for."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from fiscal_rules.model.funding import (
    AGREED_COLUMNS,
    UNDETERMINED_DECISIONS,
    Agreed,
    Base,
    Factors,
    Full,
    Fund,
    Matching,
    Measure,
    Outside,
    Share,
    Undetermined,
    Workload,
)
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import Rule

LOCAL = ("city", "county")
"""The two governments between which a drawn pack divides."""
MEASURES = ("people", "need", "work", "capacity")


def funds(prefix: str) -> st.SearchStrategy[Fund]:
    """Draw a form of funding; its parameters have ids that begin with ``prefix``."""
    return st.one_of(
        payers().map(Full),
        matchings(prefix),
        matchings(prefix),
        workloads(prefix),
        factors(prefix),
        st.sampled_from(UNDETERMINED_DECISIONS).map(Undetermined),
        st.just(Outside()),
    )


def payers() -> st.SearchStrategy[str]:
    """Draw one of the two governments."""
    return st.sampled_from(LOCAL)


def agreements() -> st.SearchStrategy[Agreed]:
    """Draw a subsidy agreed between the two governments."""
    return payers().map(lambda payer: Agreed(payer, AGREED_COLUMNS[0]))


@st.composite
def matchings(draw: st.DrawFn, prefix: str) -> Matching:
    """Draw a matching grant: with or without a base, with one sharer or two."""
    base = draw(st.sampled_from([None, Base(f"{prefix}.standard", "headcount")]))
    payer, rest = draw(st.permutations(LOCAL))
    share = Share(payer, f"{prefix}.share")
    first = Share("province", f"{prefix}.first-share")
    return Matching(base, draw(st.sampled_from([(share,), (share,), (first, share)])), rest)


@st.composite
def workloads(draw: st.DrawFn, prefix: str) -> Workload:
    """Draw a grant by work done."""
    payer, rest = draw(st.permutations(LOCAL))
    return Workload(payer, "workload", f"{prefix}.unit-standard", "performance", rest)


@st.composite
def factors(draw: st.DrawFn, prefix: str) -> Factors:
    """Draw a pot: one to three measures, one of them inverse, with or without a fallback."""
    payer, rest = draw(st.permutations(LOCAL))
    names = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=3, unique=True))
    measures = tuple(Measure(name, inverse=name == "capacity") for name in names)
    otherwise = draw(st.none() | matchings(f"{prefix}.otherwise"))
    return Factors(payer, f"{prefix}.pot", f"{prefix}.weights", measures, rest, otherwise)


def parameter_kinds(rules: Sequence[Rule]) -> tuple[tuple[str, ParameterKind], ...]:
    """List the parameters that the funds of rules ask for."""
    return tuple(dict.fromkeys(pair for rule in rules if rule.fund for pair in _asked(rule.fund)))


def _asked(fund: Fund) -> list[tuple[str, ParameterKind]]:
    match fund:
        case Matching(base, shares, _):
            asked = [(share.parameter, ParameterKind.SHARE) for share in shares]
            return asked + ([(base.standard, ParameterKind.STANDARD)] if base else [])
        case Workload(unit_standard=unit_standard):
            return [(unit_standard, ParameterKind.UNIT_STANDARD)]
        case Factors(pot=pot, weights=weights, otherwise=otherwise):
            asked = [(pot, ParameterKind.POT), (weights, ParameterKind.WEIGHTS)]
            return asked + (_asked(otherwise) if otherwise else [])
        case _:
            return []
