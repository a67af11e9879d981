"""How the local amount of a line is paid: the closed set of forms that a rule can say.

The local amount is what central and provincial money leave of a line. Each form that divides it
names exactly one bearer of the rest, so that the parts always add up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Full:
    """One government pays the local amount in full."""

    payer: str


@dataclass(frozen=True, slots=True)
class Base:
    """A base standard: a parameter in yuan per head and year (or month), times a column of heads."""

    standard: str
    count: str


@dataclass(frozen=True, slots=True)
class Share:
    """A government's share, by a parameter."""

    payer: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Matching:
    """A matching grant (比例补助): shares of a base standard, or of the amount where none is set."""

    base: Base | None
    shares: tuple[Share, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Workload:
    """A grant by work done: quantity × unit standard × performance, at most the local amount."""

    payer: str
    quantity: str
    unit_standard: str
    performance: str
    rest: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A factor of a pot; an inverse measure (fiscal capacity) counts by its reciprocal."""

    id: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Factors:
    """A factor grant (因素补助): a year's pot divided by weighted measures, each unit capped.

    ``otherwise`` is used where neither pot nor weights are given.
    """

    payer: str
    pot: str
    weights: str
    measures: tuple[Measure, ...]
    rest: str
    otherwise: Matching | None = None


UNDETERMINED_DECISIONS = ("authority", "funding")
"""What a text can leave to be decided."""
OUTSIDE_REASONS = ("existing-system",)
"""Why a text does not divide some money."""
AGREED_COLUMNS = ("agreed_subsidy",)
"""The columns that hold a subsidy agreed between two governments."""


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
        case Matching(_, shares, rest):
            return (*(share.payer for share in shares), rest)
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


def columns_of(fund: Fund) -> tuple[str, ...]:
    """Name the columns of a line that a form of funding counts by.

    >>> columns_of(Matching(Base("item.standard", "headcount"), (), "county"))
    ('headcount',)
    """
    matching = matching_of(fund)
    if matching is not None:
        return () if matching.base is None else (matching.base.count,)
    return (fund.quantity, fund.performance) if isinstance(fund, Workload) else ()


def parameters_of(fund: Fund) -> tuple[str, ...]:
    """Name the parameters that a form of funding computes with.

    >>> parameters_of(Matching(None, (Share("city", "item.city-share"),), "county"))
    ('item.city-share',)
    """
    named = []
    if isinstance(fund, Factors):
        named += [fund.pot, fund.weights]
    if isinstance(fund, Workload):
        named.append(fund.unit_standard)
    matching = matching_of(fund)
    if matching is not None:
        named += [share.parameter for share in matching.shares]
        named += [] if matching.base is None else [matching.base.standard]
    return tuple(named)
