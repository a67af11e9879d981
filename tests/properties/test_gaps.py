"""Gaps: the parts add up, and what bonds may meet is what filling in every blank would say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.analysis.gap import CapitalLine, split_gap, split_gaps
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.gap import Gap
from fiscal_rules.model.vocabulary import LINE_ATTRIBUTES, Finding, Level
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import lines
from fiscal_rules.testing.parameters import parameters

TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))
HERE = Place("gaps.csv")
ITEM = "institution-development"
MONEY = st.integers(0, 10**6)
ASKED = ("affiliation", "in_health_plan", "capital", "entrusted_by", "sponsor")


def capital_lines() -> st.SearchStrategy[CapitalLine]:
    return st.builds(
        CapitalLine, st.just("1"), st.just(2020), st.just("莘县"), MONEY, MONEY, st.none()
    )


@given(amount=MONEY, held=st.lists(capital_lines(), max_size=4), is_in_budget=st.booleans())
def test_the_parts_of_a_gap_add_up_and_none_is_more_than_is_known(
    amount: int, held: list[CapitalLine], *, is_in_budget: bool
) -> None:
    split = split_gap(Gap("莘县", 2020, amount, HERE), held, in_budget=is_in_budget)
    own, unsettled = sum(line.own for line in held), sum(line.unsettled for line in held)
    assert split.bonds + split.open + split.rest == amount
    assert min(split.bonds, split.open, split.rest) >= 0
    assert split.bonds <= own
    # What is left to general transfers is left whatever the open lines come to.
    assert not is_in_budget or split.rest == max(0, amount - own - unsettled)


def completed(line: BudgetLine) -> Iterator[BudgetLine]:
    """Fill in the blanks of a line in every way that the pack leaves open."""
    defaults = {
        default.attribute: default.value
        for default in TABLE.pack.defaults
        if not default.items or ITEM in default.items
    }
    known = {**defaults, **line.choices}
    blank = [a for a in LINE_ATTRIBUTES if a.id in ASKED and a.id not in known]
    for values in product(*([value.id for value in a.values] for a in blank)):
        filled = dict(zip((a.id for a in blank), values, strict=True))
        yield replace(line, choices={**known, **filled})


@given(lines(TABLE.pack, items=[ITEM]), st.data())
def test_bonds_may_meet_what_filling_in_every_blank_says(
    line: BudgetLine, data: st.DataObject
) -> None:
    """A second way: every completion is allocated as a line of its own."""
    given_ = data.draw(parameters(TABLE.pack))
    unit = TABLE.pack.unit_by_id[line.unit]
    county = unit.id if unit.level is Level.COUNTY else line.counterpart
    held = county or "莘县"
    ways = [
        any(
            remark.id is Finding.BOND_ELIGIBLE
            for remark in allocated(TABLE, given_, budget_of(each)).results[0].findings
        )
        for each in completed(line)
    ]
    allocation = allocated(TABLE, given_, budget_of(line))
    (split,) = split_gaps(TABLE, allocation, [Gap(held, line.year, 10**15, HERE)]).splits
    (result,) = allocation.results
    own = sum(payment.amount for payment in result.payments if payment.payer_treasury == county)
    assert split.own == (own if county and all(ways) else 0)
    found = split.lines if county else split_gaps(TABLE, allocation, [split.gap]).nowhere
    assert [each.line for each in found] == ([line.id] if any(ways) else [])
    expected = result.open if all(ways) else result.open + own
    assert all(each.unsettled == expected for each in found)


def budget_of(line: BudgetLine) -> Budget:
    return Budget("drawn.csv", "", (line,), (), ())
