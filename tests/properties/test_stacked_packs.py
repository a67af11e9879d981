"""Packs above: what they compute is paid as if the budget said it, in both paths."""

from __future__ import annotations

from dataclasses import replace

from both_paths import compare
from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Part
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import as_read, budgets
from fiscal_rules.testing.laws import money_is_conserved, the_order_of_lines_does_not_matter
from fiscal_rules.testing.packs import stacked_packs
from fiscal_rules.testing.parameters import parameters

Case = tuple[RulePack, Parameters, Budget]


def cases() -> st.SearchStrategy[Case]:
    return stacked_packs().flatmap(
        lambda pack: st.tuples(st.just(pack), parameters(pack), budgets(pack, most=12))
    )


@given(case=cases())
def test_columns_agree_with_the_scalar_path(case: Case) -> None:
    pack, known, budget = case
    compare(infer(pack), known, budget)


@given(case=cases())
def test_laws_hold(case: Case) -> None:
    pack, known, budget = case
    table = infer(pack)
    money_is_conserved(table, known, budget)
    the_order_of_lines_does_not_matter(table, known, budget)


@given(case=cases())
def test_what_is_computed_is_as_good_as_given(case: Case) -> None:
    pack, known, budget = case
    table = infer(pack)
    before = allocated(table, known, budget).results
    filled = replace(budget, lines=tuple(_filled(pack, result) for result in before))
    after = allocated(table, known, filled).results
    for one, other in zip(before, after, strict=True):
        if any(p.part is Part.UPPER and p.rule is not None for p in one.payments):
            assert _paid(one) == _paid(other)
            assert one.open == other.open


def _filled(pack: RulePack, result: LineResult) -> BudgetLine:
    computed = {
        pack.government_by_id[p.payer].funds or "": p.amount
        for p in result.payments
        if p.part is Part.UPPER and p.rule is not None
    }
    line = result.line
    return as_read(replace(line, money={**line.money, **computed}))


def _paid(result: LineResult) -> list[tuple[str, Part, int]]:
    return sorted((p.payer, p.part, p.amount) for p in result.payments)
