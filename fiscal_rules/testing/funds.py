"""Strategies for the forms of funding, and the parameters that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from fiscal_rules.model.factors import (
    Bounds,
    FloorsFrom,
    Measure,
    MeasureBy,
    PotBound,
    Times,
)
from fiscal_rules.model.funding import (
    ADDED_COLUMNS,
    AGREED_COLUMNS,
    UNDETERMINED_DECISIONS,
    Agreed,
    Base,
    Bound,
    Factors,
    Full,
    Fund,
    Matching,
    Outside,
    Share,
    ShareBy,
    Tranche,
    Undetermined,
    Workload,
    governments_of,
)
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rounding import MONEY_UNITS, OF_A_POT, RoundedEach, Rounding, RoundingMode
from fiscal_rules.model.rulepack import Rule
from fiscal_rules.readers.order import asked_by
from fiscal_rules.testing.budgets import LAST_GRANT
from fiscal_rules.testing.numbers import rarely

PAYERS = ("central", "province", "city", "county", "special-fund")
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


def from_the_centre(fund: Fund | None) -> Fund | None:
    """Let the centre pay what the city does, where it does not pay already and bears no rest."""
    match fund:
        case Full("city"):
            return Full("central")
        case Workload(payer="city"):
            return replace(fund, payer="central")
        case Matching() if "central" not in governments_of(fund) and fund.rest != "city":
            shares = tuple(
                replace(s, payer="central") if s.payer == "city" else s for s in fund.shares
            )
            return replace(fund, shares=shares)
        case _:
            return fund


def agreements() -> st.SearchStrategy[Agreed]:
    """Draw a subsidy agreed between the two governments."""
    return payers().map(lambda payer: Agreed(payer, AGREED_COLUMNS[0]))


@st.composite
def matchings(draw: st.DrawFn, prefix: str) -> Matching:
    """Draw a matching grant: with or without a base and standards above it, one sharer or more."""
    if not draw(rarely()):
        return draw(_plain_matchings(prefix))
    base = draw(st.sampled_from([None, *[Base(f"{prefix}.standard", "headcount")] * 3]))
    first = draw(_tranches(prefix, None, by_head=base is not None))
    count = draw(st.integers(0, 2)) if base is not None else 0
    names = [f"{prefix}.further-{n + 1}" for n in range(count)]
    further = tuple(draw(_tranches(n, f"{n}.standard", by_head=True)) for n in names)
    order = draw(st.none() | roundings(None if base is None else base.count))
    return Matching(base, first.shares, first.rest, first.reserve, further, order)


@st.composite
def _plain_matchings(draw: st.DrawFn, prefix: str) -> Matching:
    base = draw(st.sampled_from([None, Base(f"{prefix}.standard", "headcount")]))
    payer, rest = draw(st.permutations(LOCAL))
    share = Share(payer, f"{prefix}.share")
    first = Share("province", f"{prefix}.first-share")
    return Matching(base, draw(st.sampled_from([(share,), (share,), (first, share)])), rest)


@st.composite
def _tranches(draw: st.DrawFn, prefix: str, standard: str | None, *, by_head: bool) -> Tranche:
    """Draw a tranche: up to three governments take shares, with floors and caps, in any order."""
    ways = list(ShareBy) if by_head else [ShareBy.RATIO]
    order = draw(st.permutations(PAYERS))
    rest = next(payer for payer in order if payer in LOCAL)
    sharers = [payer for payer in order if payer != rest][: draw(st.integers(1, 3))]

    def bound(name: str) -> Bound:
        way = draw(st.sampled_from(ways))
        return Bound(f"{prefix}.{name}-{way.value}", way)

    def share(payer: str) -> Share:
        own = bound(f"{payer}-share")
        least = bound(f"{payer}-floor") if draw(rarely()) else None
        most = bound(f"{payer}-cap") if draw(rarely()) else None
        return Share(payer, own.parameter, own.by, least, most)

    shares = tuple(share(payer) for payer in sharers)
    return Tranche(standard, shares, rest, bound("reserve") if draw(rarely()) else None)


@st.composite
def roundings(draw: st.DrawFn, heads: str | None) -> Rounding:
    """Draw an order to round, to a unit of money, for each line or each head of it."""
    each = draw(st.sampled_from([RoundedEach.LINE, *([] if heads is None else [RoundedEach.HEAD])]))
    return Rounding(
        to=draw(st.sampled_from([1, 10, *MONEY_UNITS.values()])),
        mode=draw(st.sampled_from(list(RoundingMode))),
        each=each,
        clause="c-rounding",
        count=heads if each is RoundedEach.HEAD else None,
    )


@st.composite
def workloads(draw: st.DrawFn, prefix: str) -> Workload:
    """Draw a grant by work done: with or without a share, performance, and what is added."""
    payer, rest = draw(st.permutations(LOCAL))
    quantity = draw(st.sampled_from(["workload", "workload", "headcount"]))
    return Workload(
        payer,
        quantity,
        f"{prefix}.unit-standard",
        draw(st.sampled_from(["performance", "performance", None])),
        rest,
        share=draw(st.sampled_from([None, None, f"{prefix}.work-share"])),
        plus=ADDED_COLUMNS[0] if draw(rarely()) else None,
        rounding=draw(roundings("headcount" if quantity == "headcount" else None))
        if draw(rarely())
        else None,
    )


@st.composite
def factors(draw: st.DrawFn, prefix: str) -> Factors:
    """Draw a pot: one to three measures, one of them inverse, with or without a fallback."""
    payer, rest = draw(st.permutations(LOCAL))
    names = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=3, unique=True))
    return Factors(
        payer,
        f"{prefix}.pot",
        f"{prefix}.weights",
        tuple(draw(_measure(name, prefix)) for name in names),
        rest,
        otherwise=draw(st.none() | matchings(f"{prefix}.otherwise")),
        times=draw(st.none() | st.booleans().map(lambda whole: Times("performance", whole))),
        bounds=draw(_bounds(prefix)),
        rounding=draw(_of_a_pot()) if draw(rarely()) else None,
    )


def _measure(name: str, prefix: str) -> st.SearchStrategy[Measure]:
    ways = [Measure(name)]
    if name == "capacity":
        ways = [Measure(name, MeasureBy.INVERSE)]
    if name == "need":
        ways += [Measure(name, MeasureBy.PER_HEAD, of="population")]
    if name == "work":
        ways += [Measure(name, MeasureBy.BANDED, bands=f"{prefix}.bands")]
    return st.sampled_from(ways)


def _of_a_pot() -> st.SearchStrategy[Rounding]:
    return st.builds(
        Rounding,
        st.sampled_from([1, 10, *MONEY_UNITS.values()]),
        st.sampled_from(list(RoundingMode)),
        st.sampled_from(OF_A_POT),
        st.just("c-rounding"),
    )


@st.composite
def _bounds(draw: st.DrawFn, prefix: str) -> Bounds:
    floors = (PotBound(f"{prefix}.kept", LAST_GRANT), PotBound(f"{prefix}.least"))
    caps = (PotBound(f"{prefix}.growth", LAST_GRANT), PotBound(f"{prefix}.most"))
    some = st.sampled_from(range(3))
    return Bounds(
        at_least=floors[: draw(some)],
        at_most=caps[: draw(some)],
        floors_from=draw(st.sampled_from(FloorsFrom)),
    )


def parameter_kinds(rules: Sequence[Rule]) -> tuple[tuple[str, ParameterKind], ...]:
    """List the parameters that the funds of rules ask for."""
    return tuple(dict.fromkeys(pair for rule in rules for pair in asked_by(rule)))
