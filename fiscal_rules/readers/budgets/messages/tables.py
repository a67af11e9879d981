"""What is said of a table: its headers, its unit of money, its totals (FR440 to FR459)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

NO_HEADER = Message(
    "FR440",
    Text("前 {rows} 行里没有找到表头", "no header was found in the first {rows} rows"),
    Text("表头至少要有：{expected}", "a header needs at least: {expected}"),
)
MISSING_HEADERS = Message(
    "FR441",
    Text("表头缺少：{missing}", "the header lacks: {missing}"),
    Text("可用的写法：{accepted}", "accepted headers: {accepted}"),
)
DOUBLE_HEADER = Message(
    "FR442",
    Text(
        "两列的表头是同一列：“{first}”和“{second}”",
        'two headers mean one column: "{first}" and "{second}"',
    ),
    Text("删去或改名其中一列", "delete or rename one of them"),
)
HEADER_UNIT = Message(
    "FR443",
    Text("不认识表头“{title}”里的单位", 'the unit in the header "{title}" is not known'),
    Text("{expected}", "{expected}"),
)
UNIT_CONFLICT = Message(
    "FR444",
    Text(
        "“{title}”的金额单位说法不一：{said}",
        'the unit of "{title}" is said in conflicting ways: {said}',
    ),
    Text("只保留正确的一个", "keep the right one only"),
)
UNIT_UNCLEAR = Message(
    "FR445",
    Text(
        "看不出“{title}”以什么为单位：{reason}",
        'it is not clear in which unit "{title}" is: {reason}',
    ),
    Text(
        "在表上方写明“单位：万元”（或元、亿元），或用 --unit 指定",
        "write 单位：万元 (or 元, 亿元) above the table, or give --unit",
    ),
)
HEADER_ONLY = Message(
    "FR446",
    Text("只有表头，没有预算行", "there is a header, but no row below it"),
    Text("检查导出是否完成", "check whether the export was finished"),
)
RAGGED = Message(
    "FR447",
    Text(
        "这一行有 {found} 列，表头有 {expected} 列",
        "this row has {found} cells, the header has {expected}",
    ),
    Text(
        "检查逗号：含逗号的单元格要加引号，空单元格也要占位；最后一行可能被截断",
        "check the commas: quote a cell that holds one, keep those of blank cells; "
        "a last row may be cut off",
    ),
)
TOTALS_LEFT_OUT = Message(
    "FR448",
    Text(
        "合计行核对相符，不作为预算行：{rows}",
        "rows of totals add up and are not budget lines: {rows}",
    ),
    None,
    Severity.NOTE,
)
TOTAL_WRONG = Message(
    "FR449",
    Text(
        "“{label}”行的{column}是 {stated}，所合计各行之和是 {sum}",
        'the {column} of the row "{label}" is {stated}, the rows that it totals add up to {sum}',
    ),
    Text(
        "改正合计或漏报、重报的行；不要合计行时可整行删去",
        "correct the total, or the row that is missing or repeated; or delete the row of the total",
    ),
)
TOTALS_UNCHECKED = Message(
    "FR450",
    Text(
        "合计行无法核对，因为所合计的行里有未读入的行：{rows}",
        "rows of totals cannot be checked, since rows that they total are refused: {rows}",
    ),
    Text("改正未读入的行后再核对", "correct the refused rows first"),
    Severity.NOTE,
)
NO_HEADING = Message(
    "FR451",
    Text("没有表头的列未读取：{cells}", "cells in columns without a header were not read: {cells}"),
    Text("如果要用，给该列加上表头", "give the column a header if it is wanted"),
    Severity.NOTE,
)
NEAR_HEADER = Message(
    "FR452",
    Text(
        "“{title}”不是已知的列，照原样保留", '"{title}" is no known column and is carried as it is'
    ),
    Text("是不是指“{near}”？若是，请改表头", 'is "{near}" meant? then change the header'),
    Severity.NOTE,
)

MESSAGES = (
    NO_HEADER,
    MISSING_HEADERS,
    DOUBLE_HEADER,
    HEADER_UNIT,
    UNIT_CONFLICT,
    UNIT_UNCLEAR,
    HEADER_ONLY,
    RAGGED,
    TOTALS_LEFT_OUT,
    TOTAL_WRONG,
    TOTALS_UNCHECKED,
    NO_HEADING,
    NEAR_HEADER,
)
