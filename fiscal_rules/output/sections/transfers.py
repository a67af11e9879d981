"""Sections on money that moves: from the city to each county, and between all treasuries."""

from __future__ import annotations

from fiscal_rules.model.rulepack import RulePack, items_of
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS, Flow
from fiscal_rules.output.flows import ByItem, CityGrants
from fiscal_rules.output.names import item_clause, item_name, treasury_name, unit_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import (
    AMOUNT,
    CLAUSES_AS_HEADS,
    OF_WHICH_ASSUMED,
    TOTAL,
    item_columns,
)
from fiscal_rules.output.tables import Column, Kind, Row, Table, figures, money, words


def received_from_the_city(report: Report) -> Table | None:
    """Say what each county receives from the city, item by item; entrusted money stands apart."""
    pack, grants = report.allocation.pack, report.city_grants
    if not grants:
        return None
    given = {each.item for held in grants for each in held.transfers}
    present = [item for item in items_of(pack) if item in given]
    return Table(
        Text("各县从市级得到的资金", "What each county receives from the city"),
        (
            words("区划", "unit", width=24),
            *item_columns(pack, present),
            figures("转移支付合计", "transfers in all"),
            OF_WHICH_ASSUMED,
            figures("另：委托", "beside: entrusted"),
        ),
        tuple(_received(pack, held, present) for held in grants),
        totals=(_received_in_all(grants, present),),
        notes=(CLAUSES_AS_HEADS,),
    )


def _received(pack: RulePack, held: CityGrants, present: list[str | None]) -> Row:
    transfers = {each.item: each.amount for each in held.transfers}
    by_item = (money(transfers.get(item)) for item in present)
    total, assumed = (held.transferred, held.assumed) if transfers else (None, None)
    name = unit_name(pack, held.unit)
    return name, *by_item, money(total), money(assumed), money(held.entrusted)


def _received_in_all(grants: tuple[CityGrants, ...], present: list[str | None]) -> Row:
    given = [each for held in grants for each in held.transfers]
    by_item = (sum(each.amount for each in given if each.item == item) for item in present)
    entrusted = [held.entrusted for held in grants if held.entrusted is not None]
    return (
        TOTAL,
        *(money(amount) for amount in by_item),
        money(sum(held.transferred for held in grants)),
        money(sum(held.assumed for held in grants)),
        money(sum(entrusted) if entrusted else None),
    )


def city_spending(report: Report) -> Table | None:
    """Say what the city spends itself, item by item."""
    pack = report.allocation.pack
    if not report.city_spending:
        return None
    return Table(
        Text("市级自身支出", "What the city spends itself"),
        (words("条款", "clause"), words("事项", "item", width=46), AMOUNT, OF_WHICH_ASSUMED),
        tuple(
            (
                item_clause(pack, held.item),
                item_name(pack, held.item),
                money(held.amount),
                money(held.assumed),
            )
            for held in report.city_spending
        ),
        totals=(_spent_in_all(report.city_spending),),
        notes=(
            Text(
                "市本级的支出和市属机构的支出；市对县的补助和委托资金不在内。",
                "On the city's own unit and its institutions; without grants to counties and "
                "entrusted money.",
            ),
        ),
        keys=2,
    )


def _spent_in_all(spending: ByItem) -> Row:
    amount = sum(held.amount for held in spending)
    return None, TOTAL, money(amount), money(sum(held.assumed for held in spending))


def unspent_pots(report: Report) -> Table | None:
    """Say what the caps left of factor grants."""
    pack, pots = report.allocation.pack, report.allocation.unspent_pots
    if not pots:
        return None
    return Table(
        Text("因素补助资金未分完的部分", "Left of factor grants"),
        (words("事项", "item"), words("年度", "year"), figures("未分完", "unspent")),
        tuple((item_name(pack, p.item), str(p.year), money(p.amount)) for p in pots),
        notes=(
            Text(
                "对各县的补助以其本地金额为限，余额不分给任何县，也不计入合计。",
                "Grants stop at each county's local amount; what is left goes to none of them "
                "and is in no total.",
            ),
        ),
    )


def flows(report: Report) -> Table | None:
    """List what each treasury gives another."""
    pack = report.allocation.pack
    if not report.flows:
        return None
    totals = tuple(_kind_total(report, kind) for kind in Flow)
    return Table(
        Text("资金流向", "Flows"),
        (
            words("从", "from"),
            words("到", "to"),
            words("性质", "kind"),
            Column(AMOUNT.title, Kind.FIGURES),
        ),
        tuple(
            (
                treasury_name(pack, flow.source),
                treasury_name(pack, flow.target),
                TERMS[flow.kind],
                money(flow.amount),
            )
            for flow in report.flows
        ),
        totals=tuple(row for row in totals if row is not None),
        keys=2,
    )


def _kind_total(report: Report, kind: Flow) -> Row | None:
    amounts = [flow.amount for flow in report.flows if flow.kind is kind]
    return (TOTAL, None, TERMS[kind], money(sum(amounts))) if amounts else None
