"""Years that budgets and parameters of a pack are drawn for: some in which its document is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fiscal_rules.model.rulepack import InForce, RulePack
from fiscal_rules.testing import numbers


def years_of(pack: RulePack) -> tuple[int, ...]:
    """Give the usual years where the document is in force in any of them, else its first ones.

    Outside of them no rule applies, and every law would hold of nothing.
    """
    spans = sorted(pack.in_force, key=lambda span: span.starts)
    if not spans or any(_meets(span, numbers.YEARS) for span in spans):
        return numbers.YEARS
    first = spans[0].starts.year
    return tuple(first + number for number in range(len(numbers.YEARS)))


def months_of(years: Sequence[int]) -> tuple[date, ...]:
    """List the first days of the months of some years."""
    return tuple(date(year, month, 1) for year in years for month in range(1, 13))


def _meets(span: InForce, years: Sequence[int]) -> bool:
    ends_before = span.ends is not None and span.ends <= date(years[0], 1, 1)
    return span.starts.year <= years[-1] and not ends_before
