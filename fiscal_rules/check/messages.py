"""What is said of a pack's citations and loose ends (FR200 to FR249)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

QUOTE_NOT_IN_CLAUSE = Message(
    "FR201",
    Text(
        "规则 {rule} 的引文不是条款 {clause} 中连续的整句段",
        "the quote of rule {rule} is no run of whole segments of clause {clause}",
    ),
    Text(
        "照抄原文，从一个 。；，、 之后到下一个之前",
        "copy the official words, from after one 。；，、 to before another",
    ),
)
CLAUSE_QUOTE = Message(
    "FR202",
    Text(
        "条款 {clause} 的引文不在它自己的句段之中",
        "the quote of clause {clause} is not among its own segments",
    ),
    Text(
        "改正 `quote`，或重新计算 `segments`",
        "correct `quote`, or make `segments` again from the text",
    ),
)
CLAUSE_WITHOUT_RULE = Message(
    "FR203",
    Text(
        "条款 {clause} 没有规则，也没有说明原因",
        "clause {clause} has no rule, and no reason for having none",
    ),
    Text("为它写规则，或写 `reason`", "write a rule for it, or give a `reason`"),
)
REASON_WITH_RULE = Message(
    "FR204",
    Text(
        "条款 {clause} 说明了没有规则的原因，规则 {rule} 却引用了它",
        "clause {clause} gives a reason for having no rules, but rule {rule} cites it",
    ),
    Text("删去 `reason`，或改正规则的条款", "delete `reason`, or correct the rule's clause"),
)
ITEM_WITHOUT_RULE = Message(
    "FR205",
    Text("没有规则提到事项 {item}", "no rule names the item {item}"),
    Text("为它写规则，或删去该事项", "write a rule for it, or delete the item"),
)
UNUSED_DERIVED = Message(
    "FR206",
    Text(
        "推导属性 {name} 没有规则使用",
        "no rule tests the derived attribute {name}",
    ),
    Text("删去它，或让规则使用它", "delete it, or let a rule test it"),
    Severity.WARNING,
)
NEVER_DERIVED = Message(
    "FR207",
    Text(
        "没有规则推导出属性 {name}，它只有默认值 {default}",
        "no rule derives the attribute {name}: it always has its default, {default}",
    ),
    Text("写一条推导它的规则，或删去它", "write a rule that derives it, or delete it"),
    Severity.WARNING,
)
UNUSED_CLASS = Message(
    "FR208",
    Text("没有单位属于类别 {name}", "no unit is of the class {name}"),
    Text("删去该类别，或改正单位的类别", "delete the class, or correct the classes of units"),
    Severity.WARNING,
)
UNUSED_DEFAULT = Message(
    "FR209",
    Text(
        "没有规则问到属性 {name}，它的默认值不起作用",
        "no rule asks for the attribute {name}: its default has no effect",
    ),
    Text("删去该默认值", "delete the default"),
    Severity.WARNING,
)
OFFICIAL_WITHOUT_NUMBER = Message(
    "FR210",
    Text(
        "{parameter} 标为 official，来源却没有文号",
        "{parameter} is said to be official, but its source names no document",
    ),
    Text(
        "在 `source` 中写出文号，如 聊政发〔2019〕7号；没有则标为 derived 或 assumed",
        "name the document in `source`, as in 聊政发〔2019〕7号; else it is derived or assumed",
    ),
    Severity.WARNING,
)
HOLE = Message(
    "FR211",
    Text(
        "{parameter} 从 {ends} 到 {starts} 之前没有值",
        "{parameter} has no value from {ends} until {starts}",
    ),
    Text("补上这段时间的值；确实没有则不必理会", "give one; leave it if there is none"),
    Severity.WARNING,
)
GIVEN_BY_NOBODY = Message(
    "FR212",
    Text(
        "规则包要用、本身没有给出的参数有 {count} 个：{parameters}",
        "the pack does not give these parameters that it asks for ({count}): {parameters}",
    ),
    Text(
        "用 --parameters 给出；否则相关的行待补",
        "give them with --parameters; else the lines that ask for them wait",
    ),
    Severity.NOTE,
)
WITHOUT_CASE = Message(
    "FR213",
    Text("条款 {clause} 有规则而没有算例", "clause {clause} has rules and no worked case"),
    Text("在 cases.yaml 中写一个算例", "write one in cases.yaml"),
    Severity.WARNING,
)
SAME_RULE = Message(
    "FR214",
    Text(
        "规则 {rule} 与 {other} 的条件和规定完全相同",
        "rule {rule} has the condition and the effect of {other}",
    ),
    Text("删去其中一条", "delete one of them"),
    Severity.WARNING,
)
BLANK = Message(
    "FR215",
    Text("条款 {clause} 的 {key} 是空白", "the {key} of clause {clause} is blank"),
    Text("填写内容", "fill it in"),
)
ITEMS_WITHOUT_CODE = Message(
    "FR216",
    Text("没有功能科目的事项：{items}", "items without a functional code: {items}"),
    Text(
        "预算行须写明这些事项，单凭科目认不出来",
        "budget lines must name them; a code alone does not lead to them",
    ),
    Severity.NOTE,
)
RESERVED_FOR_NOBODY = Message(
    "FR217",
    Text(
        "保留事项针对类别 {name}，却没有单位属于它",
        "a reservation is about the class {name}, which no unit has",
    ),
    Text("改正 `class`，或删去该保留事项", "correct `class`, or delete the reservation"),
    Severity.WARNING,
)
RESERVED_NEVER_SHARES = Message(
    "FR218",
    Text(
        "保留事项针对 {payer} 的分担，却没有规则让它按比例分担或给予补助",
        "a reservation is about what {payer} pays, but no rule lets it pay a share or a grant",
    ),
    Text("改正 `payer`，或删去该保留事项", "correct `payer`, or delete the reservation"),
    Severity.WARNING,
)
TEXT_UNREADABLE = Message(
    "FR220",
    Text("无法读取原文：{reason}", "the official text cannot be read: {reason}"),
    Text("给出 UTF-8 或 GB18030 的文本文件", "give a text file in UTF-8 or GB18030"),
)
TEXT_DIFFERS = Message(
    "FR221",
    Text(
        "原文中找不到条款 {clause}：从它的第 {position} 个句段起不同",
        "clause {clause} is not in the text: it differs from its segment {position} on",
    ),
    Text(
        "核对原文的版本，再重新计算 `segments`",
        "see whether it is the same version of the text, then make `segments` again",
    ),
)
VALUE_NEVER_DERIVED = Message(
    "FR222",
    Text("推导属性 {name} 从不取 {value}", "the derived attribute {name} never becomes {value}"),
    Text("写一条推导该值的规则，或从 `values` 中删去", "derive the value, or delete it"),
    Severity.WARNING,
)
DEFAULT_NEVER_STANDS = Message(
    "FR223",
    Text(
        "任何情形都有规则推导 {name}，它的默认值 {default} 用不上",
        "rules derive {name} in every situation: its default, {default}, never stands",
    ),
    Text(
        "收窄推导它的规则，或直接写条件",
        "narrow the rules that derive it, or test their conditions directly",
    ),
    Severity.WARNING,
)
OTHER_DIMENSION = Message(
    "FR224",
    Text(
        "规则 {rule} 把 {left}（{one}）与 {right}（{other}）相比",
        "rule {rule} compares {left} ({one}) with {right} ({other})",
    ),
    Text("比较同一种量", "compare numbers of one kind"),
)
SAME_SIDES = Message(
    "FR225",
    Text("规则 {rule} 把 {side} 与它自己相比", "rule {rule} compares {side} with itself"),
    Text("改正 `compare` 或 `with`", "correct `compare` or `with`"),
)
HOLDS_FOR_NOBODY = Message(
    "FR226",
    Text(
        "{parameter} 的这个值对任何单位都不适用",
        "this value of {parameter} holds for no unit",
    ),
    Text(
        "核对 `for` 中的单位、类别和该值的起止日期",
        "compare the units and classes in `for` with the dates of the value",
    ),
    Severity.WARNING,
)

MESSAGES = (
    QUOTE_NOT_IN_CLAUSE,
    CLAUSE_QUOTE,
    CLAUSE_WITHOUT_RULE,
    REASON_WITH_RULE,
    ITEM_WITHOUT_RULE,
    UNUSED_DERIVED,
    NEVER_DERIVED,
    UNUSED_CLASS,
    UNUSED_DEFAULT,
    OFFICIAL_WITHOUT_NUMBER,
    HOLE,
    GIVEN_BY_NOBODY,
    WITHOUT_CASE,
    SAME_RULE,
    BLANK,
    ITEMS_WITHOUT_CODE,
    RESERVED_FOR_NOBODY,
    RESERVED_NEVER_SHARES,
    TEXT_UNREADABLE,
    TEXT_DIFFERS,
    VALUE_NEVER_DERIVED,
    DEFAULT_NEVER_STANDS,
    OTHER_DIMENSION,
    SAME_SIDES,
    HOLDS_FOR_NOBODY,
)
