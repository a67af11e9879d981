"""Remarks: comparisons made with the money, and what an auditor would notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from engine_packs import CITY, allocation_of, entry, known, line_of, pack_of, result_of, unit, when

from fiscal_rules.model.budget import BudgetLine, Period
from fiscal_rules.model.funding import Base, Full, Matching, Share
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rulepack import Comparison, Operand, ThenIf
from fiscal_rules.model.vocabulary import Authority, Duty, Finding
from fiscal_rules.testing.packs import rule_of

OWN, STANDARD = Operand("column", "county_standard"), Operand("quantity", "standard")
AMOUNT, BASE = Operand("quantity", "amount"), Operand("quantity", "base")
ENTRIES = (entry("care.standard", 74), entry("care.share", "2/5", of=ShareOf.REST))
FUND = Matching(Base("care.standard", "headcount"), (Share("city", "care.share"),), "county")


def has_duty(
    left: Operand,
    comparison: Comparison,
    right: Operand,
    line: BudgetLine,
    *entries: Entry,
) -> bool:
    pack = pack_of(
        rule_of("care", when=when(item="care"), authority=Authority.SHARED, fund=FUND),
        rule_of("top", when=when(item="care"), above_base="county"),
        rule_of(
            "if",
            when=when(item="care"),
            then_if=(ThenIf(left, comparison, right, (Duty.FILE_STANDARD,), ()),),
        ),
    )
    result = result_of(pack, line, *(entries or ENTRIES))
    return [duty.id for duty in result.duties] == [Duty.FILE_STANDARD]


@pytest.mark.parametrize(
    ("own", "holding"),
    [
        (75, {Comparison.ABOVE}),
        (74, {Comparison.EQUAL}),
        (73, {Comparison.BELOW}),
        (None, {Comparison.UNKNOWN}),
    ],
)
def test_two_numbers_compare_in_one_way(own: int | None, holding: set[Comparison]) -> None:
    line = line_of(100, headcount=1)
    if own is not None:
        line = line_of(100, headcount=1, county_standard=own)
    assert {c for c in Comparison if has_duty(OWN, c, STANDARD, line)} == holding


def test_the_standard_is_compared_even_where_the_head_count_lacks() -> None:
    line = line_of(100, county_standard=75)
    assert has_duty(OWN, Comparison.ABOVE, STANDARD, line)


def test_a_standard_that_changes_is_compared_on_average_over_the_period() -> None:
    july = line_of(0).period.months[6]
    entries = (
        entry("care.standard", 60, ends=july),
        entry("care.standard", 80, starts=july),
        ENTRIES[1],
    )
    line = line_of(100, headcount=1, county_standard=70)
    assert has_duty(OWN, Comparison.EQUAL, STANDARD, line, *entries)
    late = replace(line, period=Period(2020, 7, 12))
    assert has_duty(OWN, Comparison.BELOW, STANDARD, late, *entries)


def test_the_amount_is_compared_with_the_base_before_it_is_held_down() -> None:
    assert has_duty(AMOUNT, Comparison.BELOW, BASE, line_of(7399, headcount=1))
    assert not has_duty(AMOUNT, Comparison.BELOW, BASE, line_of(7400, headcount=1))


def test_without_a_base_a_comparison_with_it_is_unknown() -> None:
    line = line_of(100)
    assert has_duty(AMOUNT, Comparison.UNKNOWN, BASE, line)
    assert not has_duty(AMOUNT, Comparison.BELOW, BASE, line)


def test_a_column_can_be_compared_with_a_parameter() -> None:
    least = Operand("parameter", "care.least")
    entries = (*ENTRIES, entry("care.least", 5))
    line = line_of(100, headcount=1, workload=4)
    assert has_duty(Operand("column", "workload"), Comparison.BELOW, least, line, *entries)


def test_a_head_count_on_another_basis_is_noticed() -> None:
    pack = pack_of(
        rule_of("care", when=when(item="care"), authority=Authority.CITY, fund=Full("city"))
    )
    (item,) = pack.items
    resident = replace(pack, items=(replace(item, basis="resident"),))

    def findings(basis: str) -> list[Finding | Duty]:
        line = line_of(100, choices={"headcount_basis": basis})
        return [finding.id for finding in result_of(resident, line).findings]

    assert findings("registered") == [Finding.BASIS_DIFFERS]
    assert findings("resident") == []


HOST = replace(unit("host"), population=1000)
PART = replace(unit("part", part_of="host"), population=300)


def counted_twice(*lines: BudgetLine) -> Sequence[str]:
    pack = pack_of(
        rule_of("care", when=when(item="care"), authority=Authority.CITY, fund=Full("city"))
    )
    allocation = allocation_of(replace(pack, units=(CITY, HOST, PART)), known(), *lines)
    marked = Finding.POSSIBLE_DOUBLE_COUNT
    return [r.line.id for r in allocation.results if marked in {f.id for f in r.findings}]


def of_host(headcount: int, *, id: str = "h", period: Period | None = None) -> BudgetLine:  # noqa: A002
    return line_of(0, id=id, unit="host", period=period, headcount=headcount)


OF_PART = line_of(0, id="p", unit="part", headcount=300)


def test_a_host_that_counts_the_people_of_its_part_is_noticed() -> None:
    assert counted_twice(of_host(701), OF_PART) == ["h"]
    assert counted_twice(of_host(700), OF_PART) == []


def test_without_a_line_of_the_part_nobody_is_counted_twice() -> None:
    assert counted_twice(of_host(1000)) == []
    assert counted_twice(of_host(1000), replace(OF_PART, period=Period(2021))) == []


def test_a_hosts_lines_of_the_same_months_count_together() -> None:
    assert counted_twice(of_host(400), of_host(301, id="h2"), OF_PART) == ["h", "h2"]
    halves = (
        of_host(700, period=Period(2020, 1, 6)),
        of_host(700, id="h2", period=Period(2020, 7, 12)),
    )
    assert counted_twice(*halves, OF_PART) == []


def test_a_line_of_the_part_counts_even_without_a_head_count() -> None:
    """A unit and units that are part of it have lines of one item and year: no more is asked."""
    assert counted_twice(of_host(701), replace(OF_PART, numbers={})) == ["h"]


def test_the_heads_of_an_advance_are_not_counted_beside_those_of_its_settlement() -> None:
    advance = replace(of_host(700, id="a"), choices={"stage": "advance"})
    assert counted_twice(advance, of_host(700), OF_PART) == []
    assert counted_twice(advance, of_host(701), OF_PART) == ["a", "h"]


def test_the_amount_of_an_advance_is_no_cost_to_compare() -> None:
    line = line_of(100, headcount=1)
    advance = replace(line, choices={"stage": "advance"})
    assert has_duty(AMOUNT, Comparison.BELOW, BASE, line)
    assert not has_duty(AMOUNT, Comparison.BELOW, BASE, advance)
    assert has_duty(AMOUNT, Comparison.UNKNOWN, BASE, advance)
    settled = replace(line, choices={"stage": "settlement"})
    assert has_duty(AMOUNT, Comparison.BELOW, BASE, settled)
