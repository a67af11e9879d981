"""What the readers of packs, parameters and cases say (FR100 to FR199, FR300 to FR399)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

UNREADABLE = Message(
    "FR101",
    Text("无法读取该文件：{reason}", "the file cannot be read: {reason}"),
    Text("检查路径和权限", "check the path and the permissions"),
)
TOO_LARGE = Message(
    "FR102",
    Text(
        "文件有 {size} 字节，上限为 {limit}", "the file has {size} bytes, at most {limit} are read"
    ),
    Text("把规则分成几个文件", "divide the rules among several files"),
)
NOT_UTF8 = Message(
    "FR103",
    Text("文件不是 UTF-8 编码", "the file is not encoded in UTF-8"),
    Text("另存为 UTF-8", "save it as UTF-8"),
)
NOT_YAML = Message(
    "FR104",
    Text("YAML 写法有误：{reason}", "this is not YAML: {reason}"),
    Text("检查缩进、冒号和引号", "check indentation, colons and quotation marks"),
)
DOCUMENTS = Message(
    "FR105",
    Text("一个文件只能有一个 YAML 文档", "a file holds one YAML document only"),
    Text(
        "删去 `---` 及其后的内容，或另建文件", "delete `---` and what follows, or make another file"
    ),
)
NOT_A_MAPPING = Message(
    "FR106",
    Text("文件应为“键: 值”的形式", "the file must be a mapping of keys to values"),
    Text("参照 rules/README.md 的格式", "see rules/README.md for the format"),
)
ANCHOR = Message(
    "FR107",
    Text("不允许锚点（&）", "an anchor (&) is not allowed"),
    Text("把内容写全", "write the content out"),
)
ALIAS = Message(
    "FR108",
    Text("不允许引用（*）", "an alias (*) is not allowed"),
    Text(
        "把内容写全；文字以 * 开头时请加引号",
        "write the content out; quote a text that begins with *",
    ),
)
TAG = Message(
    "FR109",
    Text("不允许类型标记（!）", "a tag (!) is not allowed"),
    Text("删去标记；文字以 ! 开头时请加引号", "delete the tag; quote a text that begins with !"),
)
DIRECTIVE = Message(
    "FR110",
    Text("不允许 YAML 指令（%）", "a YAML directive (%) is not allowed"),
    Text("删去该指令", "delete the directive"),
)
DUPLICATE_KEY = Message(
    "FR111",
    Text("键 {key} 重复，第 {line} 行已有", "the key {key} stands twice, first in line {line}"),
    Text("删去其中一个", "delete one of them"),
)
TOO_DEEP = Message(
    "FR112",
    Text("嵌套超过 {limit} 层", "nested more than {limit} levels deep"),
    Text("把条件写得更简单", "write it more simply"),
)
NO_PACK = Message(
    "FR113",
    Text(
        "找不到规则包 {name}：既不是含 pack.yaml 的文件夹，也不是随附规则包的编号",
        "no pack {name}: neither a folder with a pack.yaml nor the id of a shipped pack",
    ),
    Text("随附的规则包：{known}", "shipped packs: {known}"),
)
OUTSIDE_THE_PACK = Message(
    "FR114",
    Text(
        "文件 {name} 不在规则包的文件夹内",
        "the file {name} is not inside the pack's folder",
    ),
    Text("只写文件夹内的文件名", "name files of the folder only"),
)

TOO_MANY = Message(
    "FR115",
    Text("文件的内容超过 {limit} 项", "the file holds more than {limit} keys and values"),
    Text("分成几个文件", "divide it among several files"),
)
NOT_A_KEY = Message(
    "FR116",
    Text("键必须是文字，不能为空，也不能是列表", "a key must be a text, neither empty nor a list"),
    Text("在冒号前写上键名", "write the key's name before the colon"),
)
MERGE_KEY = Message(
    "FR117",
    Text("不允许合并键（<<）", "a merge key (<<) is not allowed"),
    Text("把内容写全", "write the content out"),
)
ODD_CHARACTER = Message(
    "FR118",
    Text("文字中含有看不见的字符 {found}", "the text contains the invisible character {found}"),
    Text("删去该字符", "delete it"),
)

UNKNOWN_KEY = Message(
    "FR151",
    Text("不认识的键 {key}", "unknown key {key}"),
    Text("可用的键：{known}", "known here: {known}"),
)
MISSING_KEY = Message(
    "FR152",
    Text("缺少 {key}", "{key} is missing"),
    Text("补上 {key}；格式见 rules/README.md", "add {key}; rules/README.md has the format"),
)
WRONG_SHAPE = Message(
    "FR153",
    Text("{key} 应为{expected}", "{key} must be {expected}"),
    Text("格式见 rules/README.md", "rules/README.md has the format"),
)
NOT_ONE_OF = Message(
    "FR154",
    Text("{key} 不能是 {found}", "{key} cannot be {found}"),
    Text("可以是：{known}", "it can be: {known}"),
)
NOT_A_DATE = Message(
    "FR155",
    Text("{found} 不是日期", "{found} is not a date"),
    Text("写成 2020-01-31 的形式", "write it like 2020-01-31"),
)
ENDS_BEFORE = Message(
    "FR156",
    Text("终止日 {ends} 早于起始日 {starts}", "it ends on {ends}, before it starts on {starts}"),
    Text("改正 `from` 或 `to`", "correct `from` or `to`"),
)
INSIDE_A_MONTH = Message(
    "FR157",
    Text(
        "{found} 在月份中间；规则和参数按整月适用",
        "{found} lies inside a month; rules and parameters hold for whole months",
    ),
    Text(
        "`from` 写当月第一天，`to` 写当月最后一天",
        "begin on the first day of a month, end on a last",
    ),
)
EMPTY = Message(
    "FR158",
    Text("{key} 不能为空", "{key} must not be empty"),
    Text("填写内容，或删去该键", "fill it in, or delete the key"),
)
DUPLICATE_ID = Message(
    "FR159",
    Text("{what} {id} 已见于 {first}", "{what} {id} already stands at {first}"),
    Text("改用另一个，或删去一个", "choose another, or delete one"),
)
OVERLAPPING = Message(
    "FR160",
    Text("与另一段时间重叠", "this span overlaps another one"),
    Text("使每一天至多属于一段", "let every day lie in one span at most"),
)
SHARED_LABEL = Message(
    "FR161",
    Text("名称“{label}”同时属于 {one} 和 {other}", "the name {label} means both {one} and {other}"),
    Text("删去其中一个，或注明有效日期", "delete one, or date them"),
)
UNKNOWN = Message(
    "FR162",
    Text("没有这个{what}：{found}", "there is no {what} {found}"),
    Text("可用：{known}", "known: {known}"),
)
RESERVED = Message(
    "FR163",
    Text(
        "推导属性 {name} 与已有的属性或列同名",
        "the derived attribute {name} has the name of an attribute or a column",
    ),
    Text("换一个名称", "choose another name"),
)
NOTHING_SAID = Message(
    "FR164",
    Text("规则 {rule} 什么也没有规定", "rule {rule} says nothing"),
    Text(
        "写上 assign、fund、agreed、above_base、derive、oblige、find 或 then_if",
        "give assign, fund, agreed, above_base, derive, oblige, find or then_if",
    ),
)
ONE_FORM = Message(
    "FR165",
    Text("`fund` 应恰好写一种形式，现有：{found}", "`fund` takes exactly one form, not: {found}"),
    Text("可用：{known}", "known: {known}"),
)
ONE_REST = Message(
    "FR166",
    Text(
        "`shares` 应恰好有一方为 rest，现有 {count} 方",
        "`shares` needs exactly one bearer of the rest, and has {count}",
    ),
    Text("把承担其余部分的一方写成 `rest`", "write `rest` for the one that bears the rest"),
)
CYCLE = Message(
    "FR167",
    Text("循环：{ring}", "this runs in a circle: {ring}"),
    Text("打破其中一环", "break it at one place"),
)
ITSELF = Message(
    "FR168",
    Text("规则 {rule} 优先于它自己", "rule {rule} overrides itself"),
    Text("从 `overrides` 中删去", "delete it from `overrides`"),
)
TWO_KINDS = Message(
    "FR169",
    Text(
        "参数 {parameter} 在一处作{one}，在另一处作{other}",
        "the parameter {parameter} serves as {one} here and as {other} elsewhere",
    ),
    Text("用两个不同的参数", "use two different parameters"),
)
NOT_WHOLE = Message(
    "FR170",
    Text(
        "{key} 应为不小于 0 的整数，现为 {found}", "{key} must be a whole number ≥ 0, not {found}"
    ),
    Text("改正该数值", "correct the number"),
)
NO_GOVERNMENT = Message(
    "FR171",
    Text(
        "规则包应有一级或两级政府写明 `level`，现有 {count} 个",
        "a pack has one government with a `level` or two, not {count}",
    ),
    Text(
        "`level` 是预算单位所属的那一级：上一级（若有）和下一级",
        "a `level` is that of units with budgets: the upper one, if any, and the lower",
    ),
)
FUNDS_OR_LEVEL = Message(
    "FR172",
    Text(
        "政府 {id} 不能同时写 `funds`（上级资金的列）和 `level`",
        "government {id} takes `funds` (the column of its money) or `level`, not both",
    ),
    Text("只留一个", "keep one of them"),
)
RESERVED_NAME = Message(
    "FR173",
    Text("{name} 是保留名称", "{name} is a reserved name"),
    Text("换一个名称", "choose another name"),
)
TWO_DEFAULTS = Message(
    "FR174",
    Text(
        "{attribute} 空白时的取值已在 {first} 写明",
        "what a blank {attribute} means is already said at {first}",
    ),
    Text("删去其中一个，或用 `items` 分开", "delete one, or keep them apart by `items`"),
)
TWO_SETS_OF_MEASURES = Message(
    "FR175",
    Text(
        "权重 {parameter} 在此用于 {found}，在别处用于 {other}",
        "the weights {parameter} serve for {found} here and for {other} elsewhere",
    ),
    Text("每组因素用各自的权重", "give each set of measures weights of its own"),
)
ONE_WAY = Message(
    "FR176",
    Text(
        "应恰好写 `ratio`（比例）或 `per_head`（每人定额）之一，现有 {count} 个",
        "exactly one of `ratio` and `per_head` (yuan per head) is needed, not {count}",
    ),
    Text("只留一个；`rest` 不再写别的", "keep one of them; `rest` takes neither"),
)
FURTHER_WITHOUT_BASE = Message(
    "FR177",
    Text("没有 `base` 就没有更高的标准", "without a `base` there are no further standards"),
    Text("写明 `base`，或删去 `further`", "give the `base`, or drop `further`"),
)
PER_HEAD_WITHOUT_BASE = Message(
    "FR178",
    Text("每人定额需要 `base` 的人数列", "yuan per head need the head count of a `base`"),
    Text("写明 `base`，或改用 `ratio`", "give the `base`, or use `ratio`"),
)
ROUNDING_BELOW_FEN = Message(
    "FR179",
    Text(
        "取整单位小于一分：decimals 为 {found}", "that rounds to less than a fen: decimals {found}"
    ),
    Text("`decimals` 是所写单位的小数位数", "`decimals` counts those of the unit under `to`"),
)
NO_HEADS = Message(
    "FR180",
    Text("按人取整需要人数列", "rounding for each head needs a column of heads"),
    Text("改为 `each: line`", "say `each: line`"),
)
ONE_COUNT = Message(
    "FR190",
    Text(
        "因素写法不清：应是名称、`inverse`、`per_head` 与 `of`、`banded` 与 `bands` 之一",
        "a measure is a name, `inverse`, `per_head` with `of`, or `banded` with `bands`",
    ),
    Text("只留一种写法", "keep one of these"),
)
FLOORS_FROM = Message(
    "FR191",
    Text(
        "`at_least` 与 `floors_from` 须同时写明",
        "`at_least` and `floors_from` are said together, or neither is",
    ),
    Text(
        "写明保底由谁承担：`others`（其他单位）或 `payer`（出资方另付）",
        "say who bears the floors: `others` (the other units) or `payer` (beside the pot)",
    ),
)
NOT_ROUNDED_HERE = Message(
    "FR192",
    Text("这里不能按 {each} 取整", "nothing here is rounded for each {each}"),
    Text(
        "按因素分配的资金写 `unit` 或 `total`，比例补助和工作量补助写 `line` 或 `head`",
        "a pot is rounded for each `unit` or in `total`, other grants for each `line` or `head`",
    ),
)

ABOVE_ITSELF = Message(
    "FR193",
    Text("规则包 {pack} 立在它自己之上", "the pack {pack} stands above itself"),
    Text("`above` 只能指上一级的规则包", "`above` names the pack of a higher level"),
)
POT_ABOVE = Message(
    "FR194",
    Text(
        "上级规则包的规则 {rule} 从资金总额中分配，不能逐行计算 {item}",
        "rule {rule} of the pack above pays out of a pot: {item} cannot be computed line by line",
    ),
    Text("从 `items` 中去掉它", "leave it out of `items`"),
)
ONE_CHANGE = Message(
    "FR195",
    Text("每一步只写一种变动", "a step makes one change"),
    Text("从中选一个：{known}", "one of: {known}"),
)
BELOW = Message(
    "FR196",
    Text("不能小于 {least}，现为 {found}", "it cannot be below {least}, and is {found}"),
    Text("改正该数值", "correct it"),
)

UNKNOWN_PARAMETER = Message(
    "FR301",
    Text("规则包没有用到参数 {parameter}", "the pack uses no parameter {parameter}"),
    Text("相近的参数：{known}", "nearest: {known}"),
)
NOT_A_NUMBER = Message(
    "FR302",
    Text("{found} 不是数值", "{found} is not a number"),
    Text("写成 74、0.4、40% 或 1/3", "write it like 74, 0.4, 40% or 1/3"),
)
NOT_A_SHARE = Message(
    "FR303",
    Text("分担比例应在 0 到 1 之间，现为 {found}", "a share lies between 0 and 1, not {found}"),
    Text("四成写作 40% 或 0.4", "write forty per cent as 40% or 0.4"),
)
NEGATIVE = Message(
    "FR304",
    Text("数值不能小于 0，现为 {found}", "the value cannot be below 0, and is {found}"),
    Text("改正该数值", "correct it"),
)
NOT_FEN = Message(
    "FR305",
    Text("{found} 元不是整分", "{found} yuan is not a whole number of fen"),
    Text("至多写两位小数", "give two decimals at most"),
)
NOT_YES_NO = Message(
    "FR306",
    Text("{parameter} 应为 yes 或 no，现为 {found}", "{parameter} is yes or no, not {found}"),
    Text("写 yes 或 no", "write yes or no"),
)
WEIGHTS_TOTAL = Message(
    "FR307",
    Text("权重之和应为 1，现为 {found}", "the weights must add up to 1, not {found}"),
    Text("改正各因素的权重", "correct the weights"),
)
WEIGHTS_MEASURES = Message(
    "FR308",
    Text("{parameter} 的因素应为 {known}，现为 {found}", "{parameter} weighs {known}, not {found}"),
    Text("每个因素写一个权重", "give each measure one weight"),
)
TIE = Message(
    "FR309",
    Text(
        "与 {other} 处的值同样具体、时间重叠，无法取舍",
        "this value and the one at {other} are equally specific and overlap in time",
    ),
    Text("收窄 `for`，或使日期不重叠", "narrow `for`, or let the dates not overlap"),
)
NOT_FOR_THIS = Message(
    "FR310",
    Text("`{key}` 不适用于 {parameter}", "`{key}` does not fit {parameter}"),
    Text("`{key}` 只用于{where}", "only {where} can have `{key}`"),
)
WRONG_UNIT = Message(
    "FR311",
    Text(
        "{parameter} 的单位是“{expected}”，写的却是“{found}”",
        "{parameter} is in {expected}, not {found}",
    ),
    Text("换算数值，或改正 `unit`", "convert the value, or correct `unit`"),
)
NOT_YUAN = Message(
    "FR312",
    Text("{parameter} 以元计，不能写成 {found}", "{parameter} is in yuan and cannot be {found}"),
    Text("写成数值，如 74 或 74.5", "write a number such as 74 or 74.5"),
)
BANDS = Message(
    "FR313",
    Text(
        "分档系数 {parameter} 应写成“起点: 系数”，起点各不相同，第一档从 0 起",
        "the bands of {parameter} are “start: coefficient”, each start once, the first at 0",
    ),
    Text("例如 {{0: 1.2, 500: 1}}", "for example {{0: 1.2, 500: 1}}"),
)

UNKNOWN_LINE = Message(
    "FR351",
    Text("算例 {case} 没有编号为 {line} 的行", "case {case} has no line {line}"),
    Text("它的行：{known}", "its lines: {known}"),
)
NOT_MONEY = Message(
    "FR352",
    Text("{found} 不是金额", "{found} is not an amount of money"),
    Text("写成元，至多两位小数", "write yuan, two decimals at most"),
)
NOT_EXPECTED = Message(
    "FR353",
    Text(
        "算例 {case} 的行 {line} 没有写应得的结果",
        "case {case} does not say what comes out of line {line}",
    ),
    Text("在 `expect` 中补上", "add it under `expect`"),
)

MESSAGES = tuple(value for value in list(globals().values()) if isinstance(value, Message))
