"""Settlements worked by hand: due less advanced less deducted, by payer and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from engine_packs import allocation_of, entry, known, measure, pack_of, when
from settling import SHARED, by_payer, deducting, staged

from fiscal_rules.engine.infer import infer
from fiscal_rules.model.budget import Budget, BudgetLine, RefusedRow
from fiscal_rules.model.factors import Measure
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import (
    SETTLEMENT_TERMS,
    Settlement,
    SettlementFinding,
    Settlements,
    SettlementStatus,
)
from fiscal_rules.model.vocabulary import Authority, Standing
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.packs import rule_of

FORTY = entry("care.share", "2/5", of=ShareOf.REST)
POT_RULE = rule_of(
    "care",
    when=when(item="care"),
    authority=Authority.SHARED,
    fund=Factors("city", "care.pot", "care.weights", (Measure("need"),), "county"),
)


def settled(
    *lines: BudgetLine,
    pack: RulePack = SHARED,
    entries: Sequence[Entry] = (FORTY,),
    refused: tuple[RefusedRow, ...] = (),
) -> Settlements:
    budget = Budget("budget.csv", "", lines, refused, ())
    found = allocated(infer(pack), known(*entries), budget).settlements
    assert found is not None
    return found


def one(
    *lines: BudgetLine, pack: RulePack = SHARED, entries: Sequence[Entry] = (FORTY,)
) -> Settlement:
    (found,) = settled(*lines, pack=pack, entries=entries).each
    return found


def test_two_advances_and_a_settlement_of_later_years_are_one_account() -> None:
    # Due 1000: city 400, county 600. Advanced 300 and 200: city 120 + 80, county 180 + 120.
    # Deducted 50, by what is due 400 : 600: city 20, county 30.
    found = one(
        staged("advance", 300_00, id="a", year=2020, document="甲〔2019〕1号"),
        staged("advance", 200_00, id="b", year=2020, document="甲〔2020〕8号"),
        staged(
            "settlement",
            1000_00,
            id="c",
            year=2021,
            document="甲〔2021〕3号",
            deduction=50_00,
        ),
    )
    assert by_payer(found) == {
        "city": (400_00, 200_00, 20_00, 180_00),
        "county": (600_00, 300_00, 30_00, 270_00),
        "total": (1000_00, 500_00, 50_00, 450_00),
    }
    assert (found.status, found.findings) == (SettlementStatus.SETTLED, ())
    assert (found.unit, found.item, found.years) == ("east", "care", (2020, 2021))
    assert found.documents == ("甲〔2019〕1号", "甲〔2020〕8号", "甲〔2021〕3号")
    assert [line.line for line in found.lines] == ["a", "b", "c"]


def test_more_advanced_than_due_is_to_be_returned() -> None:
    found = one(staged("advance", 500_00, id="a"), staged("settlement", 300_00, id="b"))
    assert by_payer(found) == {
        "city": (120_00, 200_00, 0, -80_00),
        "county": (180_00, 300_00, 0, -120_00),
        "total": (300_00, 500_00, 0, -200_00),
    }
    assert found.status is SettlementStatus.SETTLED


def test_money_from_above_is_settled_as_its_columns_say() -> None:
    found = one(
        staged("advance", 100_00, id="a", money={"central_funds": 60_00}),
        staged("settlement", 200_00, id="b", money={"central_funds": 90_00, "province_funds": 0}),
    )
    # Local: 40 advanced, 110 due; the province gives 0, which is nothing placed.
    assert by_payer(found) == {
        "central": (90_00, 60_00, 0, 30_00),
        "city": (44_00, 16_00, 0, 28_00),
        "county": (66_00, 24_00, 0, 42_00),
        "total": (200_00, 100_00, 0, 100_00),
    }


def test_what_rounding_leaves_of_a_deduction_goes_to_the_largest_remainder() -> None:
    # 100 fen by 40.00 : 60.00 of 100.00 are 40 and 60; 99 fen are 39.6 and 59.4: 40 and 59.
    found = one(staged("settlement", 100_00, deduction=99))
    assert by_payer(found)["city"] == (40_00, 0, 40, 39_60)
    assert by_payer(found)["county"] == (60_00, 0, 59, 59_41)


def test_of_equal_remainders_the_government_earlier_in_the_pack_bears_the_fen() -> None:
    half = entry("care.share", "1/2", of=ShareOf.REST)
    found = one(staged("settlement", 100_00, deduction=1), entries=[half])
    assert by_payer(found)["city"] == (50_00, 0, 1, 49_99)
    assert by_payer(found)["county"] == (50_00, 0, 0, 50_00)


def test_the_pack_may_name_who_bears_what_is_deducted() -> None:
    lines = staged("advance", 90_00, id="a"), staged("settlement", 100_00, id="b", deduction=5_00)
    found = one(*lines, pack=deducting(SHARED, "county"))
    assert by_payer(found) == {
        "city": (40_00, 36_00, 0, 4_00),
        "county": (60_00, 54_00, 5_00, 1_00),
        "total": (100_00, 90_00, 5_00, 5_00),
    }
    assert found.standing is Standing.DERIVED


def test_dividing_a_deduction_by_what_is_due_is_an_assumption() -> None:
    assert one(staged("settlement", 100_00)).standing is Standing.OFFICIAL
    assert one(staged("settlement", 100_00, deduction=1_00)).standing is Standing.ASSUMED


def test_an_advance_without_a_settlement_is_outstanding() -> None:
    found = one(staged("advance", 100_00))
    assert found.status is SettlementStatus.OUTSTANDING
    assert by_payer(found) == {
        "city": (None, 40_00, None, None),
        "county": (None, 60_00, None, None),
        "total": (None, 100_00, None, None),
    }


def test_a_settlement_without_an_advance_is_paid_whole_and_said_so() -> None:
    found = one(staged("settlement", 100_00))
    assert found.findings == (SettlementFinding.NO_ADVANCE,)
    assert by_payer(found)["total"] == (100_00, 0, 0, 100_00)


def test_where_what_is_due_is_open_so_is_the_payment() -> None:
    lines = (
        staged("advance", 100_00, id="a", money={"central_funds": 20_00}),
        staged("settlement", 300_00, id="b", money={"central_funds": 50_00}),
    )
    later = replace(FORTY, scope=(("unit", ("west",)),))
    found = one(*lines, entries=[later])
    assert found.status is SettlementStatus.OPEN
    assert by_payer(found) == {
        "central": (50_00, 20_00, 0, 30_00),
        "city": (None, None, 0, None),
        "county": (None, None, 0, None),
        "open": (250_00, 80_00, 0, 170_00),
        "total": (300_00, 100_00, 0, 200_00),
    }


def test_where_an_advance_is_open_so_is_the_payment() -> None:
    from_2021 = replace(FORTY, starts=FORTY.starts.replace(year=2021))
    found = one(
        staged("advance", 100_00, id="a", year=2020),
        staged("settlement", 300_00, id="b", year=2021),
        entries=[from_2021],
    )
    assert by_payer(found) == {
        "city": (120_00, None, 0, None),
        "county": (180_00, None, 0, None),
        "open": (0, 100_00, 0, 200_00),
        "total": (300_00, 100_00, 0, 200_00),
    }


def test_a_deduction_of_what_is_open_is_open_for_all_who_owe() -> None:
    line = staged("settlement", 300_00, deduction=9_00, money={"central_funds": 50_00})
    found = one(line, entries=[])
    assert by_payer(found) == {
        "central": (50_00, 0, None, None),
        "city": (None, 0, None, None),
        "county": (None, 0, None, None),
        "open": (250_00, 0, 9_00, 291_00),
        "total": (300_00, 0, 9_00, 291_00),
    }


def test_a_deduction_where_nothing_is_due_is_open() -> None:
    found = one(staged("advance", 10_00, id="a"), staged("settlement", 0, id="b", deduction=1_00))
    assert found.status is SettlementStatus.OPEN
    assert found.findings == (SettlementFinding.DEDUCTION_ABOVE_DUE,)
    assert by_payer(found) == {
        "central": (0, 0, None, None),
        "province": (0, 0, None, None),
        "city": (0, 4_00, None, None),
        "county": (0, 6_00, None, None),
        "special-fund": (0, 0, None, None),
        "open": (0, 0, 1_00, -11_00),
        "total": (0, 10_00, 1_00, -11_00),
    }


DOUBTFUL = {
    SettlementFinding.TWO_SETTLEMENTS: [staged("settlement", 100_00, id="c")],
    SettlementFinding.UNITS_DIFFER: [staged("advance", 1_00, id="c", unit="west")],
    SettlementFinding.ITEMS_DIFFER: [staged("advance", 1_00, id="c", item="cure")],
}


@pytest.mark.parametrize("finding", DOUBTFUL)
def test_lines_that_contradict_one_another_are_not_settled(finding: SettlementFinding) -> None:
    lines = staged("advance", 50_00, id="a"), staged("settlement", 100_00, id="b")
    found = one(*lines, *DOUBTFUL[finding])
    assert (found.status, found.findings) == (SettlementStatus.DOUBTFUL, (finding,))
    assert {held.account.payment for held in found.payers} == {None}
    assert (found.total.due, found.total.payment) == (None, None)
    assert found.total.advanced == 50_00 + (0 if "settle" in finding else 1_00)


def test_lines_of_the_city_with_different_counterparts_are_not_settled_together() -> None:
    lines = (
        staged("advance", 50_00, id="a", unit="city-itself", counterpart="east"),
        staged("settlement", 100_00, id="b", unit="city-itself", counterpart="west"),
    )
    found = one(*lines)
    assert (found.findings, found.unit) == ((SettlementFinding.UNITS_DIFFER,), None)


def test_items_that_the_pack_does_not_know_are_told_apart_by_their_names() -> None:
    unlisted = [
        replace(staged(stage, 10_00, id=stage, item="unlisted"), item_text=text)
        for stage, text in (("advance", "甲 事项"), ("settlement", "甲事项"))
    ]
    assert one(*unlisted).findings == ()
    other = replace(unlisted[0], item_text="乙事项")
    assert one(other, unlisted[1]).findings == (SettlementFinding.ITEMS_DIFFER,)


def test_a_refused_row_keeps_its_sum_from_being_settled() -> None:
    lines = staged("advance", 50_00, id="a"), staged("settlement", 100_00, id="b")
    other = staged("settlement", 1_00, id="c", settles="K")
    refused = RefusedRow("9", (), "care", 2020, "J")
    j, k = settled(*lines, other, refused=(refused,)).each
    assert (j.status, j.findings) == (
        SettlementStatus.DOUBTFUL,
        (SettlementFinding.REFUSED_ROW,),
    )
    assert k.status is SettlementStatus.SETTLED


def test_an_advance_and_a_settlement_out_of_one_pot_are_counted_twice() -> None:
    pot, weights = entry("care.pot", 100), entry("care.weights", (("need", 1),))  # type: ignore[arg-type]
    lines = staged("advance", 50_00, id="a"), staged("settlement", 100_00, id="b")
    allocation = allocation_of(
        pack_of(POT_RULE), known(pot, weights), *lines, measures=[measure("east", "need", 1)]
    )
    assert allocation.settlements is not None
    (found,) = allocation.settlements.each
    assert found.findings == (SettlementFinding.ONE_POT,)
    assert found.status is SettlementStatus.DOUBTFUL


def test_a_whole_line_of_the_same_number_is_not_counted_and_said() -> None:
    lines = staged("advance", 50_00, id="a"), staged("settlement", 100_00, id="b")
    found = one(*lines, staged(None, 7_00, id="c"))
    assert found.findings == (SettlementFinding.WHOLE_LINE,)
    assert found.total.payment == 50_00


def test_an_advance_after_its_settlement_is_said() -> None:
    found = one(
        staged("advance", 50_00, id="a", year=2022), staged("settlement", 100_00, id="b", year=2021)
    )
    assert found.findings == (SettlementFinding.ADVANCED_LATER,)
    assert found.total.payment == 50_00


def test_without_advances_and_settlements_there_is_no_table() -> None:
    budget = Budget("budget.csv", "", (staged(None, 1_00), staged("whole", 1_00, id="2")), (), ())
    assert allocated(infer(SHARED), known(FORTY), budget).settlements is None


def test_lines_themselves_are_not_changed_by_being_settled() -> None:
    lines = staged("advance", 50_00, id="a"), staged("settlement", 100_00, id="b", deduction=9_00)
    budget = Budget("budget.csv", "", lines, (), ())
    for result in allocated(infer(SHARED), known(FORTY), budget).results:
        assert sum(p.amount for p in result.payments) + result.open == result.line.amount


def test_settlements_add_up_by_status_and_by_payer() -> None:
    found = settled(
        staged("advance", 50_00, id="a"),
        staged("settlement", 100_00, id="b", deduction=10_00),
        staged("settlement", 30_00, id="c", settles="K", unit="west"),
        staged("advance", 7_00, id="d", settles="L"),
    ).totals
    assert [(held.status, held.count, held.account.all) for held in found.statuses] == [
        (SettlementStatus.SETTLED, 2, (130_00, 50_00, 10_00, 70_00)),
        (SettlementStatus.OUTSTANDING, 1, (None, 7_00, None, None)),
    ]
    assert {held.payer: held.account.all for held in found.payers} == {
        "city": (52_00, 20_00, 4_00, 28_00),
        "county": (78_00, 30_00, 6_00, 42_00),
    }
    assert (found.open.all, found.total.all) == (
        (0, 0, 0, 0),
        (130_00, 50_00, 10_00, 70_00),
    )


def test_every_status_and_finding_is_said_in_both_languages() -> None:
    terms = [*SettlementStatus, *SettlementFinding]
    assert list(SETTLEMENT_TERMS) == terms
    assert all(SETTLEMENT_TERMS[term].zh and SETTLEMENT_TERMS[term].en for term in terms)
