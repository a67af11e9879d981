"""Working: how the arithmetic of a line is written down for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from fiscal_rules.model.money import FEN_PER_YUAN, show_number

_SHOWN_DECIMALS = 6
_MONTHS_A_YEAR = 12


def money(fen: Fraction | int) -> str:
    """Write an amount in fen as yuan: two decimals, or more where it is not yet rounded.

    >>> money(2_700_000), money(Fraction(100, 3))
    ('27000.00', '0.333333…')
    """
    value = Fraction(fen) / FEN_PER_YUAN
    scaled = abs(value) * 10**_SHOWN_DECIMALS
    whole = scaled.numerator // scaled.denominator
    digits = f"{whole:0{_SHOWN_DECIMALS + 1}d}"
    units, decimals = digits[:-_SHOWN_DECIMALS], digits[-_SHOWN_DECIMALS:]
    kept = decimals[:2] + decimals[2:].rstrip("0")
    more = "…" if scaled.denominator != 1 else ""
    return f"{'-' if value < 0 else ''}{units}.{decimals if more else kept}{more}"


def over_months(terms: Iterable[tuple[str, tuple[date, ...]]], whole: int = _MONTHS_A_YEAR) -> str:
    """Join the terms of a sum over months, saying how many months each holds for.

    >>> over_months([("1000 × 74", (date(2020, 1, 1),) * 12)])
    '1000 × 74'
    """
    found = list(terms)
    if len(found) == 1 and len(found[0][1]) == whole:
        return found[0][0]
    return " + ".join(f"{term} × {len(months)}/{whole}" for term, months in found)


def number(value: Fraction | int) -> str:
    """Write an exact number."""
    return show_number(Fraction(value))
