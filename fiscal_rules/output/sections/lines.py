"""The section that lists every line, where there are few."""

from __future__ import annotations

from fiscal_rules.model.allocation import LineResult, group
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS
from fiscal_rules.output.names import item_name, unit_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import sums_columns, sums_row
from fiscal_rules.output.sums import add_up
from fiscal_rules.output.tables import Row, Table, words

MOST_LINES = 40
"""With more lines than this the report only counts them."""
_TITLE = Text("逐行结果", "Line by line")


def lines(report: Report) -> Table | None:
    """List every line, or say where to find them."""
    count = report.totals.lines
    if not count:
        return None
    if count > MOST_LINES:
        return Table(_TITLE, (), (), notes=(_ELSEWHERE.fill(lines=count),))
    pack = report.allocation.pack
    return Table(
        _TITLE,
        (
            words("行", "line", width=12),
            words("区划", "unit", width=18),
            words("事项", "item", width=20),
            words("结果", "result"),
            *sums_columns(pack, report.totals)[:-1],
            words("依据", "rests on"),
        ),
        tuple(_line(pack, result, report) for result in report.allocation.results),
    )


_ELSEWHERE = Text(
    "共 {lines} 行，此处不逐行列出。用 -o lines.csv 写出每一行的结果，"
    "用 explain 说明某一行的依据和计算过程。",
    "{lines} lines, not listed here. Write them with -o lines.csv; explain says how one came out.",
)


def _line(pack: RulePack, result: LineResult, report: Report) -> Row:
    sums = sums_row(add_up(pack, group([result])), report.totals)[:-1]
    return (
        result.line.id,
        unit_name(pack, result.line.unit),
        item_name(pack, result.line.item),
        TERMS[result.status],
        *sums,
        None if result.standing is None else TERMS[result.standing],
    )
