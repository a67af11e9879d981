"""Parts are exact first, then whole fen that add up, and none is negative."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.allocate.parts import OPEN, ExactPart, PartKey, open_part, whole_parts
from fiscal_rules.model.vocabulary import Part, Standing

CITY = PartKey("city", Part.BASE, "r", "c")
COUNTY = PartKey("county", Part.BASE, "r", "c")
HALF = Fraction(1, 2)


def test_each_part_is_rounded_half_up_and_the_bearer_of_the_rest_takes_what_remains() -> None:
    parts = [ExactPart(CITY, HALF), ExactPart(COUNTY, 2 + HALF, takes_rest=True)]
    assert [(p.key, p.value) for p in whole_parts(3, parts)] == [(CITY, 1), (COUNTY, 2)]


def test_parts_of_one_key_are_added_before_they_are_rounded() -> None:
    parts = [ExactPart(CITY, HALF), ExactPart(CITY, HALF), open_part(Fraction(1))]
    assert [(p.key, p.value) for p in whole_parts(2, parts)] == [(CITY, 1), (OPEN, 1)]


def test_the_weakest_standing_of_a_key_is_kept() -> None:
    parts = [
        ExactPart(CITY, HALF, Standing.OFFICIAL),
        ExactPart(CITY, HALF, Standing.DERIVED),
        open_part(Fraction(0)),
    ]
    assert [p.standing for p in whole_parts(1, parts)] == [Standing.DERIVED, None]


def test_parts_that_do_not_add_up_are_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="parts do not add up"):
        whole_parts(2, [open_part(Fraction(1))])


def test_parts_of_which_nobody_bears_the_rest_are_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="nobody bears the rest"):
        whole_parts(1, [ExactPart(CITY, Fraction(1))])


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(0, 5), min_size=1, max_size=5).filter(any))
def test_whole_parts_add_up_and_none_is_negative(local: int, weights: list[int]) -> None:
    exact = [Fraction(local * weight, sum(weights)) for weight in weights]
    parts = [ExactPart(PartKey(f"p{n}"), value) for n, value in enumerate(exact)]
    found = whole_parts(local, [*parts, ExactPart(OPEN, Fraction(0), takes_rest=True)])
    assert sum(part.value for part in found) == local
    assert min(part.value for part in found) >= 0
