"""Money is whole fen, and whoever divides it loses none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.model.money import (
    apportion,
    exact_number,
    grouped_yuan,
    half_up,
    largest_remainder,
    show_number,
    show_percent,
    whole_fen,
    yuan,
)

ALWAYS_ALIKE = settings(derandomize=True, deadline=None, max_examples=200)
WEIGHTS = st.lists(st.fractions(0, 10, max_denominator=50), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0", 0), ("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-0.49", 0)],
)
def test_a_half_is_rounded_away_from_zero(value: str, rounded: int) -> None:
    assert half_up(Fraction(value)) == rounded


@ALWAYS_ALIKE
@given(st.fractions())
def test_rounding_moves_a_value_by_half_at_most(value: Fraction) -> None:
    assert abs(half_up(value) - value) <= Fraction(1, 2)
    assert half_up(-value) == -half_up(value)


@ALWAYS_ALIKE
@given(st.integers(0, 10**9), WEIGHTS.filter(any))
def test_what_is_apportioned_adds_up_and_each_part_is_off_by_less_than_one(
    total: int, weights: list[Fraction]
) -> None:
    parts = apportion(total, weights)
    exact = [total * weight / sum(weights, Fraction(0)) for weight in weights]
    assert sum(parts) == total
    assert all(abs(part - quota) < 1 for part, quota in zip(parts, exact, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@ALWAYS_ALIKE
@given(st.integers(0, 10**6), WEIGHTS.filter(any))
def test_of_parts_that_are_rounded_up_none_has_a_smaller_remainder_than_one_that_is_not(
    total: int, weights: list[Fraction]
) -> None:
    exact = [total * weight / sum(weights, Fraction(0)) for weight in weights]
    parts = largest_remainder(exact)
    up = {i for i, part in enumerate(parts) if part > exact[i]}
    down = set(range(len(parts))) - up
    remainders = [quota - quota.numerator // quota.denominator for quota in exact]
    ranks = [(-remainder, position) for position, remainder in enumerate(remainders)]
    assert max((ranks[i] for i in up), default=(-1, 0)) < min(
        (ranks[i] for i in down if remainders[i]), default=(1, 0)
    )


def test_a_tie_goes_to_the_earlier_part() -> None:
    assert apportion(100, [1, 1, 1]) == (34, 33, 33)
    assert apportion(200, [1, 1, 1]) == (67, 67, 66)
    assert apportion(1, [0, 1, 1]) == (0, 1, 0)


def test_parts_that_do_not_add_up_to_a_whole_are_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="do not add up to a whole"):
        largest_remainder([Fraction(1, 3), Fraction(1, 3)])


def test_nothing_can_be_divided_by_nothing_only() -> None:
    assert apportion(0, [0, 0]) == (0, 0)
    with pytest.raises(AssertionError, match="nothing to divide by"):
        apportion(1, [0, 0])


@ALWAYS_ALIKE
@given(st.integers(-(10**18), 10**18))
def test_money_written_as_yuan_reads_back_to_the_fen(fen: int) -> None:
    written = yuan(fen)
    value = exact_number(written)
    assert value is not None
    assert whole_fen(value) == fen
    assert grouped_yuan(fen).replace(",", "") == written


@ALWAYS_ALIKE
@given(st.fractions(max_denominator=10_000))
def test_a_number_as_people_write_it_reads_back_exactly(value: Fraction) -> None:
    assert exact_number(show_number(value)) == value
    assert exact_number(show_percent(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40%", Fraction(2, 5)),
        ("12.5%", Fraction(1, 8)),
        (" 74 ", Fraction(74)),
        ("1/3", Fraction(1, 3)),
        ("-0.5", Fraction(-1, 2)),
    ],
)
def test_numbers_are_read_exactly(text: str, value: Fraction) -> None:
    assert exact_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "1e3", "1,000", "nan", "1/0", "1/2%", "½", "--1", ".5", "5.", "1/2/3", "0x1"]
)
def test_what_is_no_plain_number_is_not_read(text: str) -> None:
    assert exact_number(text) is None


def test_less_than_a_fen_is_not_rounded_away() -> None:
    assert whole_fen(Fraction("12.345")) is None
    assert whole_fen(Fraction("12.34")) == 1234
