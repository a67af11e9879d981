"""Money is whole fen (分, a hundredth of a yuan); shares of it are exact fractions.

No float ever touches money. Whoever divides money divides it here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

Fen = int
"""An amount of money, in whole fen."""

FEN_PER_YUAN = 100
_MOST_DIGITS = 60
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def yuan(fen: Fen) -> str:
    """Write an amount as yuan with two decimals.

    >>> yuan(3_700_005), yuan(-5)
    ('37000.05', '-0.05')
    """
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{cents:02d}"


def grouped_yuan(fen: Fen) -> str:
    """Write an amount as yuan with thousands separators, for people.

    >>> grouped_yuan(123456789)
    '1,234,567.89'
    """
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{cents:02d}"


def exact_number(text: str) -> Fraction | None:
    """Read a whole number, decimal, percent or ratio exactly; None if it is none of these.

    >>> exact_number("40%"), exact_number("1/3"), exact_number("12.50"), exact_number("12,5x")
    (Fraction(2, 5), Fraction(1, 3), Fraction(25, 2), None)
    >>> exact_number("40%%"), exact_number("1/2/3"), exact_number("1/0")
    (None, None, None)
    """
    text = text.strip()
    if text.endswith("%"):
        percent = _decimal(text[:-1])
        return None if percent is None else percent / 100
    top, slash, bottom = text.partition("/")
    numerator = _decimal(top)
    if not slash:
        return numerator
    denominator = _decimal(bottom)
    return None if numerator is None or not denominator else numerator / denominator


def _decimal(text: str) -> Fraction | None:
    plain = text.strip()
    is_number = len(plain) <= _MOST_DIGITS and _PLAIN_NUMBER.fullmatch(plain)
    return Fraction(plain) if is_number else None


def whole_fen(yuan_amount: Fraction) -> Fen | None:
    """Turn yuan into fen; None if less than a fen would be lost.

    >>> whole_fen(Fraction("12.34")), whole_fen(Fraction("12.345"))
    (1234, None)
    """
    fen = yuan_amount * FEN_PER_YUAN
    return fen.numerator if fen.denominator == 1 else None


def half_up(value: Fraction) -> int:
    """Round to a whole number, a half away from zero.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    magnitude = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def largest_remainder(quotas: Sequence[Fraction]) -> tuple[int, ...]:
    """Round exact parts of a whole amount to whole parts that still add up.

    A tie of remainders goes to the earlier part. The quotas must be ≥ 0 and add up to a whole.

    >>> largest_remainder([Fraction(1, 2), Fraction(1, 2), Fraction(1)])
    (1, 0, 1)
    """
    parts = [quota.numerator // quota.denominator for quota in quotas]
    tail = sum(quotas, start=Fraction(0)) - sum(parts)
    assert tail.denominator == 1, "the parts do not add up to a whole"
    by_remainder = sorted(range(len(quotas)), key=lambda i: (parts[i] - quotas[i], i))
    for i in by_remainder[: tail.numerator]:
        parts[i] += 1
    return tuple(parts)


def apportion(total: int, weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Divide a whole amount by weights to whole parts that add up (largest remainder).

    The weights must be ≥ 0 and not all 0, unless the total is 0.

    >>> apportion(100, [1, 1, 1])
    (34, 33, 33)
    >>> apportion(0, [0, 0])
    (0, 0)
    """
    if total == 0:
        return (0,) * len(weights)
    whole = sum(weights, start=Fraction(0))
    assert whole > 0, "nothing to divide by"
    return largest_remainder([total * Fraction(weight) / whole for weight in weights])


def show_number(value: Fraction) -> str:
    """Write an exact number as people do: a decimal where it ends, else a ratio.

    >>> show_number(Fraction(74)), show_number(Fraction(1, 8)), show_number(Fraction(1, 3))
    ('74', '0.125', '1/3')
    """
    twos_and_fives = value.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    scaled = (value * 10**digits).numerator
    if digits == 0:
        return str(scaled)
    sign = "-" if scaled < 0 else ""
    text = str(abs(scaled)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def show_percent(value: Fraction) -> str:
    """Write a share as a percentage where it ends, else as a ratio.

    >>> show_percent(Fraction(2, 5)), show_percent(Fraction(1, 3))
    ('40%', '1/3')
    """
    shown = show_number(value * 100)
    return show_number(value) if "/" in shown else f"{shown}%"
