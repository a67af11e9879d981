"""An amount divided by weights, nobody below a floor or above a cap: solved by breakpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Limit:
    """The least and the most that one may get, both ≥ 0, the least not above the most."""

    least: Fraction
    most: Fraction

    def __post_init__(self) -> None:
        """Hold the two in their order: else there is no division that keeps them."""
        assert 0 <= self.least <= self.most, f"no amount is within {self.least} and {self.most}"

    def keep(self, claim: Fraction) -> Fraction:
        """Bring a claim within the limit."""
        return min(max(claim, self.least), self.most)


def limited_shares(
    amount: Fraction, weights: Mapping[str, Fraction], limits: Mapping[str, Limit]
) -> dict[str, Fraction]:
    """Divide an amount by weights ≥ 0, each share brought within its limit.

    At a rate each claims its weight times the rate. What is given grows with the rate, in straight
    lines between the rates at which a claim leaves its floor or meets its cap: so the rate at which
    the amount is given is found exactly. The result adds up to the amount, or to less where caps
    leave some of it; the floors must not add up to more.

    >>> limits = {"a": Limit(ZERO, Fraction(10)), "b": Limit(Fraction(70), Fraction(500))}
    >>> weights = {"a": Fraction(2), "b": Fraction(1)}
    >>> {unit: int(share) for unit, share in limited_shares(Fraction(90), weights, limits).items()}
    {'a': 10, 'b': 80}
    """
    turns = sorted(
        turn
        for unit, weight in weights.items()
        if weight > 0
        for turn in (
            (limits[unit].least / weight, weight),
            (limits[unit].most / weight, -weight),
        )
    )
    given = sum((limit.least for limit in limits.values()), start=ZERO)
    assert given <= amount, "the floors are above the amount"
    rate = growth = ZERO
    for at, change in turns:
        added = growth * (at - rate)
        if growth and given + added >= amount:
            rate += (amount - given) / growth
            break
        given, rate, growth = given + added, at, growth + change
    return {unit: limits[unit].keep(rate * weight) for unit, weight in weights.items()}
