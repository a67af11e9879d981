"""What is said of a table of gaps (FR680 to FR689)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

NOT_A_COUNTY = Message(
    "FR680",
    Text("“{value}”不是县级单位", '"{value}" is no county-level unit'),
    Text(
        "收支缺口按县（市、区）填报：删去这一行",
        "gaps are those of counties: delete the row",
    ),
)
NEGATIVE = Message(
    "FR681",
    Text("{column}“{value}”是负数", '{column} "{value}" is negative'),
    Text("有结余的没有缺口：写 0 或删去这一行", "a surplus is no gap: write 0 or delete the row"),
)
DOUBLE = Message(
    "FR682",
    Text(
        "{unit} {year} 年的收支缺口重复：{first} 已经填过",
        "the gap of {unit} in {year} is repeated: {first} has it already",
    ),
    Text("只保留一个", "keep one of them"),
)
SEVERAL_SHEETS = Message(
    "FR683",
    Text("有几张工作表都像缺口表：{sheets}", "several sheets look like gaps: {sheets}"),
    Text("合并为一张，或只保留一张", "merge them into one, or keep one"),
)
NO_ROWS = Message(
    "FR684",
    Text("只有表头，没有填报缺口的行", "there is a header, but no gap below it"),
    Text("检查导出是否完成", "check whether the export was finished"),
)

MESSAGES = (NOT_A_COUNTY, NEGATIVE, DOUBLE, SEVERAL_SHEETS, NO_ROWS)
