"""The laws that every allocation obeys, whatever the pack, the parameters and the budget.

A law is a function of a decided pack, parameters and a budget; it does nothing where it holds and
raises AssertionError, naming the line, where it does not. Its docstring is its statement. All
suppose a pack without gaps and conflicts; further preconditions stand with each law, and lines
that do not meet them are passed over.

**Rounding.** Where a law allows for rounding, the bound is exact. Let n be the number of a line's
payments below the governments above, and m the number of stretches into which rules cut its
months. One allocation is off its exact value by at most (m + n) / 2 units in every part but the
one that bears the rest, and n times that in the one that does. A unit is a fen; where a rule
orders coarser rounding, twice what it rounds to (an order may truncate), for each head where it
is done by head. A law that compares several allocations adds up their bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from fiscal_rules.engine.allocate.above import upper_money
from fiscal_rules.engine.allocate.stack import cut
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.engine.infer import DecisionTable, infer
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.funding import Full, Matching, rounding_of
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import NeedKind, Part
from fiscal_rules.testing.allocating import allocated, alone, outside_pots, paid
from fiscal_rules.testing.completing import (
    a_blank_stands_for_every_value,
    the_table_follows_the_matcher,
)
from fiscal_rules.testing.likeness import (
    counties_alike_are_treated_alike,
    months_alike_are_treated_alike,
)
from fiscal_rules.testing.limits import a_larger_share_pays_no_less, no_payer_exceeds_its_cap
from fiscal_rules.testing.quantities import times, with_more

K = TypeVar("K")

Law = Callable[[DecisionTable, Parameters, Budget], None]


def money_is_conserved(table: DecisionTable, parameters: Parameters, budget: Budget) -> None:
    """State that payments and what is open add up to the amount, line by line and in total.

    No payment is negative, and a government above pays what its column says. Exact.
    """
    results = allocated(table, parameters, budget).results
    for result in results:
        placed = sum(payment.amount for payment in result.payments)
        line = f"line {result.line.id}"
        assert placed + result.open == result.line.amount, (
            f"{line}: {placed} paid and {result.open} open make no {result.line.amount}"
        )
        smallest = min((payment.amount for payment in result.payments), default=0)
        assert smallest >= 0 <= result.open, f"{line} has a negative part"
        given = (p for p in result.payments if p.part is Part.UPPER and p.rule is None)
        upper = sum(payment.amount for payment in given)
        assert upper == upper_money(table.pack, result.line), f"{line}: money from above changed"
    total = sum(line.amount for line in budget.lines)
    placed = sum(p.amount for result in results for p in result.payments)
    still_open = sum(result.open for result in results)
    assert placed + still_open == total, f"{placed} paid, {still_open} open, {total} in all"


def every_line_comes_out_once(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:  # fmt: skip
    """State that the results are those of the budget's lines, once each, in its order. Exact."""
    found = [result.line for result in allocated(table, parameters, budget).results]
    assert found == list(budget.lines), f"lines {[line.id for line in found]} came out"


def the_order_of_rules_does_not_matter(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:
    """State that a pack with its rules in reverse decides and pays alike. Exact.

    Where two rules say the same, the first is named for it: so the rules, clauses and standing
    credited may differ, and are not compared.
    """
    turned = _in_reverse(_ById(table))
    before = allocated(table, parameters, budget).results
    after = allocated(turned, parameters, budget).results
    for one, other in zip(before, after, strict=True):
        _same(_said(one), _said(other), f"line {one.line.id}, rules in reverse")


@dataclass(frozen=True, slots=True, eq=False)
class _ById:
    """A table that is known again by being the same one: many budgets are drawn for each."""

    table: DecisionTable

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.table is self.table

    def __hash__(self) -> int:
        return id(self.table)


@lru_cache(maxsize=1)
def _in_reverse(held: _ById) -> DecisionTable:
    pack = held.table.pack
    return infer(replace(pack, rules=pack.rules[::-1]))


def the_order_of_lines_does_not_matter(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:
    """State that a budget with its lines in reverse has the same result for each line. Exact."""
    turned = replace(budget, lines=budget.lines[::-1], measures=budget.measures[::-1])
    before = allocated(table, parameters, budget)
    after = allocated(table, parameters, turned)
    assert before.unspent_pots == after.unspent_pots, "other pots are unspent"
    for one in before.results:
        assert after.result_of(one.line.id) == one, f"line {one.line.id} came out otherwise"


def splitting_a_line_moves_money_by_rounding_only(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    *,
    parts: tuple[int, ...] = (1, 2),
) -> None:
    """State that a line split in one proportion pays in all what the whole line pays.

    Amount, heads, work, money from above and agreed subsidies are split alike; lines of pots are
    passed over, since a pot rounds over all its lines. No payer's total moves by more than the
    bounds of the whole and of each part allow: for a line with one payment beside the rest, two
    parts and no change of rules within it, 6 fen for the bearer of the rest, 4.5 for others.
    """
    for line in outside_pots(table, parameters, budget):
        whole = alone(table, parameters, times(line, sum(parts)))
        split = [alone(table, parameters, times(line, part)) for part in parts]
        bound = _bound(table, parameters, line, whole) * (1 + len(parts))
        for payer, amount in paid(whole).items():
            others = sum(paid(part)[payer] for part in split)
            assert abs(amount - others) <= bound, (
                f"line {line.id} times {sum(parts)}: {payer} pays {amount} fen of the whole and "
                f"{others} of the parts, more than {bound} apart"
            )
        for part in split:
            _same(_settled(whole), _settled(part), f"line {line.id}, split")


def scaling_a_line_scales_every_part(
    table: DecisionTable, parameters: Parameters, budget: Budget, *, factor: int = 7
) -> None:
    """State that a line with all quantities multiplied pays as many times as much.

    Lines of pots are passed over. No payer's amount is off by more than the bound of the larger
    line and ``factor`` times that of the smaller.
    """
    for line in outside_pots(table, parameters, budget):
        one = alone(table, parameters, line)
        many = alone(table, parameters, times(line, factor))
        bound = _bound(table, parameters, line, many) * (1 + factor)
        for payer, amount in paid(many).items():
            expected = paid(one)[payer] * factor
            assert abs(amount - expected) <= bound, (
                f"line {line.id} times {factor}: {payer} pays {amount} fen, not about {expected}"
            )
        _same(_settled(one), _settled(many), f"line {line.id}, scaled")


def a_top_up_leaves_the_others_alone(
    table: DecisionTable, parameters: Parameters, budget: Budget, *, more: Fen = 12_345
) -> None:
    """State that more money above the base standard is all paid by the bearer of the top-up.

    For lines of one stretch that have a top-up already, and whose money from above is as reported: a
    pack above may compute more of it where there is more to pay. There, only the bearer of the
    top-up pays more, by the whole difference, and nothing else changes. Exact.
    """
    for line in budget.lines:
        before = alone(table, parameters, line)
        has_top_up = any(p.part is Part.ABOVE and p.amount for p in before.payments)
        is_computed = any(p.part is Part.UPPER and p.rule is not None for p in before.payments)
        if not has_top_up or is_computed or len(cut(table, parameters, line)) > 1:
            continue
        after = alone(table, parameters, with_more(line, more))
        expected = {
            key: amount + more if key[1] is Part.ABOVE else amount
            for key, amount in _by_part(before).items()
        }
        _same(expected, _by_part(after), f"line {line.id} with {more} fen more above its base")
        _same(_settled(before), _settled(after), f"line {line.id} with {more} fen more")
        assert before.open == after.open, f"line {line.id}: what is open changed"


def more_money_lowers_no_part(
    table: DecisionTable, parameters: Parameters, budget: Budget, *, more: Fen = 1
) -> None:
    """State that a larger amount, all else alike, makes no government pay less.

    For lines of one stretch, in full or by a matching grant with one sharer whose part is not
    withheld for some of the months, rounded to the fen: with three parties, and in coarser units,
    rounding may take from one. Exact.
    """
    for line in budget.lines:
        held = cut(table, parameters, line)
        fund = held[0].verdict.fund.value if held[0].verdict.fund else None
        of_two = isinstance(fund, Full) or (
            isinstance(fund, Matching)
            and len(fund.shares) == 1
            and not fund.further
            and fund.rounding is None
        )
        if len(held) > 1 or not of_two:
            continue
        before = alone(table, parameters, line)
        if any(need.kind is NeedKind.DECISION for need in before.needs):
            continue
        after = _by_part(alone(table, parameters, with_more(line, more)))
        for key, amount in _by_part(before).items():
            assert after.get(key, 0) >= amount, (
                f"line {line.id} with {more} fen more: {key} falls from {amount} to {after.get(key)}"
            )


LAWS: tuple[Law, ...] = (
    money_is_conserved,
    every_line_comes_out_once,
    the_order_of_rules_does_not_matter,
    the_order_of_lines_does_not_matter,
    splitting_a_line_moves_money_by_rounding_only,
    scaling_a_line_scales_every_part,
    a_top_up_leaves_the_others_alone,
    more_money_lowers_no_part,
    a_larger_share_pays_no_less,
    no_payer_exceeds_its_cap,
    counties_alike_are_treated_alike,
    months_alike_are_treated_alike,
    the_table_follows_the_matcher,
    a_blank_stands_for_every_value,
)
"""Every law; one is added here, and nowhere else."""


def _bound(
    table: DecisionTable, parameters: Parameters, line: BudgetLine, result: LineResult
) -> Fraction:
    """Say how far one allocation of a line may be off its exact value, in fen."""
    held = cut(table, parameters, line)
    local = max(1, sum(payment.part is not Part.UPPER for payment in result.payments))
    unit = max(_unit(stretch) for stretch in held)
    return Fraction(local * (len(held) + local), 2) * unit


def _unit(stretch: Stretch) -> Fraction:
    """Say twice how far rounding takes one part of a stretch off its exact value, in fen."""
    fund = stretch.verdict.fund
    order = None if fund is None else rounding_of(fund.value)
    if order is None:
        return Fraction(1)
    heads = 1 if order.count is None else stretch.line.numbers.get(order.count, 0)
    return Fraction(2 * order.to * max(1, heads))


def _by_part(result: LineResult) -> dict[tuple[str, Part], Fen]:
    parts = {(payment.payer, payment.part): 0 for payment in result.payments}
    for payment in result.payments:
        parts[payment.payer, payment.part] += payment.amount
    return parts


def _settled(result: LineResult) -> dict[str, object]:
    """Say what of a result does not depend on how much money it is."""
    return {
        "status": result.status,
        "authority": result.authority,
        "needs": {(need.kind, need.id) for need in result.needs},
    }


def _said(result: LineResult) -> dict[str, object]:
    return {
        **_settled(result),
        "payers": paid(result),
        "duties": {duty.id for duty in result.duties},
        "findings": {finding.id for finding in result.findings},
    }


def _same(one: Mapping[K, object], other: Mapping[K, object], where: str) -> None:
    for key, value in one.items():
        assert other[key] == value, f"{where}: {key} is {other[key]}, was {value}"
