"""Strategies for the numbers of a budget: money, shares, standards, days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from fiscal_rules.model.money import FEN_PER_YUAN, Fen

YEARS = (2019, 2020, 2021)
"""The years that drawn packs, parameters and budgets are about."""
MONTHS = tuple(date(year, month, 1) for year in YEARS for month in range(1, 13))

_SMALL = 300
_USUAL = 2_000_000
_LARGE = 10**15


def amounts() -> st.SearchStrategy[Fen]:
    """Draw an amount: a few fen, where rounding shows, up to ten million million yuan."""
    return st.one_of(
        st.integers(0, _SMALL), st.integers(0, _USUAL), st.integers(0, _USUAL).map(_whole_yuan)
    ) | st.integers(0, _LARGE)


def shares() -> st.SearchStrategy[Fraction]:
    """Draw a share between 0 and 1, both included."""
    return st.sampled_from([Fraction(2, 5), Fraction(1, 3), Fraction(0), Fraction(1)]) | (
        st.integers(0, 1000).map(lambda thousandths: Fraction(thousandths, 1000))
    )


def standards() -> st.SearchStrategy[Fraction]:
    """Draw a standard in yuan per head and year."""
    return st.integers(0, 900).map(Fraction) | st.integers(0, 90_000).map(_yuan)


def quantities() -> st.SearchStrategy[Fraction]:
    """Draw an amount of work: up to four decimals."""
    return st.integers(0, 60).map(Fraction) | st.integers(0, 10**6).map(_ten_thousandths)


def performances() -> st.SearchStrategy[Fraction]:
    """Draw a coefficient of performance between 0 and 2."""
    return st.sampled_from([Fraction(1), Fraction(9, 10)]) | st.integers(0, 200).map(_yuan)


def rates() -> st.SearchStrategy[Fraction]:
    """Draw a rate between 0 and 2: how much of something, or how many times it."""
    return st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1)]) | st.integers(0, 200).map(
        _yuan
    )


def rarely() -> st.SearchStrategy[bool]:
    """Draw True one time in ten; a failing example shrinks to False."""
    return st.integers(1, 10).map(lambda drawn: drawn == 10)  # noqa: PLR2004 (one in ten)


def _whole_yuan(yuan: int) -> Fen:
    return yuan * FEN_PER_YUAN


def _yuan(fen: int) -> Fraction:
    return Fraction(fen, FEN_PER_YUAN)


def _ten_thousandths(count: int) -> Fraction:
    return Fraction(count, 10_000)
