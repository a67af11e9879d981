"""The section on labels: what the lines that carry one word on their money add up to."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.model.label import LabelledSums, LabelTotals, shortened
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import COLUMN_BY_ID
from fiscal_rules.output.names import government_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import AMOUNT, OPEN_COLUMN, TOTAL
from fiscal_rules.output.tables import Count, Row, Table, figures, money, words

MOST_VALUES_SHOWN = 12
"""How many values of a label a report tells apart; a workbook and JSON tell all that are kept."""
_BLANK = Text("（空白）", "(blank)")
_OTHERS = Text("其余 {n} 种", "{n} others")
_PASSED_ON = Text(
    "标签随资金走：每一行的各方负担都带有该行的标签；每种标签各自加总，等于全部金额。",
    "A label stays on its money: whatever a line is divided into carries the line's labels. The "
    "values of each label add up to the whole.",
)


def labels(report: Report) -> Table | None:
    """Add up lines by each label that any of them carries, the most money first."""
    return labelled(report, most=MOST_VALUES_SHOWN)


def labelled(report: Report, *, most: int) -> Table | None:
    """Add up lines by labels, of each so many values apart."""
    allocation = report.allocation
    if not allocation.labels:
        return None
    payers = [government_name(allocation.pack, each.id) for each in allocation.pack.governments]
    return Table(
        Text("按标签合计", "By label"),
        (
            words("标签", "label", width=12),
            words("取值", "value", width=30),
            figures("行数", "lines"),
            AMOUNT,
            *(figures(name.zh, name.en) for name in payers),
            OPEN_COLUMN,
        ),
        tuple(row for held in allocation.labels for row in _rows(shortened(held, most))),
        notes=(_PASSED_ON,),
        keys=2,
    )


def _rows(held: LabelTotals) -> Iterator[Row]:
    name = COLUMN_BY_ID[held.column].name
    for each in held.values:
        yield name, _BLANK if each.value is None else same(each.value), *_sums(each.sums)
    if held.others is not None:
        yield name, _OTHERS.fill(n=f"{held.untold:,}"), *_sums(held.others)
    yield name, TOTAL, *_sums(held.whole)


def _sums(sums: LabelledSums) -> Row:
    paid = (money(amount) for amount in sums.paid)
    return Count(sums.lines), money(sums.amount), *paid, money(sums.open)
