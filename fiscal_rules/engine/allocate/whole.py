"""Whole grants: what units get out of a pot, to the fen or to the unit of money that is ordered."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fiscal_rules.engine.allocate.working import money
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.money import Fen, largest_remainder
from fiscal_rules.model.rounding import RoundedEach, Rounding
from fiscal_rules.model.text import Text

_ROUNDED = Text("取整（条款 {clause}）", "rounded (clause {clause})")


def whole_grants(
    exact: Mapping[str, Fraction], left: Fraction, order: Rounding | None
) -> dict[str, Fen]:
    """Round exact shares of a pot, of which ``left`` is left, in the order of units.

    Without an order they add up, with what is left in whole fen, to the pot; a tie goes to the unit
    that comes earlier. An order may add to the pot, or leave more of it.

    >>> shares = {"a": Fraction(250), "b": Fraction(130), "c": Fraction(140)}
    >>> whole_grants(shares, Fraction(0), Rounding(100, each=RoundedEach.TOTAL))
    {'a': 300, 'b': 100, 'c': 100}
    >>> whole_grants(shares, Fraction(0), Rounding(100, each=RoundedEach.UNIT))
    {'a': 300, 'b': 100, 'c': 100}
    """
    if order is None:
        *whole, _ = largest_remainder([*exact.values(), left])
        return dict(zip(exact, whole, strict=True))
    if order.each is RoundedEach.UNIT:
        return {unit: order.rounded(share) for unit, share in exact.items()}
    total = order.rounded(sum(exact.values(), start=Fraction(0))) // order.to
    quotas = [share / order.to for share in exact.values()]
    down = [quota.numerator // quota.denominator for quota in quotas]
    raised = sorted(range(len(quotas)), key=lambda i: (down[i] - quotas[i], i))
    more = {*raised[: total - sum(down)]}
    return {unit: (down[i] + (i in more)) * order.to for i, unit in enumerate(exact)}


def rounding_step(exact: Fraction, whole: Fen, order: Rounding | None) -> tuple[Step, ...]:
    """Write what an order to round makes of a share; nothing where there is none."""
    if order is None:
        return ()
    return (Step(_ROUNDED.fill(clause=order.clause or ""), money(exact), money(whole)),)
