"""What is said of the measures beside a budget (FR490 to FR499)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

UNKNOWN_ITEM = Message(
    "FR490",
    Text("规则包里没有事项“{value}”", 'the pack has no item "{value}"'),
    Text("{expected}", "{expected}"),
)
NO_POT = Message(
    "FR491",
    Text(
        "事项“{value}”不按因素分配，用不上因素数据",
        'the item "{value}" has no factor grant that would use measures',
    ),
    Text("按因素分配的事项：{items}", "items with factor grants: {items}"),
)
NOT_OF_THE_ITEM = Message(
    "FR492",
    Text("“{value}”不是事项“{item}”的因素", '"{value}" is no measure of the item "{item}"'),
    Text("它的因素是：{measures}", "its measures are: {measures}"),
)
NOT_POSITIVE = Message(
    "FR493",
    Text(
        "因素“{measure}”按倒数计算，数值“{value}”必须大于 0",
        'the measure "{measure}" counts by its reciprocal: "{value}" must be above 0',
    ),
    Text("填写大于 0 的数值", "give a value above 0"),
)
DOUBLE_MEASURE = Message(
    "FR494",
    Text(
        "{unit} {year} 年“{item}”的因素“{measure}”重复：{first} 已经填过",
        'the measure "{measure}" of {unit} for "{item}" in {year} is repeated: {first} has it already',
    ),
    Text("只保留一个", "keep one of them"),
)
SEVERAL_MEASURES = Message(
    "FR495",
    Text("有几张工作表都像因素表：{sheets}", "several sheets look like measures: {sheets}"),
    Text("合并为一张“因素”表", "merge them into one sheet 因素"),
)

MESSAGES = (
    UNKNOWN_ITEM,
    NO_POT,
    NOT_OF_THE_ITEM,
    NOT_POSITIVE,
    DOUBLE_MEASURE,
    SEVERAL_MEASURES,
)
