"""Grants by work done, and grants out of a pot: what the grant leaves, the county bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.engine.allocate.division import Taker, divide
from fiscal_rules.engine.allocate.matching import matching_grant
from fiscal_rules.engine.allocate.parts import PartKey, Reckoning, open_part
from fiscal_rules.engine.allocate.pots import PotShare
from fiscal_rules.engine.allocate.stretch import Stretch, runs
from fiscal_rules.engine.allocate.working import money, number, over_months
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.funding import Factors, Workload, rounding_of
from fiscal_rules.model.money import FEN_PER_YUAN, show_percent
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rounding import TO_THE_FEN
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Part, Standing, weakest


def workload_grant(stretch: Stretch, local: Fraction, ruled: Ruled[Workload]) -> Reckoning:
    """Pay quantity × unit standard × share × performance, and what is added, at most what is there.

    The clauses name these factors and no formula: the product is a reading (``assumed``).
    """
    fund = ruled.value
    given = {**stretch.line.numbers, **stretch.line.money}
    blank = [column for column in fund.columns if column not in given]
    entries, needs = stretch.look_up(fund.unit_standard)
    shares, more = (None, ()) if fund.share is None else stretch.look_up(fund.share)
    if blank or entries is None or (fund.share is not None and shares is None):
        columns = (stretch.need(NeedKind.COLUMN, column) for column in blank)
        return Reckoning((open_part(local),), (*columns, *needs, *more))
    months = _line_months(stretch)
    work = _Work(stretch, fund, entries, shares)
    products = [work.product(i) / months for i in range(len(stretch.months))]
    whole = sum(products, start=Fraction(0))
    # The grant as a whole is held down to the local amount, and each month with it.
    grant = min(whole + work.plus * len(stretch.months) / months, local)
    even = Fraction(1, len(products))
    monthly = tuple(grant * (part / whole if whole else even) for part in products)
    working = f"min({work.said(months)}, {money(local)})"
    return _granted(stretch, local, ruled, monthly, (*entries, *(shares or ())), working)


@dataclass(frozen=True, slots=True)
class _Work:
    """Work done on a stretch, with the value of each factor in its months."""

    stretch: Stretch
    fund: Workload
    entries: tuple[Entry, ...]
    shares: tuple[Entry, ...] | None

    @property
    def done(self) -> Fraction:
        """How much was done, weighed by its performance."""
        numbers = self.stretch.line.numbers
        quality = self.fund.performance
        return numbers[self.fund.quantity] * (1 if quality is None else numbers[quality])

    @property
    def plus(self) -> Fraction:
        """What is added to the product for a whole line, in fen."""
        column = self.fund.plus
        return Fraction(0 if column is None else self.stretch.line.money[column])

    def product(self, month: int) -> Fraction:
        """Give the product for a whole line by the figures of a month, in fen."""
        share = Fraction(1) if self.shares is None else self.shares[month].number
        return self.done * self.entries[month].number * share * FEN_PER_YUAN

    def said(self, months: int) -> str:
        """Write it as it is computed."""
        keys = list(zip(self.entries, self.shares or self.entries, strict=True))
        terms = [(self._product(*key), held) for key, held in runs(keys, self.stretch.months)]
        product = over_months(terms, months)
        if self.fund.plus is None:
            return product
        here = self.stretch.months
        return f"{product} + {over_months([(money(self.plus), here)], months)}"

    def _product(self, standard: Entry, share: Entry) -> str:
        numbers = self.stretch.line.numbers
        factors = [number(numbers[self.fund.quantity]), number(standard.number)]
        factors += [] if self.shares is None else [show_percent(share.number)]
        quality = self.fund.performance
        factors += [] if quality is None else [number(numbers[quality])]
        return " × ".join(factors)


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
    rounding = rounding_of(fund) or TO_THE_FEN
    heads = stretch.line.numbers.get(rounding.count or "")
    granted = rounding.rounded(sum(monthly, start=Fraction(0)), heads)
    key = PartKey(fund.payer, Part.GRANT, ruled.rule, ruled.clause)
    taker = Taker(key, monthly, Step(what, working, money(granted)), rounding, heads)
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
