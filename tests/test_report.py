"""The report adds up what an allocation says, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_reports import PACK, SHARE, allocation, budget_line, everything, paid, result, split

from fiscal_rules.model.allocation import Need, Remark
from fiscal_rules.model.vocabulary import Authority, Duty, Finding, Flow, NeedKind, Standing, Status
from fiscal_rules.output.flows import CityGrants, FlowSum, ItemAmount
from fiscal_rules.output.questions import Lines, OpenQuestion, RemarkGroup, UnlistedItem, UsedEntry
from fiscal_rules.output.report import build_report
from fiscal_rules.output.sums import ByStanding, Paid, StatusSum

CARE_SHARE = Need(NeedKind.PARAMETER, "care.city-share", "1")


def named(*lines: str) -> Lines:
    return Lines(len(lines), lines)


def by_standing(*, official: int = 0, derived: int = 0, assumed: int = 0) -> ByStanding:
    """Divide money by what it rests on."""
    return tuple(zip(Standing, (official, derived, assumed), strict=True))


NOTHING = by_standing()


def test_totals_add_up_payments_by_payer_and_by_what_they_rest_on() -> None:
    totals = build_report(allocation(split("A1"), split("A2", at="西县"))).totals
    assert totals.amount == 2_000_00
    assert totals.paid == (
        Paid("central", 600_00, NOTHING),
        Paid("city", 560_00, by_standing(assumed=560_00)),
        Paid("county", 840_00, by_standing(official=840_00)),
        Paid("other", None, NOTHING),
    )
    assert totals.by_standing == by_standing(official=840_00, assumed=560_00)


def test_a_payer_that_the_pack_does_not_name_is_other() -> None:
    line = budget_line("A1", 10_00)
    totals = build_report(
        allocation(result(line, paid("A1", "town", 10_00, treasury="city")))
    ).totals
    assert {held.payer: held.amount for held in totals.paid} == {
        "central": None,
        "city": None,
        "county": None,
        "other": 10_00,
    }


def test_a_payer_who_pays_nothing_is_not_a_payer_on_whom_nothing_is_placed() -> None:
    line = budget_line("A1", 10_00)
    paying = result(line, paid("A1", "city", 0), paid("A1", "county", 10_00))
    central, city, *_ = build_report(allocation(paying)).totals.paid
    assert (central.amount, city.amount) == (None, 0)


def test_every_status_is_counted_with_its_amount_and_what_is_open_of_it() -> None:
    waiting = budget_line("A2", 500_00)
    report = build_report(
        allocation(
            split("A1"),
            result(
                waiting, paid("A2", "central", 100_00), status=Status.NEEDS, needs=(CARE_SHARE,)
            ),
        )
    )
    assert report.totals.by_status == (
        StatusSum(Status.DETERMINED, 1, 1_000_00, 0),
        StatusSum(Status.NEEDS, 1, 500_00, 400_00),
        StatusSum(Status.UNDETERMINED, 0, 0, 0),
        StatusSum(Status.OUTSIDE, 0, 0, 0),
    )


def test_units_and_items_stand_in_the_packs_order_whatever_the_order_of_the_lines() -> None:
    lines = (split("A1", at="西县"), split("A2"), result(budget_line("A3", 0, item=None)))
    for ordered in (lines, lines[::-1]):
        report = build_report(allocation(*ordered))
        assert [held.unit for held in report.units] == ["东县", "西县"]
        assert [held.item for held in report.items] == ["care", None]
        assert [(held.unit, held.item) for held in report.unit_items] == [
            ("东县", "care"),
            ("东县", None),
            ("西县", "care"),
        ]


def test_an_authority_that_is_not_stated_counts_as_not_settled() -> None:
    army = result(budget_line("A2", 5_00), authority=Authority.UNSTATED, status=Status.OUTSIDE)
    unknown = result(budget_line("A3", 7_00), authority=None, status=Status.NEEDS)
    report = build_report(allocation(army, unknown, split("A1")))
    assert [(held.authority, held.sums.amount) for held in report.authorities] == [
        (Authority.SHARED, 1_000_00),
        (None, 12_00),
    ]


def test_flows_between_the_same_treasuries_are_added_and_zero_flows_left_out() -> None:
    line = budget_line("A3", 10_00)
    free = result(
        line, paid("A3", "central", 10_00), paid("A3", "city", 0), paid("A3", "county", 0)
    )
    report = build_report(allocation(split("A2", at="西县"), split("A1"), free))
    assert report.flows == (
        FlowSum("central", "东县", 310_00, Flow.TRANSFER),
        FlowSum("central", "西县", 300_00, Flow.TRANSFER),
        FlowSum("city", "东县", 280_00, Flow.TRANSFER),
        FlowSum("city", "西县", 280_00, Flow.TRANSFER),
        FlowSum("东县", "东县", 420_00, Flow.OWN),
        FlowSum("西县", "西县", 420_00, Flow.OWN),
    )


def test_what_a_county_receives_from_the_city_keeps_entrusted_money_apart() -> None:
    task = result(
        budget_line("A2", 30_00, item="training"),
        paid("A2", "city", 30_00, flow=Flow.ENTRUSTED),
    )
    own = result(
        budget_line("A3", 90_00, at="市本级"),
        paid("A3", "city", 90_00, to="city", flow=Flow.OWN, standing=Standing.OFFICIAL),
    )
    report = build_report(allocation(split("A1"), task, own))
    assert report.city_grants == (
        CityGrants("东县", (ItemAmount("care", 280_00, assumed=280_00),), 30_00),
    )
    assert report.city_spending == (ItemAmount("care", 90_00, assumed=0),)


def test_open_money_is_counted_under_each_thing_that_its_line_waits_for() -> None:
    item = Need(NeedKind.COLUMN, "item", "1")
    both = result(budget_line("A1", 5_00), status=Status.NEEDS, needs=(item, CARE_SHARE))
    one = result(budget_line("A2", 7_00), status=Status.NEEDS, needs=(CARE_SHARE,))
    assert build_report(allocation(both, one)).questions == (
        OpenQuestion(NeedKind.PARAMETER, "care.city-share", "1", named("A1", "A2"), 12_00),
        OpenQuestion(NeedKind.COLUMN, "item", "1", named("A1"), 5_00),
    )


def test_a_line_under_the_existing_system_waits_for_nothing_yet_its_money_is_listed() -> None:
    army = result(budget_line("A1", 5_00), status=Status.OUTSIDE, clauses=("5",))
    assert build_report(allocation(army)).questions == (
        OpenQuestion(None, "existing-system", "5", named("A1"), 5_00),
    )


def test_duties_and_findings_are_grouped_by_clause_in_the_order_of_the_vocabulary() -> None:
    unmet = Remark(Finding.BASE_STANDARD_NOT_MET, "4")
    file = Remark(Duty.FILE_STANDARD, "4")
    lines = (
        replace(split("A1"), findings=(unmet,)),
        replace(split("A2"), duties=(file,), findings=(unmet,)),
    )
    assert build_report(allocation(*lines)).remarks == (
        RemarkGroup(Duty.FILE_STANDARD, "4", named("A2")),
        RemarkGroup(Finding.BASE_STANDARD_NOT_MET, "4", named("A1", "A2")),
    )


def test_an_item_that_the_pack_does_not_know_is_listed_with_the_nearest() -> None:
    finding = Remark(Finding.ITEM_NOT_IN_PACK, None, ("care",))
    line = budget_line("A1", 1_00, item="unlisted", item_text="看护")
    report = build_report(allocation(result(line, findings=(finding,))))
    assert report.unlisted == (UnlistedItem("A1", "看护", ("care",)),)


def test_a_parameter_is_listed_once_with_the_number_of_lines_that_rest_on_it() -> None:
    earlier = replace(SHARE, starts=SHARE.starts.replace(year=2019))
    lines = (replace(split("A1"), used=(SHARE, earlier)), replace(split("A2"), used=(SHARE,)))
    used = build_report(allocation(*lines)).used
    assert used == (UsedEntry(earlier, 1), UsedEntry(SHARE, 2))


def test_a_total_that_does_not_add_up_is_our_mistake() -> None:
    broken = replace(split("A1"), open=1)
    with pytest.raises(AssertionError, match="a total does not add up"):
        build_report(allocation(broken))


def test_an_empty_budget_makes_a_report_of_nothing() -> None:
    report = build_report(allocation())
    assert (report.totals.lines, report.totals.amount, report.units) == (0, 0, ())


def test_the_report_keeps_the_allocation_that_it_adds_up() -> None:
    made = everything()
    assert build_report(made).allocation is made
    assert made.pack is PACK
