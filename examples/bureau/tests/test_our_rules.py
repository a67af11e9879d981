"""青岚市自己的要求，不论预算如何都应成立（虚构的例子）。What Qinglan asks of its own rules (invented)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Level
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.fixtures import AllocateLines, Cells, NoBudgetBreaks

HOSPITALS = "hospital-building"


# 写出预算行，逐分核对。金额以分计：13_600_00 即 13600.00 元。
# Lines as a budget has them, to the fen: 13_600_00 is 13600.00 yuan.
def test_a_mountain_county_is_helped_more_than_one_of_the_plain(
    allocate_lines: AllocateLines,
) -> None:
    like: Cells = {
        "year": 2025,
        "item": "基本公卫",
        "amount": "94000.00",
        "headcount": 1000,
        "central_funds": "45000.00",
        "province_funds": "15000.00",
    }
    found = allocate_lines({**like, "unit": "东岚县"}, {**like, "unit": "西岚县"})
    plain, mountain = found.results
    assert plain.paid_by("city") == 13_600_00
    assert mountain.paid_by("city") == 20_400_00


# 规则包本身也可以问。The pack itself can be asked.
def test_every_county_is_of_the_plain_or_of_the_mountains(pack: RulePack) -> None:
    counties = [unit for unit in pack.units if unit.level is Level.COUNTY]
    for county in counties:
        assert {dated.value for dated in county.classes} <= {"plain", "mountain"}, county.id


# 抽取预算，用规则包现有的参数计算：市级在任何一行负担不超过本级应担部分的 60%。
# Budgets are drawn and allocated by the values in force: what must hold of today's shares.
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_the_city_pays_at_most_three_fifths_of_what_is_left(
    data: st.DataObject, decided_pack: DecisionTable, pack_parameters: Parameters
) -> None:
    budget = data.draw(budgets(decided_pack.pack, items=["basic-public-health"]))
    for result in allocated(decided_pack, pack_parameters, budget).results:
        left = result.line.amount - result.paid_by("central") - result.paid_by("province")
        assert result.paid_by("city") <= left * 3 // 5 + 1  # 四舍五入到分 · rounded to the fen


# 不论参数取什么值都应成立的，写成定律；反例缩到最小后列出。
# What must hold whatever the values: a law, searched for what breaks it, shown as small as it can be.
def a_hospital_is_paid_by_its_owner(
    table: DecisionTable, parameters: Parameters, budget: Budget
) -> None:
    for result in allocated(table, parameters, budget).results:
        if result.line.choices.get("affiliation") == "county":
            assert result.paid_by("city") == 0, f"line {result.line.id}: the city pays"


def test_no_budget_makes_the_city_pay_for_a_hospital_of_a_county(
    no_budget_breaks: NoBudgetBreaks,
) -> None:
    no_budget_breaks(a_hospital_is_paid_by_its_owner, items=[HOSPITALS], examples=10)
