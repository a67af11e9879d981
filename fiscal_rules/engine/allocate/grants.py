"""Grants by work done, and grants out of a pot: what the grant leaves, the county bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from fiscal_rules.engine.allocate.division import Taker, divide
from fiscal_rules.engine.allocate.matching import matching_grant
from fiscal_rules.engine.allocate.parts import PartKey, Reckoning, open_part
from fiscal_rules.engine.allocate.pots import PotShare
from fiscal_rules.engine.allocate.stretch import Stretch, runs
from fiscal_rules.engine.allocate.working import money, number, over_months
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import Factors, Workload
from fiscal_rules.model.money import FEN_PER_YUAN, half_up
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Part, Standing, weakest


def workload_grant(stretch: Stretch, local: Fraction, ruled: Ruled[Workload]) -> Reckoning:
    """Pay quantity × unit standard × performance, at most the local amount.

    The clauses name these factors and no formula: the product is a reading (``assumed``).
    """
    fund = ruled.value
    numbers = stretch.line.numbers
    blank = [column for column in (fund.quantity, fund.performance) if column not in numbers]
    entries, needs = stretch.look_up(fund.unit_standard)
    if blank or entries is None:
        columns = (stretch.need(NeedKind.COLUMN, column) for column in blank)
        return Reckoning((open_part(local),), (*columns, *needs))
    work = numbers[fund.quantity] * numbers[fund.performance] * FEN_PER_YUAN
    asked = [work * entry.number / _line_months(stretch) for entry in entries]
    whole = sum(asked, start=Fraction(0))
    # The grant as a whole is held down to the local amount, and each month with it.
    held_down = min(Fraction(1), local / whole) if whole else Fraction(1)
    monthly = tuple(part * held_down for part in asked)
    factors = f"{number(numbers[fund.quantity])} × {{}} × {number(numbers[fund.performance])}"
    terms = [(factors.format(number(e.number)), held) for e, held in runs(entries, stretch.months)]
    working = f"min({over_months(terms, _line_months(stretch))}, {money(local)})"
    return _granted(stretch, local, ruled, monthly, entries, working)


def factor_grant(
    stretch: Stretch, local: Fraction, ruled: Ruled[Factors], shares: Mapping[str, PotShare]
) -> Reckoning:
    """Pay the line's part of its pot, or fall back where neither pot nor weights are given."""
    share = shares.get(ruled.value.pot)
    if share is None:
        otherwise = ruled.value.otherwise
        assert otherwise is not None, "a line of a pot has its share"
        return matching_grant(stretch, local, Ruled(otherwise, ruled.rule, ruled.clause))
    if share.grant is None:
        return Reckoning((open_part(local),), share.needs, steps=share.steps)
    monthly = (Fraction(share.grant, share.months),) * len(stretch.months)
    working = f"{money(sum(monthly))}"
    reckoned = _granted(stretch, local, ruled, monthly, share.used, working)
    return reckoned.with_steps_before(share.steps)


def _granted(
    stretch: Stretch,
    local: Fraction,
    ruled: Ruled[Workload] | Ruled[Factors],
    monthly: tuple[Fraction, ...],
    used: Sequence[Entry],
    working: str,
) -> Reckoning:
    fund = ruled.value
    government = stretch.pack.government_by_id[fund.payer]
    what = Text("{payer}补助", "grant of the {payer}").fill(payer=government.name)
    granted = half_up(sum(monthly, start=Fraction(0)))
    key = PartKey(fund.payer, Part.GRANT, ruled.rule, ruled.clause)
    taker = Taker(key, monthly, Step(what, working, money(granted)))
    method = stretch.method(ruled.rule, Standing.ASSUMED)
    return divide(
        stretch,
        local,
        [taker],
        rest=PartKey(fund.rest, Part.GRANT, ruled.rule, ruled.clause),
        standing=weakest(stretch.law(), method, *(entry.standing for entry in used)),
    ).using(used)


def _line_months(stretch: Stretch) -> int:
    return len(stretch.line.period.months)
