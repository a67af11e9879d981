"""The report: what a whole budget comes to, in every view that people ask for."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_rules.model.allocation import Allocation
from fiscal_rules.output.flows import (
    ByItem,
    CityGrants,
    FlowSum,
    add_flows,
    city_grants,
    city_spending,
)
from fiscal_rules.output.questions import (
    OpenQuestion,
    RemarkGroup,
    UnlistedItem,
    UsedEntry,
    open_questions,
    remark_groups,
    unlisted_items,
    used_entries,
)
from fiscal_rules.output.sums import (
    AuthoritySums,
    ItemSums,
    Sums,
    UnitItemSums,
    UnitSums,
    add_up,
    authority_sums,
    item_sums,
    unit_item_sums,
    unit_sums,
)


@dataclass(frozen=True)
class Report:
    """An allocation, added up. Units and items that have no lines are left out; pack order.

    Lines, refused rows, unspent pots and provenance are those of the allocation.
    """

    allocation: Allocation
    totals: Sums
    authorities: tuple[AuthoritySums, ...]
    units: tuple[UnitSums, ...]
    items: tuple[ItemSums, ...]
    unit_items: tuple[UnitItemSums, ...]
    city_grants: tuple[CityGrants, ...]
    city_spending: ByItem
    flows: tuple[FlowSum, ...]
    questions: tuple[OpenQuestion, ...]
    remarks: tuple[RemarkGroup, ...]
    unlisted: tuple[UnlistedItem, ...]
    used: tuple[UsedEntry, ...]

    @property
    def run(self) -> str:
        """The id of the run."""
        return self.allocation.provenance.id


def build_report(allocation: Allocation) -> Report:
    """Add up an allocation.

    Checked on the way: payers and what is open add up to the amount in every total, and the parts
    to the whole.
    """
    pack, groups = allocation.pack, allocation.groups
    report = Report(
        allocation=allocation,
        totals=add_up(pack, groups),
        authorities=authority_sums(pack, groups),
        units=unit_sums(pack, groups),
        items=item_sums(pack, groups),
        unit_items=unit_item_sums(pack, groups),
        city_grants=city_grants(pack, groups),
        city_spending=city_spending(pack, groups),
        flows=add_flows(pack, groups),
        questions=open_questions(pack, groups),
        remarks=remark_groups(pack, groups),
        unlisted=unlisted_items(groups),
        used=used_entries(pack, groups),
    )
    _parts_make_the_whole(report)
    return report


def _parts_make_the_whole(report: Report) -> None:
    whole = report.totals
    for parts in (report.authorities, report.units, report.items, report.unit_items):
        assert sum(part.sums.amount for part in parts) == whole.amount, "a total lost a line"
        assert sum(part.sums.open for part in parts) == whole.open, "a total lost open money"
    assert sum(flow.amount for flow in report.flows) == whole.placed, "a flow was lost"
