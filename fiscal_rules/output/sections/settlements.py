"""Sections on settlements: what is due, was advanced, is deducted, and is to be paid now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import (
    SETTLEMENT_TERMS,
    Account,
    Settlement,
    Settlements,
    SettlementStatus,
)
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import TERMS
from fiscal_rules.output.names import government_name, item_name, unit_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import OPEN, TOTAL, payer_name
from fiscal_rules.output.settled.settlement_rows import accounts_of
from fiscal_rules.output.tables import Cell, Count, Row, Table, figures, joined, money, words

MOST_SETTLEMENTS = 40
"""With more settlements than this a report lists only those that are not settled."""
MOST_ON_A_SHEET = 10_000
_UNSETTLED = (SettlementStatus.OPEN, SettlementStatus.OUTSTANDING, SettlementStatus.DOUBTFUL)
_ACCOUNT = (
    figures("应付", "due"),
    figures("已预拨", "advanced"),
    figures("扣减", "deducted"),
    figures("本次支付", "payment now"),
)
_COUNTED_TWICE = Text(
    "以上各表按行合计：预拨的行计预拨数，结算的行计全部应付数，同一笔资金不相抵。"
    "相抵后的本次支付只见结算各表。",
    "The tables above add up lines: an advance counts what was advanced, a settlement all that is "
    "due; they are set off against one another only here.",
)
_NEGATIVE = Text(
    "本次支付 = 应付 − 已预拨 − 扣减；负数是应退回的资金，空白是尚不知道的金额。",
    "Payment now = due − advanced − deducted; below 0 it is to be returned, blank is not known.",
)
_BY_DUE = Text(
    "扣减按各方应付数的比例分担，到分，尾差给余数最大的一方，相同时给规则包中在前的一级；文件未作规定，故为假定。",
    "What is deducted is divided by what is due of each; fen that are left go to the largest "
    "remainders, a tie to the government earlier in the pack. No clause says so: it is assumed.",
)
_BY_NAME = Text(
    "扣减由{payer}承担（规则包所定：{source}）。",
    "What is deducted is borne by the {payer}, as the pack says ({source}).",
)
_DIFFERENT = Text("不一致", "they differ")
_CUT = Text(
    "共 {all} 笔，此处只列未结清的前 {here} 笔。全部结果用 -o 写成 .csv、.parquet 或 .json。",
    "{all} settlements; listed are the first {here} that are not settled. -o writes all of them, "
    "as .csv, .parquet or .json.",
)


def settlement_totals(report: Report) -> Table | None:
    """Say how far settlements are, and what they come to."""
    settlements = report.allocation.settlements
    if settlements is None:
        return None
    return Table(
        Text("结算概况", "Settlements in short"),
        (words("状态", "status"), figures("笔数", "settlements"), *_ACCOUNT),
        tuple(
            (SETTLEMENT_TERMS[held.status], Count(held.count), *_amounts(held.account))
            for held in settlements.totals.statuses
        ),
        notes=(_NEGATIVE, _COUNTED_TWICE),
    )


def settlements_by_payer(report: Report) -> Table | None:
    """Say what each government pays now, all settlements together."""
    settlements, pack = report.allocation.settlements, report.allocation.pack
    if settlements is None or not settlements.totals.payers:
        return None
    totals = settlements.totals
    opened: tuple[Row, ...] = ((OPEN, *_amounts(totals.open)),) if any(totals.open.all) else ()
    return Table(
        Text("结算：各级本次支付", "Settlements: who pays now"),
        (words("负担方", "payer"), *_ACCOUNT),
        (*(_payer(pack, held.payer, held.account) for held in totals.payers), *opened),
        totals=((TOTAL, *_amounts(totals.total)),),
        notes=_who_bears_deductions(pack, totals.total),
    )


def _who_bears_deductions(pack: RulePack, total: Account) -> tuple[Text, ...]:
    if not total.deducted:
        return ()
    if pack.deductions is None:
        return (_BY_DUE,)
    name = government_name(pack, pack.deductions.payer)
    return (_BY_NAME.fill(payer=name, source=pack.deductions.source),)


def _payer(pack: RulePack, payer: str, account: Account) -> Row:
    return payer_name(pack, payer), *_amounts(account)


def settlements(report: Report) -> Table | None:
    """List settlements by payer; of many, those that are not settled."""
    return listed(report, most=MOST_SETTLEMENTS)


def listed(report: Report, *, most: int) -> Table | None:
    """List settlements; where there are more than so many, the first that are not settled."""
    held = report.allocation.settlements
    if held is None:
        return None
    shown, notes = _shown(held, most)
    pack = report.allocation.pack
    return Table(
        Text("逐笔结算", "Settlement by settlement"),
        (
            words("结算编号", "settles", width=20),
            words("区划", "unit", width=18),
            words("事项", "item", width=20),
            words("年度", "years", width=12),
            words("状态", "status", width=12),
            words("负担方", "payer"),
            *_ACCOUNT,
            words("依据", "rests on"),
            words("提示", "remarks", width=30),
        ),
        tuple(row for settlement in shown for row in _rows(pack, settlement)),
        notes=notes,
    )


def _shown(held: Settlements, most: int) -> tuple[Sequence[Settlement], tuple[Text, ...]]:
    count = held.totals.count
    if count <= most:
        return held.each, ()
    some = held.select(_UNSETTLED, most)
    return some, (_CUT.fill(all=f"{count:,}", here=f"{len(some):,}"),)


def _rows(pack: RulePack, settlement: Settlement) -> Iterator[Row]:
    """Write the total first, then what adds up to it."""
    standing = settlement.standing
    yield (
        settlement.id,
        *place_and_item(pack, settlement),
        joined(same(str(year)) for year in settlement.years),
        SETTLEMENT_TERMS[settlement.status],
        TOTAL,
        *_amounts(settlement.total),
        None if standing is None else TERMS[standing],
        joined(SETTLEMENT_TERMS[finding] for finding in settlement.findings),
    )
    for payer, account in accounts_of(settlement):
        yield settlement.id, None, None, None, None, *_payer(pack, payer, account), None, None


def place_and_item(pack: RulePack, settlement: Settlement) -> tuple[Text, Text]:
    """Name the unit and the item of a settlement, where its lines agree in them."""
    unit = _DIFFERENT if settlement.unit is None else unit_name(pack, settlement.unit)
    if settlement.counterpart is not None:
        county = unit_name(pack, settlement.counterpart)
        unit = Text("{unit}（{county}）", "{unit} ({county})").fill(unit=unit, county=county)
    item = _DIFFERENT if settlement.items_differ else item_name(pack, settlement.item)
    return unit, item


def _amounts(account: Account) -> tuple[Cell, ...]:
    return tuple(money(amount) for amount in account.all)
