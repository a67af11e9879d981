"""A pot under caps, solved once more by looking for the rate at which it is spent."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.allocate.pots import capped_shares
from fiscal_rules.model.money import largest_remainder

UNITS = "abcdefg"
WEIGHT = st.integers(0, 12).map(lambda n: Fraction(n, 12))


def by_breakpoints(
    amount: int, weights: dict[str, Fraction], caps: dict[str, int]
) -> dict[str, Fraction]:
    """Find, among the rates at which a unit meets its cap, between which two the pot is spent.

    At a rate each unit gets its weight times the rate, but no more than its cap. What is spent
    grows with the rate, in a straight line between two caps.
    """

    def given_at(rate: Fraction) -> dict[str, Fraction]:
        return {u: min(rate * weights[u], Fraction(caps[u])) for u in weights}

    def spent_at(rate: Fraction) -> Fraction:
        return sum(given_at(rate).values(), Fraction(0))

    rates = sorted({Fraction(0), *(caps[u] / weights[u] for u in weights if weights[u])})
    if spent_at(rates[-1]) <= amount:
        return given_at(rates[-1])
    low, high = 0, len(rates) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if spent_at(rates[middle]) <= amount else (low, middle)
    before, after = spent_at(rates[low]), spent_at(rates[high])
    part = (amount - before) / (after - before)
    return given_at(rates[low] + part * (rates[high] - rates[low]))


POTS = st.integers(1, len(UNITS)).flatmap(
    lambda n: st.tuples(
        st.integers(0, 200),
        st.fixed_dictionaries(dict.fromkeys(UNITS[:n], WEIGHT)),
        st.fixed_dictionaries({u: st.integers(0, 60) for u in UNITS[:n]}),
    )
)
Pot = tuple[int, dict[str, Fraction], dict[str, int]]


@given(POTS)
@settings(max_examples=settings().max_examples * 20)
def test_both_solutions_are_the_same(pot: Pot) -> None:
    assert capped_shares(*pot) == by_breakpoints(*pot)


@given(POTS)
@settings(max_examples=settings().max_examples * 5)
def test_the_pot_is_spent_or_every_unit_with_a_weight_is_at_its_cap(pot: Pot) -> None:
    amount, weights, caps = pot
    shares = capped_shares(amount, weights, caps)
    spent = sum(shares.values(), Fraction(0))
    assert spent <= amount
    assert spent == amount or all(shares[u] == caps[u] for u in weights if weights[u])


@given(POTS)
@settings(max_examples=settings().max_examples * 5)
def test_units_below_their_caps_get_alike_for_their_weights(pot: Pot) -> None:
    _, weights, caps = pot
    shares = capped_shares(*pot)
    rates = {shares[u] / weights[u] for u in weights if weights[u] and shares[u] < caps[u]}
    assert len(rates) <= 1
    capped = [shares[u] / weights[u] for u in weights if weights[u] and shares[u] == caps[u]]
    assert all(rate <= free for rate in capped for free in rates)


@given(POTS)
@settings(max_examples=settings().max_examples * 5)
def test_in_whole_fen_no_unit_gets_more_than_its_cap(pot: Pot) -> None:
    amount, weights, caps = pot
    exact = capped_shares(amount, weights, caps)
    whole = largest_remainder(list(exact.values()))
    assert sum(whole) == sum(exact.values())
    assert all(part <= caps[u] for part, u in zip(whole, exact, strict=True))
