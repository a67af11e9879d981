"""An amount under floors and caps, solved twice more: by every case there is, and by bisection."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.allocate.limits import Limit, limited_shares
from fiscal_rules.model.money import largest_remainder

UNITS = "abcdefg"
CASES = 10_000
ZERO = Fraction(0)
Pot = tuple[Fraction, dict[str, Fraction], dict[str, Limit]]


def by_every_case(pot: Pot) -> dict[str, Fraction]:
    """Let each unit be at its floor, at its cap, or between: the one case that fits is right."""
    amount, weights, limits = pot
    for states in product(("floor", "cap", "between"), repeat=len(weights)):
        shares = _in_case(amount, weights, limits, dict(zip(weights, states, strict=True)))
        if shares is not None:
            return shares
    raise AssertionError


def _in_case(
    amount: Fraction,
    weights: dict[str, Fraction],
    limits: dict[str, Limit],
    states: dict[str, str],
) -> dict[str, Fraction] | None:
    held = {u: limits[u].least if s == "floor" else limits[u].most for u, s in states.items()}
    between = [u for u in weights if states[u] == "between"]
    if any(not weights[u] for u in between):
        return None
    left = amount - sum(held[u] for u in weights if u not in between)
    floors = [u for u in weights if states[u] == "floor" and weights[u]]
    caps = [u for u in weights if states[u] == "cap"]
    if any(not weights[u] for u in caps):
        return None
    # At one rate all claims of the capped are above their caps, all of the others not below.
    least = max((held[u] / weights[u] for u in caps), default=ZERO)
    most = min((held[u] / weights[u] for u in floors), default=None)
    if between:
        rate = left / sum(weights[u] for u in between)
        shares = held | {u: rate * weights[u] for u in between}
        is_within = all(limits[u].least < shares[u] < limits[u].most for u in between)
        fits = is_within and least <= rate and (most is None or rate <= most)
        return shares if fits else None
    is_spent = left == 0 and (most is None or least <= most)
    is_too_much = left > 0 and not floors
    return held if is_spent or is_too_much else None


def by_bisection(pot: Pot) -> dict[str, Fraction]:
    """Find, among the rates at which a claim meets a limit, between which two the pot is spent."""
    amount, weights, limits = pot

    def given_at(rate: Fraction) -> dict[str, Fraction]:
        return {u: limits[u].keep(rate * weights[u]) for u in weights}

    def spent_at(rate: Fraction) -> Fraction:
        return sum(given_at(rate).values(), ZERO)

    weighty = [u for u in weights if weights[u]]
    bounds = [limit / weights[u] for u in weighty for limit in (limits[u].least, limits[u].most)]
    rates = sorted({ZERO, *bounds})
    if spent_at(rates[-1]) <= amount:
        return given_at(rates[-1])
    low, high = 0, len(rates) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if spent_at(rates[middle]) <= amount else (low, middle)
    before, after = spent_at(rates[low]), spent_at(rates[high])
    part = (amount - before) / (after - before)
    return given_at(rates[low] + part * (rates[high] - rates[low]))


def _limit(bounds: tuple[int, int]) -> Limit:
    least, most = sorted(bounds)
    return Limit(Fraction(least), Fraction(most))


@st.composite
def pots(draw: st.DrawFn) -> Pot:
    units = UNITS[: draw(st.integers(1, len(UNITS)))]
    weights = {u: Fraction(draw(st.integers(0, 12)), 12) for u in units}
    limits = {u: _limit(draw(st.tuples(st.integers(0, 20), st.integers(0, 60)))) for u in units}
    floors = sum(limit.least for limit in limits.values())
    return Fraction(floors + draw(st.integers(0, 200))), weights, limits


def random_pot(random: Random) -> Pot:
    """Draw a pot of up to four units: few enough to look at every case."""
    units = UNITS[: random.randint(1, 4)]
    weights = {u: Fraction(random.randint(0, 9), random.randint(1, 9)) for u in units}
    limits = {u: _limit((random.choice((0, random.randint(0, 40))), random.randint(0, 90)))
              for u in units}  # fmt: skip
    floors = sum(limit.least for limit in limits.values())
    return Fraction(floors + random.randint(0, 150)), weights, limits


def test_ten_thousand_random_pots_come_out_as_the_one_case_that_fits() -> None:
    random = Random(20_190_409)  # noqa: S311 (the same cases each run, no secret)
    for _ in range(CASES):
        pot = random_pot(random)
        assert limited_shares(*pot) == by_every_case(pot), pot


@given(pots())
@settings(max_examples=settings().max_examples * 20)
def test_both_solutions_are_the_same(pot: Pot) -> None:
    assert limited_shares(*pot) == by_bisection(pot)


@given(pots())
@settings(max_examples=settings().max_examples * 5)
def test_the_pot_is_spent_or_every_unit_with_a_weight_is_at_its_cap(pot: Pot) -> None:
    amount, weights, limits = pot
    shares = limited_shares(*pot)
    spent = sum(shares.values(), ZERO)
    assert spent <= amount
    assert spent == amount or all(shares[u] == limits[u].most for u in weights if weights[u])


@given(pots())
@settings(max_examples=settings().max_examples * 5)
def test_units_within_their_limits_get_alike_for_their_weights(pot: Pot) -> None:
    _, weights, limits = pot
    shares = limited_shares(*pot)
    weighty = [u for u in weights if weights[u] and limits[u].least < limits[u].most]
    within = [u for u in weighty if limits[u].least < shares[u] < limits[u].most]
    rates = {shares[u] / weights[u] for u in within}
    assert len(rates) <= 1
    for rate in rates:
        assert all(shares[u] / weights[u] <= rate for u in weighty if shares[u] == limits[u].most)
        assert all(shares[u] / weights[u] >= rate for u in weighty if shares[u] == limits[u].least)


@given(pots())
@settings(max_examples=settings().max_examples * 5)
def test_in_whole_fen_no_unit_leaves_its_limits(pot: Pot) -> None:
    _, _, limits = pot
    exact = limited_shares(*pot)
    whole = largest_remainder(list(exact.values()))
    assert sum(whole) == sum(exact.values())
    assert all(
        limits[u].least <= part <= limits[u].most for part, u in zip(whole, exact, strict=True)
    )
