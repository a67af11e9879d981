"""What commands say that answer questions asked of whole budgets (FR660 to FR679)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

NO_SHARES = Message(
    "FR660",
    Text("缺少 {name}", "{name} is missing"),
    Text(
        "写法：fiscal-rules base-transfer 预算 --old 旧比例.yaml --new 新比例.yaml",
        "write it like this: fiscal-rules base-transfer BUDGET --old OLD.yaml --new NEW.yaml",
    ),
)
NOT_A_YEAR = Message(
    "FR661",
    Text("{name} 后面的 {found} 不是年份", "{found} after {name} is not a year"),
    Text("写成 2020 的形式", "write it like 2020"),
)
SEVERAL_YEARS = Message(
    "FR662",
    Text(
        "{file} 有几个年度的行：{years}，看不出要哪一年",
        "{file} has lines of several years, {years}: it is not clear which one is meant",
    ),
    Text("用 --year 指定年度", "name the year with --year"),
)
NO_SUCH_YEAR = Message(
    "FR663",
    Text("{file} 没有 {year} 年的行", "{file} has no line of {year}"),
    Text("有这些年度：{years}", "it has these years: {years}"),
)
NO_LATER_YEAR = Message(
    "FR664",
    Text(
        "{file} 应有且只有一个晚于 {year} 的年度，实际有：{years}",
        "{file} must have lines of one year after {year}, and has: {years}",
    ),
    Text("--next 后面写下一年度的预算", "give the budget of the next year after --next"),
)

NOT_WEIGHTS = Message(
    "FR665",
    Text(
        "{name} 后面的 {found} 不是合计为 100% 的四个比例",
        "{found} after {name} is not four shares that add up to 100%",
    ),
    Text("写成 30%,30%,20%,20% 的形式", "write them like 30%,30%,20%,20%"),
)
BELOW_A_FEN = Message(
    "FR666",
    Text(
        "以 {to} 列示时，{decimals} 位小数小于一分", "{decimals} decimals of {to} are below a fen"
    ),
    Text("减少小数位数", "ask for fewer decimals"),
)
NO_PAYER = Message(
    "FR667",
    Text("规则包中没有政府 {name}", "the pack has no government {name}"),
    Text("可以是：{known}", "it can be: {known}"),
)

MESSAGES = (
    NO_SHARES,
    NOT_A_YEAR,
    SEVERAL_YEARS,
    NO_SUCH_YEAR,
    NO_LATER_YEAR,
    NOT_WEIGHTS,
    BELOW_A_FEN,
    NO_PAYER,
)
