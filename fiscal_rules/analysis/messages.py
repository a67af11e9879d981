"""What scenarios say that cannot be computed (FR550 to FR569)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

NO_SUCH_VALUE = Message(
    "FR550",
    Text("{parameter} 不能是 {value}", "{parameter} cannot be {value}"),
    Text(
        "比例在 0 到 1 之间，资金总额须为整分", "a share lies between 0 and 1, a pot is whole fen"
    ),
)
MORE_THAN_IT_COSTS = Message(
    "FR551",
    Text(
        "增长后，编号为 {line} 的行所得的上级资金和约定补助多于其金额 {amount}",
        "after growth the line {line} receives more from above and by agreement than its amount, "
        "{amount}",
    ),
    Text("让金额也增长，或缩小范围", "let the amount grow too, or narrow the step"),
)
LINE_IS_THERE = Message(
    "FR552",
    Text("预算中已有编号为 {line} 的行", "the budget has a line {line} already"),
    Text("换一个编号", "choose another id"),
)
LINES_NOT_IN_MEMORY = Message(
    "FR553",
    Text(
        "{file} 是 Parquet：情景不能改动它的行",
        "{file} is Parquet: scenarios cannot change its lines",
    ),
    Text(
        "改用 CSV 或工作簿；参数和类别可以变动",
        "give CSV or a workbook; values and classes may change",
    ),
)
LINES_NOT_TOLD_APART = Message(
    "FR560",
    Text(
        "{file} 是 Parquet：读入时没有按 {columns} 区分 {rule} 所涉事项的行",
        "{file} is Parquet: when it was read, lines that {rule} is about were not told apart by "
        "{columns}",
    ),
    Text("改用 CSV 或工作簿", "give CSV or a workbook"),
)
TOO_MANY_STEPS = Message(
    "FR554",
    Text(
        "情景 {scenario} 有 {count} 步，多于 {most} 步时不能算 Shapley 值",
        "the scenario {scenario} has {count} steps; with more than {most} there are no Shapley values",
    ),
    Text("去掉 --shapley，或合并几步", "leave out --shapley, or put steps together"),
)
NOTHING_TO_VARY = Message(
    "FR555",
    Text("参数 {parameter} 没有数值可以变动", "{parameter} has no value that could be varied"),
    Text(
        "用 --parameters 给出它的数值和有效期", "give its values and their dates with --parameters"
    ),
)
TOO_FINE = Message(
    "FR559",
    Text(
        "{file} 的比例或标准位数太多，未舍入的合计超出 128 位整数",
        "shares or standards of {file} have too many digits: totals that are not rounded do not fit "
        "whole numbers of 128 bits",
    ),
    Text("减少参数的小数位数", "give parameters with fewer decimals"),
)
TOO_MANY_RANGES = Message(
    "FR558",
    Text(
        "给出了 {count} 个范围，最多 {most} 个", "{count} ranges are given; at most {most} can be"
    ),
    Text("每次少给几个", "give fewer at a time"),
)
NO_VALUE_THEN = Message(
    "FR557",
    Text(
        "参数 {parameter} 在 {day} 没有数值可以递增",
        "{parameter} has no value on {day} to go on from",
    ),
    Text("从有数值的月份之后开始", "begin after a month for which it has a value"),
)
NO_NUMBER = Message(
    "FR556",
    Text("规则包没有可变动的参数 {parameter}", "the pack has no number {parameter} to vary"),
    Text("可以是：{known}", "it can be: {known}"),
)
