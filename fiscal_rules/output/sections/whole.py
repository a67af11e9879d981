"""Sections on the whole budget: what it comes to, by payer, status, unit and item."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal_rules.model import vocabulary
from fiscal_rules.model.rulepack import RulePack, items_of
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import TERMS, Standing, Status
from fiscal_rules.output.names import (
    OTHER,
    authority_name,
    government_name,
    item_clause,
    item_head,
    item_name,
    unit_name,
)
from fiscal_rules.output.places import file_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sums import Paid, Sums
from fiscal_rules.output.tables import (
    Cell,
    Column,
    Count,
    Kind,
    Row,
    Table,
    figures,
    joined,
    money,
    percent,
    words,
)

OPEN = Text("待定", "open")
TOTAL = Text("合计", "total")
AMOUNT = figures("金额", "amount")
OPEN_COLUMN = Column(OPEN, Kind.FIGURES)
OF_WHICH_ASSUMED = figures("其中：假定", "of which assumed")
_EMPTY = same("")
_OF_WHICH = Text("其中：{what}", "of which {what}")
ASSUMED_SHARE = Column(Text("假定占比", "assumed share"), Kind.FIGURES, 8)
_NO_AUTHORITY = Text("未明确", "not settled or not stated")
_MEANINGS = {
    Status.DETERMINED: Text("按规则和参数已算定", "rules and parameters settle who pays"),
    Status.NEEDS: Text("补齐所缺内容后即可算定", "can be settled once what is missing is given"),
    Status.UNDETERMINED: Text("文件未作规定，须另行明确", "the document leaves it to be decided"),
    Status.OUTSIDE: Text(
        "按现行体制保障，文件不作划分", "the existing system pays; not divided by the document"
    ),
}


def payer_name(pack: RulePack, payer: str) -> Text:
    """Name a government that pays, or whose money is open."""
    return OPEN if payer == vocabulary.OPEN else government_name(pack, payer)


def source(report: Report) -> Table:
    """Say what was read, and by which document it is divided."""
    allocation = report.allocation
    pack, budget = allocation.pack, allocation.budget
    rows: tuple[Row, ...] = (
        (Text("预算", "budget"), file_name(budget.path)),
        (Text("读入", "read"), _counted(report.totals.lines, len(budget.refused))),
        (Text("依据", "document"), pack.document.title),
        (Text("文号", "number"), pack.document.number),
        (Text("规则包", "rule pack"), pack.id),
        *((Text("上级规则包", "pack above"), above.id) for above in pack.packs_above()),
    )
    return Table(
        Text("读入的内容", "What was read"), (Column(_EMPTY), Column(_EMPTY, width=90)), rows
    )


def _counted(lines: int, refused: int) -> Text:
    if not refused:
        return Text("{lines} 行", "{lines} lines").fill(lines=f"{lines:,}")
    counts = {"lines": f"{lines:,}", "refused": f"{refused:,}"}
    return Text(
        "{lines} 行；另有 {refused} 行被退回，不在任何合计内",
        "{lines} lines; rows refused, in no total: {refused}",
    ).fill(**counts)


_BELOW = Text("市县负担", "placed below the province")
_BY_RULES = Text("按规则负担", "placed by rules")
_COMPUTED = Text(
    "预算留空的上级资金按{documents}计算，计入后三列。",
    "Money from above that the budget leaves blank is computed by {documents}; the last columns "
    "count it.",
)


def _is_computed(report: Report) -> bool:
    """Tell whether any money of a government above was computed and not reported."""
    above = {government.id for government in report.allocation.pack.above()}
    paid = (paid for paid in report.totals.paid if paid.payer in above)
    return any(amount for each in paid for _, amount in each.by_standing)


def _computed_by(report: Report) -> Text:
    above = report.allocation.pack.packs_above()
    return _COMPUTED.fill(documents=joined(same(pack.document.number) for pack in above))


def headline(report: Report) -> Table:
    """Say what the budget comes to, how much of it is placed, and what that rests on."""
    sums = report.totals
    rows: tuple[Row, ...] = (
        (Text("金额合计", "amount"), money(sums.amount), None),
        (Text("其中：已明确", "of which placed"), *_part(sums.placed, sums.amount)),
        (Text("其中：待定", "of which open"), *_part(sums.open, sums.amount)),
        (_BY_RULES if _is_computed(report) else _BELOW, money(sums.placed_below), None),
        *(
            (_OF_WHICH.fill(what=TERMS[standing]), *_part(amount, sums.placed_below))
            for standing, amount in sums.by_standing
        ),
    )
    columns = (Column(_EMPTY), Column(_EMPTY, Kind.FIGURES), Column(_EMPTY, Kind.FIGURES))
    return Table(Text("概况", "In short"), columns, rows)


def _part(amount: int, whole: int) -> tuple[Cell, Cell]:
    return money(amount), percent(amount, whole)


def payers(report: Report) -> Table:
    """Say what each government pays, and what its part rests on."""
    pack, sums = report.allocation.pack, report.totals
    rows = tuple(_payer(pack, paid, sums) for paid in _shown(sums.paid, sums))
    rests_on = tuple(Column(TERMS[standing], Kind.FIGURES) for standing in Standing)
    blank: Row = (None,) * len(Standing)
    return Table(
        Text("各级负担", "Who pays"),
        (words("负担方", "payer"), AMOUNT, figures("占比", "share"), *rests_on),
        (*rows, (OPEN, money(sums.open), percent(sums.open, sums.amount), *blank)),
        totals=(
            (
                TOTAL,
                money(sums.amount),
                percent(sums.amount, sums.amount),
                *(money(amount) for _, amount in sums.by_standing),
            ),
        ),
        notes=(
            Text(
                "后三列说明市县负担依据什么算出。正式依据：有权确定的一级政府自己的文件；"
                "推导依据：由其他级次的文件推出；假定：示例数值或对文件的理解，使用前须确认。"
                "上级资金按填报数列示。",
                "The last columns say what money below the province rests on: official, documents "
                "of the level that decides; derived, those of another level; assumed, examples or "
                "a reading of the text, to be confirmed before use. Money from above is as "
                "reported.",
            ),
            *([_computed_by(report)] if _is_computed(report) else []),
        ),
    )


def _payer(pack: RulePack, paid: Paid, sums: Sums) -> Row:
    name = government_name(pack, paid.payer)
    share = percent(paid.amount or 0, sums.amount) if paid.amount is not None else None
    rests_on = (money(amount) if amount else None for _, amount in paid.by_standing)
    return name, money(paid.amount), share, *rests_on


def statuses(report: Report) -> Table:
    """Say how many lines are settled and how many are not, with their money."""
    sums = report.totals
    rows = tuple(
        (
            TERMS[held.status],
            Count(held.lines),
            money(held.amount),
            money(held.amount - held.open),
            money(held.open),
            _MEANINGS[held.status],
        )
        for held in sums.by_status
        if held.lines
    )
    total: Row = (
        TOTAL, Count(sums.lines), money(sums.amount), money(sums.placed), money(sums.open), None,
    )  # fmt: skip
    columns = (
        words("结果", "result"),
        figures("行数", "lines"),
        AMOUNT,
        figures("其中：已明确", "of which placed"),
        figures("其中：待定", "of which open"),
        words("含义", "meaning", width=50),
    )
    return Table(Text("结果状态", "How far it is settled"), columns, rows, totals=(total,))


def authorities(report: Report) -> Table:
    """Say how much is spent under whose fiscal authority."""
    pack = report.allocation.pack
    rows = tuple(
        (
            _NO_AUTHORITY if held.authority is None else authority_name(pack, held.authority),
            *sums_row(held.sums, report.totals),
        )
        for held in report.authorities
    )
    return Table(
        Text("按财政事权", "By fiscal authority"),
        (words("财政事权", "authority"), *sums_columns(pack, report.totals)),
        rows,
        totals=((TOTAL, *sums_row(report.totals, report.totals)),),
        notes=(
            Text(
                "假定占比：市县负担中依据为“假定”的部分所占比例，以下各表同。",
                "Assumed share: how much of the money below the province is assumed; below too.",
            ),
        ),
    )


def units(report: Report) -> Table:
    """Say for each unit what it costs and who pays."""
    pack = report.allocation.pack
    rows = tuple(
        (unit_name(pack, held.unit), *sums_row(held.sums, report.totals)) for held in report.units
    )
    return Table(
        Text("按县区", "By unit"),
        (words("区划", "unit", width=24), *sums_columns(pack, report.totals)),
        rows,
        totals=((TOTAL, *sums_row(report.totals, report.totals)),),
    )


def items(report: Report) -> Table:
    """Say for each item what it costs and who pays."""
    pack = report.allocation.pack
    rows = tuple(
        (
            item_clause(pack, held.item),
            item_name(pack, held.item),
            *sums_row(held.sums, report.totals),
        )
        for held in report.items
    )
    return Table(
        Text("按事项", "By item"),
        (
            words("条款", "clause"),
            words("事项", "item", width=20),
            *sums_columns(pack, report.totals),
        ),
        rows,
        totals=((None, TOTAL, *sums_row(report.totals, report.totals)),),
        keys=2,
    )


def unit_items(report: Report) -> Table:
    """Give the amount of each item of each unit, and below each item what is open."""
    pack = report.allocation.pack
    amounts = {(held.unit, held.item): held.sums.amount for held in report.unit_items}
    present = [held.item for held in report.items]
    rows = tuple(
        (
            unit_name(pack, held.unit),
            *(money(amounts.get((held.unit, item))) for item in present),
            money(held.sums.amount),
            money(held.sums.open),
        )
        for held in report.units
    )
    total: Row = (
        TOTAL,
        *(money(held.sums.amount) for held in report.items),
        money(report.totals.amount),
        money(report.totals.open),
    )
    opened: Row = (
        Text("其中：待定", "of which open"),
        *(money(held.sums.open) for held in report.items),
        money(report.totals.open),
        None,
    )
    return Table(
        Text("县区 × 事项：金额", "Unit × item: amounts"),
        (
            words("区划", "unit", width=24),
            *item_columns(pack, present),
            Column(TOTAL, Kind.FIGURES),
            OPEN_COLUMN,
        ),
        rows,
        totals=(total, opened),
        notes=(CLAUSES_AS_HEADS,),
    )


CLAUSES_AS_HEADS = Text(
    "列头为条款号，对应的事项名称见“按事项”。空白表示没有该项。",
    "Columns are headed by clause; “By item” names them. Blank: there is none.",
)


def item_columns(pack: RulePack, present: Sequence[str | None]) -> tuple[Column, ...]:
    """Head a column for each item."""
    ordered = (item for item in items_of(pack) if item in present)
    return tuple(Column(item_head(pack, item), Kind.FIGURES, 16) for item in ordered)


def sums_columns(pack: RulePack, whole: Sums) -> tuple[Column, ...]:
    """Head the columns of sums: amount, payers, what is open, what of it is assumed."""
    paid = (Column(government_name(pack, p.payer), Kind.FIGURES) for p in _shown(whole.paid, whole))
    return AMOUNT, *paid, OPEN_COLUMN, ASSUMED_SHARE


def sums_row(sums: Sums, whole: Sums) -> tuple[Cell, ...]:
    """Write sums under ``sums_columns``; a payer on whom nothing is placed stays blank."""
    paid = (money(held.amount) for held in _shown(sums.paid, whole))
    assumed = dict(sums.by_standing)[Standing.ASSUMED]
    return money(sums.amount), *paid, money(sums.open), percent(assumed, sums.placed_below)


def _shown(paid: Sequence[Paid], whole: Sums) -> tuple[Paid, ...]:
    """Leave out the other payers where there are none in the whole budget."""
    others = any(held.payer == OTHER and held.amount is not None for held in whole.paid)
    return tuple(held for held in paid if held.payer != OTHER or others)
