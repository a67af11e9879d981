"""Write budget.xlsx: source/budget.csv (yuan) and source/measures.csv as a bureau's own workbook.

Run ``python make_workbook.py`` after changing either file. The same files make the same bytes.
"""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
YUAN_PER_WAN = 10_000
TITLE = "聊城市2020年医疗卫生领域预算明细表（示例）"
CREATED = datetime(2020, 1, 1, tzinfo=UTC)
MONEY = {"金额", "中央资金", "省级资金", "约定补助"}
"""Columns of money: yuan in the source, 万元 in the workbook."""
WHOLE = {"人数", "工作任务量"}
PLAIN = {"年度", "县定标准", "绩效系数", "数值"}
"""Numbers shown as they are. Every other column is text: ids and codes are names, not numbers."""
WIDTHS = {
    "编号": 7,
    "年度": 7,
    "区划": 20,
    "对应区县": 10,
    "事项": 38,
    "功能科目": 10,
    "项目名称": 34,
    "单位名称": 16,
    "金额": 15,
    "中央资金": 14,
    "省级资金": 14,
    "人数": 12,
    "委托方": 7,
    "对象类别": 11,
    "约定补助": 11,
    "工作任务量": 12,
    "因素": 16,
    "数值": 12,
}
A3, A4 = 8, 9
USUAL_WIDTH = 9
FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
BORDER = {**FONT, "border": 1}


def rows_of(source: Path) -> list[list[str]]:
    """Read a CSV file: its header, then its rows."""
    with source.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def number_in(header: str, text: str) -> Decimal:
    """Read a number of the source as the workbook says it: money in 万元, the rest as it is."""
    return Decimal(text) / (YUAN_PER_WAN if header in MONEY else 1)


def write_column(
    sheet: Worksheet, header: str, *, cells: list[str], at: tuple[int, int], style: Format
) -> None:
    """Write a column downwards from a cell; a blank stays a blank cell with its border."""
    top, column = at
    for row, text in enumerate(cells, start=top):
        if text == "":
            sheet.write_blank(row, column, None, style)
        elif header in MONEY | WHOLE | PLAIN:
            sheet.write_number(row, column, number_in(header, text), style)
        else:
            sheet.write_string(row, column, text, style)


def style_of(book: xlsxwriter.Workbook, header: str) -> Format:
    """Make the cell format of a column: money in 万元 to four decimals, counts, numbers or text."""
    if header in MONEY:
        return book.add_format({**BORDER, "num_format": "#,##0.0000", "align": "right"})
    if header in WHOLE:
        return book.add_format({**BORDER, "num_format": "#,##0", "align": "right"})
    if header in PLAIN:
        return book.add_format({**BORDER, "num_format": "General", "align": "center"})
    left = header in {"区划", "事项", "项目名称", "单位名称"}
    align = "left" if left else "center"
    return book.add_format({**BORDER, "num_format": "@", "align": align})


def write_table(
    book: xlsxwriter.Workbook, sheet: Worksheet, table: list[list[str]], *, top: int
) -> None:
    """Write a table, its header in row ``top`` (counted from 0), ready to filter and to print."""
    headers, *rows = table
    bold = book.add_format(
        {**BORDER, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
    )
    sheet.set_default_row(16)
    sheet.set_row(top, 36)
    for column, header in enumerate(headers):
        style = style_of(book, header)
        sheet.set_column(column, column, WIDTHS.get(header, USUAL_WIDTH))
        sheet.write_string(top, column, header, bold)
        cells = [row[column] for row in rows]
        write_column(sheet, header, cells=cells, at=(top + 1, column), style=style)
    last_row, last_column = top + len(rows), len(headers) - 1
    sheet.autofilter(top, 0, last_row, last_column)
    sheet.freeze_panes(top + 1, min(3, last_column))
    sheet.repeat_rows(top)
    sheet.ignore_errors({"number_stored_as_text": f"A{top + 2}:XFD{last_row + 1}"})


def lay_out(sheet: Worksheet, *, paper: int) -> None:
    """Set up the printed page on ``paper`` (Excel's number for it), one page wide."""
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def write_budget_sheet(book: xlsxwriter.Workbook, table: list[list[str]]) -> None:
    """Write the sheet 预算: a title, the unit of money, then the table."""
    sheet = book.add_worksheet("预算")
    unit_at = table[0].index("省级资金")
    title = book.add_format({**FONT, "font_size": 16, "bold": True, "align": "center"})
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, unit_at, TITLE, title)
    sheet.write_string(1, unit_at, "单位：万元", book.add_format({**FONT, "align": "right"}))
    write_table(book, sheet, table, top=2)
    sheet.set_landscape()
    lay_out(sheet, paper=A3)


def write_workbook(source: Path, target: Path) -> None:
    """Write both sheets; the date of creation is fixed, so that the bytes do not vary."""
    with xlsxwriter.Workbook(str(target)) as book:
        book.set_properties({"title": TITLE, "created": CREATED})
        write_budget_sheet(book, rows_of(source / "budget.csv"))
        measures = book.add_worksheet("因素")
        write_table(book, measures, rows_of(source / "measures.csv"), top=0)
        lay_out(measures, paper=A4)


if __name__ == "__main__":
    write_workbook(
        HERE / "source", Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "budget.xlsx"
    )
