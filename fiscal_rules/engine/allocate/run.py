"""Allocate a whole budget: decide every line, solve the pots, then divide each line's money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from fiscal_rules.engine.allocate.line import allocate_line
from fiscal_rules.engine.allocate.pots import (
    REFUSED_ROW,
    UNSETTLED_LINE,
    Member,
    Pot,
    PotShare,
    pot_shares,
)
from fiscal_rules.engine.allocate.remarks import double_counts, heads_of, noticed
from fiscal_rules.engine.allocate.stack import cut
from fiscal_rules.engine.allocate.stretch import Stretch, given_on, verdict_on
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.engine.labels import add_labels
from fiscal_rules.engine.settle import settle
from fiscal_rules.model.allocation import (
    Allocation,
    LineResult,
    Provenance,
    UnspentPot,
    group,
)
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import Parameters

PotKey = tuple[str, str, int]
"""A pot: its parameter, its item, its year."""


def allocate(
    table: DecisionTable, parameters: Parameters, budget: Budget, *, provenance: Provenance
) -> Allocation:
    """Allocate every line of a budget.

    Checked on the way out, line by line: payments and what is open add up to the amount.
    """
    held = {line.id: cut(table, parameters, line) for line in budget.lines}
    shares, unspent = _solve(table, parameters, budget, held)
    doubled = double_counts(table.pack, map(heads_of, budget.lines))
    results = tuple(
        allocate_line(held[line.id], shares.get(line.id, {}), noticed(line, doubled))
        for line in budget.lines
    )
    _conserved(budget.lines, results)
    settlements = settle(table.pack, results, budget.refused)
    labels = add_labels(table.pack, budget.columns, results)
    groups = group(results)
    return Allocation(
        table.pack, parameters, budget, results, groups, unspent, provenance, settlements, labels
    )


def _conserved(lines: Sequence[BudgetLine], results: Sequence[LineResult]) -> None:
    assert [r.line.id for r in results] == [line.id for line in lines], "a line was lost"
    for result in results:
        paid = sum(payment.amount for payment in result.payments)
        assert paid + result.open == result.line.amount, f"line {result.line.id} does not add up"
        assert min((p.amount for p in result.payments), default=0) >= 0 <= result.open


def _solve(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    stretches: Mapping[str, tuple[Stretch, ...]],
) -> tuple[dict[str, dict[str, PotShare]], tuple[UnspentPot, ...]]:
    """Solve every pot; give each line its parts by the parameter of the pot, and what is unspent."""
    members: dict[PotKey, list[Member]] = defaultdict(list)
    for line in budget.lines:
        for key, held in pots_of(stretches[line.id]).items():
            members[key].append(Member(tuple(held)))
    shares: dict[str, dict[str, PotShare]] = defaultdict(dict)
    unspent: list[UnspentPot] = []
    for key in sorted(members):
        _, item, year = key
        doubts = pot_doubts(table, budget, item, year, among=budget.lines)
        fund = fund_of_pot(members[key][-1].stretches[0])
        pot = Pot(item, year, fund, tuple(members[key]), doubts)
        found, left = pot_shares(pot, parameters, budget)
        for line_id, share in found.items():
            shares[line_id][pot.fund.pot] = share
        unspent += [left] if left else []
    return shares, tuple(unspent)


def pots_of(held: Iterable[Stretch]) -> dict[PotKey, list[Stretch]]:
    """Sort the stretches of a line that are paid out of pots by pot."""
    found: dict[PotKey, list[Stretch]] = {}
    for stretch in held:
        fund = stretch.verdict.fund.value if stretch.verdict.fund else None
        if isinstance(fund, Factors) and stretch.verdict.item:
            key = (fund.pot, stretch.verdict.item, stretch.line.year)
            found.setdefault(key, []).append(stretch)
    return found


def fund_of_pot(stretch: Stretch) -> Factors:
    """Give the form of funding of a stretch that is paid out of a pot."""
    fund = stretch.verdict.fund
    assert fund is not None, "a stretch of a pot is funded"
    assert isinstance(fund.value, Factors), "a stretch of a pot is funded by factors"
    return fund.value


def pot_doubts(
    table: DecisionTable, budget: Budget, item: str, year: int, *, among: Iterable[BudgetLine]
) -> tuple[str, ...]:
    """Say why it is not known which lines a pot has: a refused row, or a line still unsettled."""
    refused = any(row.item == item and row.year in (year, None) for row in budget.refused)
    unsettled = any(line.year == year and _may_belong(table, line, item) for line in among)
    return ((REFUSED_ROW,) if refused else ()) + ((UNSETTLED_LINE,) if unsettled else ())


def _may_belong(table: DecisionTable, line: BudgetLine, item: str) -> bool:
    if line.item != item and item not in line.candidates:
        return False
    for day in line.period.months:
        verdict = verdict_on(table, line, day)
        if verdict.in_force and verdict.columns:
            epoch = table.space.epoch_on(day)
            given = given_on(table.pack, line, day)
            rows = table.completions(item, given, epoch).values()
            funds = (table.decisions[row].fund for row in rows)
            if any(fund is not None and isinstance(fund.value, Factors) for fund in funds):
                return True
    return False
