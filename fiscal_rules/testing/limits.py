"""Laws of limits: no payer pays beyond its cap, and a larger share pays no less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from fiscal_rules.engine.allocate.stack import cut
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.funding import Bound, Matching, Share, ShareBy
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.testing.allocating import alone

_POINT = Fraction(1, 100)
_MONTHS_A_YEAR = 12


def no_payer_exceeds_its_cap(table: DecisionTable, parameters: Parameters, budget: Budget) -> None:
    """State that no payer with a cap pays more of a line than its cap, or its floor above it, allows.

    For lines of one stretch and matching grants of one tranche. A cap in yuan a head is that much for
    each head and month; one as a ratio is at most that ratio of the amount. Rounding may add its unit.
    """
    for line in budget.lines:
        for stretch, fund in _of_one_tranche(cut(table, parameters, line)):
            result = alone(table, parameters, line)
            for share in fund.shares:
                most = _most(stretch, share)
                if most is not None and share.payer != fund.rest:
                    pays = result.paid_by(share.payer) - _given(stretch, share.payer)
                    assert pays <= most + _unit(stretch, fund), (
                        f"line {line.id}: {share.payer} pays {pays} fen, at most {most} is allowed"
                    )


def _of_one_tranche(stretches: Sequence[Stretch]) -> Iterator[tuple[Stretch, Matching]]:
    for stretch in stretches if len(stretches) == 1 else ():
        fund = stretch.verdict.fund.value if stretch.verdict.fund else None
        if isinstance(fund, Matching) and not fund.further and stretch.verdict.agreed is None:
            yield stretch, fund


def _most(stretch: Stretch, share: Share) -> Fraction | None:
    """Say what a share comes to at most, in fen; None where it has no cap, or it is not known."""
    if share.at_most is None:
        return None
    bounds = [share.at_most, *([] if share.at_least is None else [share.at_least])]
    found = [_comes_to(stretch, bound) for bound in bounds]
    known = [amount for amount in found if amount is not None]
    return max(known) if len(known) == len(found) else None


def _comes_to(stretch: Stretch, bound: Bound) -> Fraction | None:
    entries = stretch.look_up(bound.parameter)[0]
    if entries is None:
        return None
    if bound.by is ShareBy.RATIO:
        return max(entry.number for entry in entries) * stretch.amount
    heads = stretch.line.numbers.get("headcount")
    return None if heads is None else _by_head(entries, heads)


def _by_head(entries: Sequence[Entry], heads: Fraction) -> Fraction:
    yearly = sum((entry.number for entry in entries), start=Fraction(0))
    return yearly * heads * FEN_PER_YUAN / _MONTHS_A_YEAR


def _given(stretch: Stretch, payer: str) -> int:
    """Say what a line's own column says that a government gives."""
    funds = stretch.pack.government_by_id[payer].funds
    return stretch.line.money.get(funds or "", 0)


def _unit(stretch: Stretch, fund: Matching) -> Fraction:
    """Say how much rounding may add to a part, in fen."""
    if fund.rounding is None:
        return Fraction(1)
    count = fund.rounding.count
    heads = Fraction(1) if count is None else stretch.line.numbers.get(count, Fraction(0))
    return fund.rounding.to * max(Fraction(1), heads)


def a_larger_share_pays_no_less(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:
    """State that a government whose share is a point larger, in every value of it, pays no less.

    For lines of one stretch, matching grants of one tranche, and shares that are ratios. Exact.
    """
    for line in budget.lines:
        for _, fund in _of_one_tranche(cut(table, parameters, line)):
            before = alone(table, parameters, line)
            for share in fund.shares:
                if share.by is ShareBy.RATIO:
                    after = alone(table, _larger(parameters, share.parameter), line)
                    one, other = (result.paid_by(share.payer) for result in (before, after))
                    assert other >= one, (
                        f"line {line.id}: {share.payer} pays {one} fen, with a larger share {other}"
                    )


def _larger(parameters: Parameters, name: str) -> Parameters:
    entries = tuple(
        replace(entry, value=min(Fraction(1), entry.number + _POINT))
        for entry in parameters.of(name)
    )
    return replace(parameters, entries={**parameters.entries, name: entries})
