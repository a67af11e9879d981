"""What the check of a pack says of its citations, parameters and declarations (FR200 to FR249)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message, Severity
from fiscal_rules.model.text import Text

QUOTE_OF_RULE = Message(
    "FR201",
    Text(
        "规则 {rule} 的引文不是条款 {clause} 中连续的完整分段：从“{piece}”起对不上",
        "the quote of rule {rule} is not whole consecutive segments of clause {clause}: "
        "it differs from “{piece}” on",
    ),
    Text(
        "照原文引用，从一个标点（。；，、）到另一个标点；再看条款编号是否写对",
        "quote the clause word for word, from one of 。；，、 to another; see that it is the "
        "right clause",
    ),
)
QUOTE_OF_ANOTHER_CLAUSE = Message(
    "FR202",
    Text(
        "规则 {rule} 引用条款 {clause}，引文却在条款 {other} 中",
        "rule {rule} cites clause {clause}, but its quote stands in clause {other}",
    ),
    Text("改正 `clause` 或 `quote`", "correct `clause` or `quote`"),
)
QUOTE_OF_CLAUSE = Message(
    "FR203",
    Text(
        "条款 {clause} 的引文与它自己的分段摘要不符：从“{piece}”起对不上",
        "the quote of clause {clause} does not agree with its own segments: "
        "it differs from “{piece}” on",
    ),
    Text(
        "照原文引用完整的分段，或重新计算 `segments`",
        "quote whole segments word for word, or compute `segments` again",
    ),
)
NEITHER_RULES_NOR_REASON = Message(
    "FR204",
    Text(
        "条款 {clause} 没有规则，也没有写明原因",
        "clause {clause} has no rules, and no reason why not",
    ),
    Text(
        "写一条引用它的规则，或在 `reason` 中说明为何无法计算",
        "write a rule that cites it, or say in `reason` why it cannot be computed",
    ),
)
RULES_AND_REASON = Message(
    "FR205",
    Text(
        "条款 {clause} 写了没有规则的原因，却有规则引用它：{rules}",
        "clause {clause} says why it has no rules, and yet rules cite it: {rules}",
    ),
    Text(
        "删去 `reason`，或改正这些规则的 `clause`",
        "delete `reason`, or correct the `clause` of these rules",
    ),
)
BLANK = Message(
    "FR206",
    Text("条款 {clause} 的 {key} 是空白", "the {key} of clause {clause} is blank"),
    Text("填写内容", "fill it in"),
)

NO_TEXT = Message(
    "FR211",
    Text("无法读取全文：{reason}", "the official text cannot be read: {reason}"),
    Text("检查 --text 给出的路径和权限", "check the path given with --text, and its permissions"),
)
NOT_PLAIN_TEXT = Message(
    "FR212",
    Text(
        "全文应为纯文本（UTF-8 或 GB18030 编码），不超过 {limit} 字节",
        "the official text must be plain text in UTF-8 or GB18030, of at most {limit} bytes",
    ),
    Text(
        "网页、Word 或 PDF 文件请先另存为纯文本",
        "save a web page, a Word or a PDF file as plain text first",
    ),
)
ANOTHER_TEXT = Message(
    "FR213",
    Text(
        "规则包的 {count} 个条款，没有一个见于这份文本",
        "none of the pack's {count} clauses stands in this text",
    ),
    Text("看它是不是 {number} 的全文", "see whether it is the full text of {number}"),
)
SEGMENT_DIFFERS = Message(
    "FR214",
    Text(
        "条款 {clause} 与全文不符：{count} 段中的第 {position} 段不同，{found}",
        "clause {clause} is not as in the text: segment {position} of {count} differs; {found}",
    ),
    Text(
        "按全文重新计算该条款的 `segments`",
        "compute the `segments` of the clause again from the text",
    ),
)
QUOTE_NOT_IN_TEXT = Message(
    "FR215",
    Text(
        "全文中没有这段引文：从“{piece}”起对不上",
        "the text does not have this quote: it differs from “{piece}” on",
    ),
    Text("照全文改正 `quote`", "correct `quote` from the text"),
)

ASKED_FOR = Message(
    "FR221",
    Text(
        "规则要用而本包没有给出的参数 {count} 个，依条款列出：{listed}",
        "{count} parameters are asked for and not given by the pack, by clause:{listed}",
    ),
    Text(
        "有依据的人用 --parameters 给出；没有给出时，结果为“待补条件”",
        "whoever has the documents gives them with --parameters; without them lines need them",
    ),
    Severity.NOTE,
)
HOLDS_FOR_NOBODY = Message(
    "FR222",
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
OFFICIAL_WITHOUT_NUMBER = Message(
    "FR223",
    Text(
        "{parameter} 的这个值记作 official，来源中却没有文号",
        "this value of {parameter} is called official, but its source names no document number",
    ),
    Text(
        "写明文号，如“某政发〔2020〕1号”；没有文件的，改为 derived 或 assumed",
        "name the document, as in 某政发〔2020〕1号; without one say derived or assumed",
    ),
    Severity.WARNING,
)
MONTHS_WITHOUT_VALUE = Message(
    "FR224",
    Text(
        "{parameter} 在前后两个值之间缺 {first} 至 {last}",
        "{parameter} has no value for {first} to {last}, between two that it has",
    ),
    Text(
        "补上这几个月的值，或改正前后两个值的日期",
        "give a value for these months, or correct the dates of the two",
    ),
    Severity.WARNING,
)

ITEM_WITHOUT_RULES = Message(
    "FR231",
    Text("没有规则涉及事项 {item}", "no rule speaks of the item {item}"),
    Text(
        "写一条规则；文件没有说的，写 `undetermined`；或删去该事项",
        "write a rule; where the document is silent, say `undetermined`; or delete the item",
    ),
)
ITEMS_WITHOUT_CODES = Message(
    "FR232",
    Text(
        "{count} 个事项没有功能科目：{items}",
        "{count} items have no functional code: {items}",
    ),
    Text(
        "预算行要写明这些事项，单凭科目认不出来",
        "budget lines must name these items; a code alone does not lead to them",
    ),
    Severity.NOTE,
)
CLASS_WITHOUT_UNITS = Message(
    "FR233",
    Text("没有单位属于类别 {unit_class}", "no unit is of the class {unit_class}"),
    Text("写上属于它的单位，或删去该类别", "give the units that are of this class, or delete it"),
    Severity.WARNING,
)
RESERVED_FOR_NOBODY = Message(
    "FR234",
    Text(
        "保留事项针对类别 {unit_class}，却没有单位属于它",
        "the reservation is about the class {unit_class}, which no unit has",
    ),
    Text("改正 `class`，或删去该保留事项", "correct `class`, or delete the reservation"),
    Severity.WARNING,
)
RESERVED_NEVER_SHARES = Message(
    "FR235",
    Text(
        "保留事项针对 {payer} 的分担，却没有规则让它按比例分担或给予补助",
        "the reservation is about what {payer} pays by share or grant, but no rule lets it pay so",
    ),
    Text("改正 `payer`，或删去该保留事项", "correct `payer`, or delete the reservation"),
    Severity.WARNING,
)
DEAD_DEFAULT = Message(
    "FR236",
    Text(
        "写明了 {attribute} 空白时的取值，却没有规则问到它",
        "it is said what a blank {attribute} means, but no rule asks for it",
    ),
    Text("改正 `attribute` 或 `items`，或删去", "correct `attribute` or `items`, or delete it"),
    Severity.WARNING,
)
NEVER_TESTED = Message(
    "FR237",
    Text("没有规则用到推导属性 {attribute}", "no rule tests the derived attribute {attribute}"),
    Text("在某条规则的 `when` 中用到它，或删去", "test it in the `when` of a rule, or delete it"),
    Severity.WARNING,
)
NEVER_DERIVED = Message(
    "FR238",
    Text(
        "没有规则推导 {attribute}，它总是 {default}",
        "no rule derives {attribute}; it is always {default}",
    ),
    Text("写一条推导它的规则，或删去", "write a rule that derives it, or delete it"),
    Severity.WARNING,
)
VALUE_NEVER_DERIVED = Message(
    "FR239",
    Text(
        "推导属性 {attribute} 从不取 {value}",
        "the derived attribute {attribute} never becomes {value}",
    ),
    Text("写一条推导该值的规则，或从 `values` 中删去", "derive the value, or delete it"),
    Severity.WARNING,
)
DEFAULT_NEVER_STANDS = Message(
    "FR240",
    Text(
        "任何情形都有规则推导 {attribute}，其默认值 {default} 用不上",
        "rules derive {attribute} in every situation, so that its default {default} never stands",
    ),
    Text(
        "收窄推导它的规则，或直接在 `when` 中写明条件",
        "narrow the rules that derive it, or test their conditions directly",
    ),
    Severity.WARNING,
)

OTHER_DIMENSION = Message(
    "FR241",
    Text(
        "规则 {rule} 把 {left}（{one}）与 {right}（{other}）相比",
        "rule {rule} compares {left} ({one}) with {right} ({other})",
    ),
    Text("比较同一种量", "compare numbers of one kind"),
)
SAME_SIDES = Message(
    "FR242",
    Text("规则 {rule} 把 {side} 与它自己相比", "rule {rule} compares {side} with itself"),
    Text("改正 `compare` 或 `with`", "correct `compare` or `with`"),
)
SAME_RULE = Message(
    "FR243",
    Text(
        "规则 {rule} 与 {first} 条款、条件和结果都相同",
        "rule {rule} has the clause, the condition and the effect of {first}",
    ),
    Text("删去其中一条", "delete one of them"),
    Severity.WARNING,
)
CLAUSES_WITHOUT_CASE = Message(
    "FR246",
    Text(
        "有规则而没有算例的条款 {count} 条：{clauses}",
        "{count} clauses have rules and no worked case: {clauses}",
    ),
    Text(
        "在 cases.yaml 中为每条写一个算例，手工算出结果",
        "write a case for each in cases.yaml, worked by hand",
    ),
    Severity.WARNING,
)

MESSAGES = (
    QUOTE_OF_RULE,
    QUOTE_OF_ANOTHER_CLAUSE,
    QUOTE_OF_CLAUSE,
    NEITHER_RULES_NOR_REASON,
    RULES_AND_REASON,
    BLANK,
    NO_TEXT,
    NOT_PLAIN_TEXT,
    ANOTHER_TEXT,
    SEGMENT_DIFFERS,
    QUOTE_NOT_IN_TEXT,
    ASKED_FOR,
    HOLDS_FOR_NOBODY,
    OFFICIAL_WITHOUT_NUMBER,
    MONTHS_WITHOUT_VALUE,
    ITEM_WITHOUT_RULES,
    ITEMS_WITHOUT_CODES,
    CLASS_WITHOUT_UNITS,
    RESERVED_FOR_NOBODY,
    RESERVED_NEVER_SHARES,
    DEAD_DEFAULT,
    NEVER_TESTED,
    NEVER_DERIVED,
    VALUE_NEVER_DERIVED,
    DEFAULT_NEVER_STANDS,
    OTHER_DIMENSION,
    SAME_SIDES,
    SAME_RULE,
    CLAUSES_WITHOUT_CASE,
)
