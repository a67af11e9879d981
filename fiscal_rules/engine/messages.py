"""What the engine says of a pack or a budget that cannot be used (FR500 to FR549)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

GAP = Message(
    "FR501",
    Text(
        "有一种情形没有规则说明{slot}：{witness}",
        "no rule says {slot} in this situation: {witness}",
    ),
    Text(
        "为该情形写一条规则；文件没有说的，写 `undetermined`",
        "write a rule for it; where the document is silent, say `undetermined`",
    ),
)
CONFLICT = Message(
    "FR502",
    Text(
        "规则 {rules} 对同一情形给出不同的{slot}：{witness}",
        "rules {rules} differ on {slot} in one situation: {witness}",
    ),
    Text(
        "收窄其中一条的 `when`，或用 `overrides` 指明哪一条优先",
        "narrow the `when` of one of them, or name in `overrides` which one yields",
    ),
)
DEAD_RULE = Message(
    "FR503",
    Text("规则 {rule} 在任何情形下都不适用", "rule {rule} applies in no situation"),
    Text("改正其 `when`，或删去该规则", "mend its `when`, or delete the rule"),
)
DEAD_OVERRIDE = Message(
    "FR504",
    Text(
        "规则 {rule} 从不与它所优先的 {target} 同时适用",
        "rule {rule} never applies together with {target}, which it overrides",
    ),
    Text("从 `overrides` 中删去 {target}", "delete {target} from `overrides`"),
    Severity.WARNING,
)
TOO_MANY_SITUATIONS = Message(
    "FR505",
    Text(
        "规则包需要区分 {size} 种情形，上限为 {limit}；区分最多的是 {blame}",
        "the pack tells {size} situations apart, at most {limit} are allowed; most come from {blame}",
    ),
    Text("让规则少问一些属性", "let the rules ask for fewer attributes"),
)
TOO_MANY_ALTERNATIVES = Message(
    "FR506",
    Text(
        "事项 {item} 的规则在一个推理阶段有 {count} 种成立方式，上限为 {limit}",
        "the rules of {item} can hold in {count} ways at one stage, at most {limit} are allowed",
    ),
    Text("把条件写得更简单，或拆分事项", "write simpler conditions, or split the item"),
)
ABOVE_BASE_UNSAID = Message(
    "FR507",
    Text(
        "有一种情形按基础标准补助，却没有规则说明高出部分由谁负担：{witness}",
        "a situation has a base standard, but no rule says who bears what is above it: {witness}",
    ),
    Text("写一条带 `above_base` 的规则", "write a rule with `above_base`"),
)
NOT_PUBLISHED = Message(
    "FR508",
    Text(
        "在 {as_of} 规则包 {pack} 尚未发布（发布于 {published}）",
        "on {as_of} the pack {pack} was not yet published ({published})",
    ),
    Text("把 --as-of 改为该日或以后", "give --as-of that day or a later one"),
)
POT_CHANGES = Message(
    "FR521",
    Text(
        "{parameter} 在 {year} 年内有几个不同的值：{values}",
        "{parameter} has several values within {year}: {values}",
    ),
    Text("一年的资金总额只能有一个值", "a year's pot, and its weights, have one value"),
)
SHARES_ABOVE_ONE = Message(
    "FR522",
    Text(
        "{clause} 的各级分担比例相加为 {total}，超过 1",
        "the shares of {clause} add up to {total}, more than 1",
    ),
    Text("改正参数文件中的比例", "correct the shares in the parameter files"),
)
CAPACITY_ZERO = Message(
    "FR523",
    Text(
        "{unit} 的因素 {measure} 为 0，它按倒数计算，必须大于 0",
        "measure {measure} of {unit} is 0; it counts by its reciprocal and must be above 0",
    ),
    Text("填写大于 0 的数值", "give a value above 0"),
)

MESSAGES = (
    GAP,
    CONFLICT,
    DEAD_RULE,
    DEAD_OVERRIDE,
    TOO_MANY_SITUATIONS,
    TOO_MANY_ALTERNATIVES,
    ABOVE_BASE_UNSAID,
    NOT_PUBLISHED,
    POT_CHANGES,
    SHARES_ABOVE_ONE,
    CAPACITY_ZERO,
)
