"""Projection: a budget carried into the years that follow, as a scenario says it grows.

Lines are those of the base year, moved; what a scenario lets grow does so again in every year, from
the base at once, so that it is rounded once. Values and rules are those that the scenario leaves in
force in each year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fiscal_rules.analysis.comparison import Totals, added, less
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import Fen, half_up
from fiscal_rules.model.scenario import Grow, Overlay, Scenario


@dataclass(frozen=True, slots=True)
class ProjectedYear:
    """What a year comes to.

    ``paid`` is what each payer pays within it where part of each year is advanced and the rest is
    settled in the next: None in the base year, whose year before is not known, and where nothing
    was said of advances.
    """

    year: int
    totals: Totals
    paid: Mapping[str, Fen] | None


@dataclass(frozen=True, slots=True)
class Projection:
    """A base year, and those that follow; ``transfers`` are base transfers, due from the next on.

    ``transfers`` are by payer, what it receives in each year (below 0: gives), or None.
    """

    base: Allocation
    scenario: Scenario
    years: tuple[ProjectedYear, ...]
    transfers: Mapping[str, Fen] | None
    advance: Fraction | None


def growing(overlays: Sequence[Overlay], base: int, year: int) -> Iterator[Overlay]:
    """Say what a scenario's steps come to some years after its base.

    What grows in some years only does so in each of those that have come by then, and stays so.
    """
    for overlay in overlays:
        if not isinstance(overlay, Grow):
            yield overlay
            continue
        passed = range(base + 1, year + 1)
        times = sum(1 for each in passed if not overlay.years or each in overlay.years)
        if times:
            yield replace(overlay, by=(1 + overlay.by) ** times - 1, years=())


def with_paid(
    years: Sequence[tuple[int, Totals]], advance: Fraction | None
) -> tuple[ProjectedYear, ...]:
    """Say what is paid within each year: its advance, and the settlement of the year before.

    What is advanced is rounded half up for each payer; the settlement pays the rest.
    """
    if advance is None:
        return tuple(ProjectedYear(year, totals, None) for year, totals in years)
    due = [totals.by_payer() for _, totals in years]
    advanced = [{p: half_up(amount * advance) for p, amount in each.items()} for each in due]
    settled = [less(whole, part) for whole, part in zip(due, advanced, strict=True)]
    return tuple(
        ProjectedYear(
            year, totals, None if before is None else added((*now.items(), *before.items()))
        )
        for (year, totals), now, before in zip(years, advanced, (None, *settled), strict=False)
    )
