"""Limits: what a workbook cannot hold, and how that is said on its sheets."""

from __future__ import annotations

from fiscal_rules.model.text import Text
from fiscal_rules.output.workbook.book import LINES

EXACT_FEN = 10**15
"""From this amount on, 10^13 yuan, a number of a workbook does not hold every fen."""
MOST_LINKS = 65_530
"""What Excel reads of links on one sheet."""
MOST_SIGNS = 32_767
"""What a cell holds."""
MOST_LINES = 1_048_576 - 10
"""The rows of a sheet, less those for title, notes, totals and header."""

AS_TEXT = Text(
    "达到 10 万亿元（10,000,000,000,000 元）的金额写成文本：工作簿的数字到这个量级已不能精确到分。",
    "Amounts of 10,000,000,000,000 yuan or more are written as text: a number of that size does "
    "not hold its fen in a workbook.",
)
_CUT = Text(
    "一张表放不下全部 {all} 行：“{sheet}”只列前 {here} 行，其余请用 -o lines.csv 写出；"
    "各项合计仍是全部行的合计。",
    "A sheet does not hold all {all} lines: “{sheet}” lists the first {here}. Write the others "
    "with -o lines.csv; all totals are still those of all lines.",
)


def lines_cut(every: int) -> Text:
    """Say that a sheet does not list all lines."""
    return _CUT.fill(all=f"{every:,}", here=f"{MOST_LINES:,}", sheet=LINES)
