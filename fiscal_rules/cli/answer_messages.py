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

NOT_A_VALUE = Message(
    "FR668",
    Text(
        "{name} 后面的 {found} 不是可用的数值", "{found} after {name} is no number that can be used"
    ),
    Text("写成 0.4、40% 或 74 的形式", "write it like 0.4, 40% or 74"),
)
NOTHING_VARIED = Message(
    "FR669",
    Text("没有写明变动哪个参数", "it is not said which parameter to vary"),
    Text("例如 --vary basic-public-health.city-share", "say --vary basic-public-health.city-share"),
)
NO_RANGE = Message(
    "FR670",
    Text("没有写明变动的范围，或起点大于终点", "there is no range, or it ends before it begins"),
    Text("用 --from 和 --to 写明", "say it with --from and --to"),
)
TOO_MANY_VALUES = Message(
    "FR671",
    Text(
        "范围内有 {count} 个值，至多可算 {most} 个", "the range has {count} values; at most {most}"
    ),
    Text("加大 --step，或缩小范围", "take a larger --step, or a smaller range"),
)
NOT_A_TARGET = Message(
    "FR672",
    Text("看不懂目标 {found}", "the target {found} is not understood"),
    Text(
        "写成 city<=300000000、county@莘县<=5000000 或 worst<=0，金额以元计",
        "write city<=300000000, county@莘县<=5000000 or worst<=0, in yuan",
    ),
)
NOT_A_SPAN = Message(
    "FR674",
    Text("看不懂 {name} 后面的范围 {found}", "the range {found} after {name} is not understood"),
    Text(
        "写成 basic-public-health.city-share=30%..50% 的形式，步长写在 / 之后",
        "write it like basic-public-health.city-share=30%..50%, with a step after a /",
    ),
)
SAME_TWICE = Message(
    "FR675",
    Text("{parameter} 写了两次", "{parameter} is named twice"),
    Text("--across 写另一个参数", "name another parameter after --across"),
)
NO_HYPOTHESIS = Message(
    "FR676",
    Text(
        "没有安装 hypothesis，不能搜索反例",
        "hypothesis is not installed, so laws cannot be searched",
    ),
    Text(
        "安装：pip install 'fiscal-rules[verify]'", "install it: pip install 'fiscal-rules[verify]'"
    ),
)
NO_UNIT = Message(
    "FR673",
    Text("规则包中没有单位 {name}", "the pack has no unit {name}"),
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
    NOT_A_VALUE,
    NOTHING_VARIED,
    NO_RANGE,
    TOO_MANY_VALUES,
    NOT_A_TARGET,
    NO_UNIT,
    NOT_A_SPAN,
    SAME_TWICE,
    NO_HYPOTHESIS,
)
