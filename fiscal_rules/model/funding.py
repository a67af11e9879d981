"""How the local amount of a line is paid: the closed set of forms that a rule can say.

The local amount is what central and provincial money leave of a line. Each form that divides it
names exactly one bearer of the rest, so that the parts always add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fiscal_rules.model.factors import NO_BOUNDS, Bounds, Measure, Times, measures_asked
from fiscal_rules.model.rounding import Rounding


@dataclass(frozen=True, slots=True)
class Full:
    """One government pays the local amount in full."""

    payer: str


@dataclass(frozen=True, slots=True)
class Base:
    """A base standard: a parameter in yuan per head and year (or month), times a column of heads."""

    standard: str
    count: str


class ShareBy(StrEnum):
    """How a share is counted: a ratio of money, or yuan for each head and year."""

    RATIO = "ratio"
    PER_HEAD = "per_head"


@dataclass(frozen=True, slots=True)
class Bound:
    """The least or the most that a government pays, by a parameter."""

    parameter: str
    by: ShareBy = ShareBy.RATIO


@dataclass(frozen=True, slots=True)
class Share:
    """A government's share, by a parameter; a floor (不低于) holds over a cap."""

    payer: str
    parameter: str
    by: ShareBy = ShareBy.RATIO
    at_least: Bound | None = None
    at_most: Bound | None = None

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """What the parameter and the bounds count by: the share first, then floor and cap."""
        own = Bound(self.parameter, self.by)
        return (own, *(bound for bound in (self.at_least, self.at_most) if bound is not None))


@dataclass(frozen=True, slots=True)
class Tranche:
    """Money that is shared alike: up to a standard, above the one below it.

    Governments take their shares in turn; ``rest`` bears what remains, and at least ``reserve``.
    """

    standard: str | None
    shares: tuple[Share, ...]
    rest: str
    reserve: Bound | None = None

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Every parameter that it counts by, beside its standard."""
        reserve = () if self.reserve is None else (self.reserve,)
        return (*(bound for share in self.shares for bound in share.bounds), *reserve)


@dataclass(frozen=True, slots=True)
class Matching:
    """A matching grant (比例补助): shares of a base standard, or of the amount where none is set.

    ``further`` are standards above the base (a province's, a city's), each with shares of its own.
    """

    base: Base | None
    shares: tuple[Share, ...]
    rest: str
    reserve: Bound | None = None
    further: tuple[Tranche, ...] = ()
    rounding: Rounding | None = None

    @property
    def tranches(self) -> tuple[Tranche, ...]:
        """The tranches from the lowest: the base first."""
        standard = None if self.base is None else self.base.standard
        return (Tranche(standard, self.shares, self.rest, self.reserve), *self.further)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Every parameter that it counts by, beside its standards."""
        return tuple(bound for tranche in self.tranches for bound in tranche.bounds)


@dataclass(frozen=True, slots=True)
class Workload:
    """A grant by work done, at most the local amount: a product, and what is added to it.

    quantity × unit standard × ``share`` × ``performance`` + ``plus`` (a column of money); what is
    None counts as 1, or adds nothing.
    """

    payer: str
    quantity: str
    unit_standard: str
    performance: str | None
    rest: str
    share: str | None = None
    plus: str | None = None
    rounding: Rounding | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it counts by."""
        named = (self.quantity, self.performance, self.plus)
        return tuple(column for column in named if column is not None)


@dataclass(frozen=True, slots=True)
class Factors:
    """A factor grant (因素补助): a year's pot divided by weighted measures, each unit capped.

    A unit's weighted share is multiplied by ``times``, its grant kept within ``bounds`` and rounded.
    ``otherwise`` is used where neither pot nor weights are given.
    """

    payer: str
    pot: str
    weights: str
    measures: tuple[Measure, ...]
    rest: str
    otherwise: Matching | None = None
    times: Times | None = None
    bounds: Bounds = NO_BOUNDS
    rounding: Rounding | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """Name every measure that it needs."""
        return tuple(measures_asked(self.measures, self.times, self.bounds))

    @property
    def divisors(self) -> frozenset[str]:
        """Name the measures that it divides by: they must be above 0."""
        return frozenset(name for measure in self.measures for name in measure.divisors)

    @property
    def bands(self) -> tuple[str, ...]:
        """Name the parameters that hold bands."""
        return tuple(m.bands for m in self.measures if m.bands is not None)


UNDETERMINED_DECISIONS = ("authority", "funding")
"""What a text can leave to be decided."""
OUTSIDE_REASONS = ("existing-system",)
"""Why a text does not divide some money."""
AGREED_COLUMNS = ("agreed_subsidy",)
"""The columns that hold a subsidy agreed between two governments."""
ADDED_COLUMNS = ("performance_amount",)
"""The columns of money that may be added to a product of factors."""


@dataclass(frozen=True, slots=True)
class Undetermined:
    """The text leaves it open; ``decision`` says what is to be decided: authority or funding."""

    decision: str


@dataclass(frozen=True, slots=True)
class Outside:
    """The existing system holds; the text does not divide this money."""


Fund = Full | Matching | Workload | Factors | Undetermined | Outside


@dataclass(frozen=True, slots=True)
class Agreed:
    """A subsidy agreed between two governments, taken out of the local amount before the fund."""

    payer: str
    amount: str


def governments_of(fund: Fund) -> tuple[str, ...]:
    """Name the governments that a form lets pay, the bearer of the rest last.

    >>> governments_of(Full("city"))
    ('city',)
    """
    match fund:
        case Full(payer):
            return (payer,)
        case Matching(rest=rest):
            shares = (share.payer for tranche in fund.tranches for share in tranche.shares)
            bearers = (tranche.rest for tranche in fund.further)
            return tuple(dict.fromkeys((*shares, *bearers, rest)))
        case Workload(payer=payer, rest=rest) | Factors(payer=payer, rest=rest):
            return (payer, rest)
        case _:
            return ()


def matching_of(fund: Fund) -> Matching | None:
    """Find the matching grant in a form, if it has one (a pot may fall back on one)."""
    match fund:
        case Matching():
            return fund
        case Factors(otherwise=otherwise):
            return otherwise
        case _:
            return None


def rounding_of(fund: Fund) -> Rounding | None:
    """Say how a form rounds, where it says so itself."""
    return fund.rounding if isinstance(fund, Matching | Workload) else None


def columns_of(fund: Fund) -> tuple[str, ...]:
    """Name the columns of a line that a form of funding counts by.

    >>> columns_of(Matching(Base("item.standard", "headcount"), (), "county"))
    ('headcount',)
    """
    matching = matching_of(fund)
    if matching is not None:
        return () if matching.base is None else (matching.base.count,)
    return fund.columns if isinstance(fund, Workload) else ()


class Role(StrEnum):
    """What a parameter is for in a form of funding, where its kind alone does not say."""

    SHARE = "share"
    PER_HEAD = "per-head"
    LEAST = "least"
    MOST = "most"
    RESERVE = "reserve"
    FURTHER = "further"
    """A standard above the base."""
    GRANT_LEAST = "grant-least"
    GRANT_MOST = "grant-most"


def roles_of(fund: Fund) -> Iterator[tuple[str, Role, str]]:
    """Say what parameters are for, and which government's part they are about."""
    if isinstance(fund, Factors):
        yield from ((b.rate, Role.GRANT_LEAST, fund.payer) for b in fund.bounds.at_least)
        yield from ((b.rate, Role.GRANT_MOST, fund.payer) for b in fund.bounds.at_most)
    if isinstance(fund, Workload) and fund.share is not None:
        yield fund.share, Role.SHARE, fund.payer
    matching = matching_of(fund)
    tranches = () if matching is None else matching.tranches
    for number, tranche in enumerate(tranches):
        if number and tranche.standard is not None:
            yield tranche.standard, Role.FURTHER, tranche.rest
        if tranche.reserve is not None:
            yield tranche.reserve.parameter, Role.RESERVE, tranche.rest
        for share in tranche.shares:
            own = Role.SHARE if share.by is ShareBy.RATIO else Role.PER_HEAD
            yield share.parameter, own, share.payer
            if share.at_least is not None:
                yield share.at_least.parameter, Role.LEAST, share.payer
            if share.at_most is not None:
                yield share.at_most.parameter, Role.MOST, share.payer


def parameters_of(fund: Fund) -> tuple[str, ...]:
    """Name the parameters that a form of funding computes with.

    >>> parameters_of(Matching(None, (Share("city", "item.city-share"),), "county"))
    ('item.city-share',)
    """
    return tuple(dict.fromkeys(_parameters(fund)))


def _parameters(fund: Fund) -> Iterator[str]:
    if isinstance(fund, Factors):
        yield from (fund.pot, fund.weights, *fund.bands)
        yield from (bound.rate for bound in fund.bounds.all)
    if isinstance(fund, Workload):
        yield from (name for name in (fund.unit_standard, fund.share) if name is not None)
    matching = matching_of(fund)
    if matching is not None:
        yield from (bound.parameter for bound in matching.bounds)
        yield from (t.standard for t in matching.tranches if t.standard is not None)
