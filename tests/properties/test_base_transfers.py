"""Base transfers of drawn packs: money only moves, each stays as it was, unknown is never 0."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.analysis.base_transfer import BaseTransfer, base_transfer, growth
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.packs import sound_packs
from fiscal_rules.testing.parameters import parameters


@st.composite
def comparisons(draw: st.DrawFn) -> BaseTransfer:
    """Draw a pack, a budget, and two sets of parameters; compare in the year of some line."""
    pack = draw(sound_packs())
    table, budget = infer(pack), draw(budgets(pack, most=6))
    old, new = (allocated(table, draw(parameters(pack)), budget) for _ in range(2))
    years = sorted({line.year for line in budget.lines}) or [2020]
    return base_transfer(old, new, year=draw(st.sampled_from(years)))


Borne = dict[tuple[str, str | None], int]


def borne(allocation: Allocation, other: Allocation, year: int) -> Borne:
    """Read what treasuries bear off the lines that both allocations settle: the naive way."""
    found: Borne = {}
    for result, against in zip(allocation.results, other.results, strict=True):
        if result.line.year == year and result.open == against.open == 0:
            for payment in result.payments:
                key = (payment.payer_treasury, result.line.item)
                found[key] = found.get(key, 0) + payment.amount
    return found


def without_0(held: Borne) -> Borne:
    return {key: amount for key, amount in held.items() if amount}


@given(comparisons())
def test_transfers_add_up_to_nothing_in_all_and_in_every_item(found: BaseTransfer) -> None:
    moved: dict[str | None, int] = {}
    for held in found.treasuries:
        assert held.whole.after - held.whole.before == sum(
            each.shift.after - each.shift.before for each in held.items
        )
        for each in held.items:
            moved[each.item] = moved.get(each.item, 0) + (each.shift.transfer or 0)
    assert set(moved.values()) <= {0}


@given(comparisons())
def test_each_treasury_stays_as_it_was(found: BaseTransfer) -> None:
    """What it bears by the new shares, less the transfer, is what it bore by the old."""
    old, new = borne(found.old, found.new, found.year), borne(found.new, found.old, found.year)
    received = {
        (held.treasury, each.item): each.shift.transfer or 0
        for held in found.treasuries
        for each in held.items
    }
    above = {government.id for government in found.new.pack.above()}
    shown = {held.treasury for held in found.treasuries}
    after = {key: new.get(key, 0) - received.get(key, 0) for key in {*new, *received}}
    assert without_0(after) == without_0(old)
    assert {treasury for treasury, _ in {**old, **new}} - shown <= above


@given(comparisons())
def test_what_is_not_known_is_not_0(found: BaseTransfer) -> None:
    opened = {(t, line.item) for line in found.open_lines for t in line.treasuries}
    for held in found.treasuries:
        for each in held.items:
            key = (held.treasury, each.item)
            assert (each.shift.open_lines > 0) == (key in opened)
            assert (each.shift.transfer is None) == (key in opened and each.shift.settled == 0)


@given(comparisons())
def test_back_is_the_reverse_of_there(found: BaseTransfer) -> None:
    back = base_transfer(found.new, found.old, year=found.year)
    there = {held.treasury: held.whole.transfer for held in found.treasuries}
    assert {held.treasury: held.whole.transfer for held in back.treasuries} == {
        treasury: None if moved is None else -moved for treasury, moved in there.items()
    }


@given(comparisons())
def test_the_same_budget_again_is_no_growth_on_a_comparable_basis(found: BaseTransfer) -> None:
    for held in growth(found, found.new, year=found.year):
        assert held.whole.comparable in {0, None}
        for each in held.items:
            assert each.growth is None or each.growth.comparable in {0, None}
