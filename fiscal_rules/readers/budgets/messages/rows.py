"""What is said of a row and its cells (FR460 to FR489; FR481 is retired)."""

from __future__ import annotations

from fiscal_rules.model.diagnostic import Message
from fiscal_rules.model.text import Text

BLANK = Message(
    "FR460",
    Text("{column}为空", "{column} is blank"),
    Text("填写{column}：每一行都要有", "fill it in: every row needs its {column}"),
)
NOT_MONEY = Message(
    "FR461",
    Text("{column}“{value}”不是金额", '{column} "{value}" is not an amount'),
    Text(
        "只写数字，可带每三位一节的千分位和小数点，如 1234.56 或 1,234.56",
        "write digits, with a decimal point and separators every three digits if you like: "
        "1234.56 or 1,234.56",
    ),
)
BELOW_A_FEN = Message(
    "FR462",
    Text(
        "{column}“{value}”（单位：{unit}）不足整分",
        '{column} "{value}" (in {unit}) is not a whole number of fen',
    ),
    Text(
        "改正到分，即元的两位小数：不替您四舍五入",
        "correct it to two decimals of a yuan: nothing is rounded for you",
    ),
)
NEGATIVE = Message(
    "FR463",
    Text("{column}“{value}”是负数", '{column} "{value}" is negative'),
    Text(
        "应为 0 或以上；核减请直接改原来的行",
        "it must be 0 or more; a reduction belongs into the line itself",
    ),
)
TOO_LARGE = Message(
    "FR464",
    Text("{column}“{value}”太大", '{column} "{value}" is too large'),
    Text(
        "整数部分最多 {digits} 位；检查单位是否弄错",
        "at most {digits} digits before the point; check the unit",
    ),
)
UNIT_IN_CELL = Message(
    "FR465",
    Text(
        "{column}“{value}”自带单位“{said}”，而本列以{unit}计",
        '{column} "{value}" carries the unit "{said}", while the column is in {unit}',
    ),
    Text(
        "单元格只写数字；单位写在表头或表上方",
        "write digits only; the unit belongs into the header or above the table",
    ),
)
YEAR = Message(
    "FR466",
    Text("{column}“{value}”不是四位年份", '{column} "{value}" is not a year of four digits'),
    Text("如 2020", "such as 2020"),
)
MONTH = Message(
    "FR467",
    Text("{column}“{value}”不是月份", '{column} "{value}" is not a month'),
    Text("写成 2022-07 或 2022年7月", "write 2022-07"),
)
NOT_WHOLE_MONTHS = Message(
    "FR468",
    Text(
        "{column}“{value}”不在月初或月末，只能按整月",
        '{column} "{value}" cuts a month: whole months only',
    ),
    Text("写成 2022-07 或 2022年7月", "write 2022-07"),
)
OUTSIDE_YEAR = Message(
    "FR469",
    Text(
        "{column}“{value}”不在年度 {year} 之内", '{column} "{value}" is not within the year {year}'
    ),
    Text("跨年的分成两行", "divide what spans two years into two rows"),
)
PERIOD_ENDS_FIRST = Message(
    "FR470",
    Text(
        "起始月份“{value}”晚于截止月份“{last}”",
        'period_from "{value}" is later than period_to "{last}"',
    ),
    Text("对调或改正", "swap or correct them"),
)
UNKNOWN_UNIT = Message(
    "FR471",
    Text("规则包里没有叫“{value}”的{column}", 'the pack has no {column} "{value}"'),
    Text("{expected}", "{expected}"),
)
AMBIGUOUS_UNIT = Message(
    "FR472",
    Text(
        "{column}“{value}”可指几个单位：{units}",
        '{column} "{value}" may mean several units: {units}',
    ),
    Text("写全名或当年的区划代码", "write the full name, or the code of that year"),
)
COUNTERPART_NOT_COUNTY = Message(
    "FR473",
    Text("{column}“{value}”不是县级单位", '{column} "{value}" is no county-level unit'),
    Text("写出承担县级资金的县（市、区）", "name the county that pays"),
)
COUNTERPART_ELSEWHERE = Message(
    "FR474",
    Text(
        "{unit}的行里，{column}写了另一单位“{value}”",
        'a line of {unit} has another unit, "{value}", as {column}',
    ),
    Text(
        "只有市本级的行才写{column}：删去，或改正区划",
        "only lines of the city itself have one: delete it, or correct the unit",
    ),
)
CODE = Message(
    "FR475",
    Text(
        "{column}“{value}”不是卫生健康支出的功能科目",
        '{column} "{value}" is no functional code of health spending',
    ),
    Text(
        "只写数字：210、210xx 或 210xxxx，如 2100408",
        "digits only: 210, 210xx or 210xxxx, such as 2100408",
    ),
)
NOT_A_NUMBER = Message(
    "FR476",
    Text("{column}“{value}”不是数", '{column} "{value}" is not a number'),
    Text("只写数字和小数点", "write digits and a decimal point only"),
)
NOT_WHOLE = Message(
    "FR477",
    Text("{column}“{value}”不是整数", '{column} "{value}" is not a whole number'),
    Text("人数按整数填写", "people are counted whole"),
)
DECIMALS = Message(
    "FR478",
    Text(
        "{column}“{value}”的小数超过 {decimals} 位",
        '{column} "{value}" has more than {decimals} decimals',
    ),
    Text(
        "改正到 {decimals} 位小数：不替您四舍五入",
        "correct it to {decimals} decimals: nothing is rounded for you",
    ),
)
PERFORMANCE = Message(
    "FR479",
    Text("{column}“{value}”不在 0 到 2 之间", '{column} "{value}" is not between 0 and 2'),
    Text("写成 0.95 或 95%", "write 0.95 or 95%"),
)
CHOICE = Message(
    "FR480",
    Text("{column}没有“{value}”这个取值", '"{value}" is no value of {column}'),
    Text("可填：{admitted}；不清楚时留空", "admitted: {admitted}; leave it blank if not known"),
)
STAGE = Message(
    "FR486",
    Text("{column}没有“{value}”这个取值", '"{value}" is no value of {column}'),
    Text(
        "可填：{admitted}；留空即一次下达",
        "admitted: {admitted}; a blank means that the line is all there is to pay",
    ),
)
NO_SETTLES = Message(
    "FR487",
    Text(
        "{stage}的行没有{column}，不知道与哪些行一起结算",
        "{stage}: the line has no {column}, so that nothing says which lines it is settled with",
    ),
    Text(
        "给同一笔资金的各批预拨和结算写同一个结算编号",
        "give every advance and the settlement of one sum the same settles",
    ),
)
DEDUCTION_ELSEWHERE = Message(
    "FR488",
    Text(
        "{column} {value} 元写在{stage}的行里：只有结算的行才扣减",
        "{column} {value} yuan in a line of stage {stage}: only a settlement deducts",
    ),
    Text(
        "写到结算的行里，或把{stage_column}改为结算",
        "write it in the line of the settlement, or make the {stage_column} settlement",
    ),
)
UPPER_ABOVE_AMOUNT = Message(
    "FR482",
    Text(
        "上级资金合计 {upper} 元，超过{column} {value} 元",
        "money from above, {upper} yuan, exceeds the {column}, {value} yuan",
    ),
    Text(
        "金额是总成本，含上级资金：改正其中之一",
        "the amount is the total cost, money from above included: correct either",
    ),
)
AGREED_ABOVE_LOCAL = Message(
    "FR483",
    Text(
        "{column} {value} 元，超过扣除上级资金后的 {local} 元",
        "{column} {value} yuan exceeds the {local} yuan that money from above leaves",
    ),
    Text("改正其中之一", "correct either"),
)
DOUBLE_LINE = Message(
    "FR484",
    Text(
        "{column}“{value}”重复：{first} 已经用过",
        '{column} "{value}" is repeated: {first} has it already',
    ),
    Text("每行一个编号", "each row has its own"),
)
MADE_LINE_CLASHES = Message(
    "FR485",
    Text(
        "这一行没有{column}，按行号生成的“{value}”和“{other}”都已被其他行使用",
        'this row has no {column}, and both "{value}" and "{other}", made from its row number, are taken',
    ),
    Text("给这一行一个编号", "give the row an id"),
)

MESSAGES = (
    BLANK,
    NOT_MONEY,
    BELOW_A_FEN,
    NEGATIVE,
    TOO_LARGE,
    UNIT_IN_CELL,
    YEAR,
    MONTH,
    NOT_WHOLE_MONTHS,
    OUTSIDE_YEAR,
    PERIOD_ENDS_FIRST,
    UNKNOWN_UNIT,
    AMBIGUOUS_UNIT,
    COUNTERPART_NOT_COUNTY,
    COUNTERPART_ELSEWHERE,
    CODE,
    NOT_A_NUMBER,
    NOT_WHOLE,
    DECIMALS,
    PERFORMANCE,
    CHOICE,
    STAGE,
    NO_SETTLES,
    DEDUCTION_ELSEWHERE,
    UPPER_ABOVE_AMOUNT,
    AGREED_ABOVE_LOCAL,
    DOUBLE_LINE,
    MADE_LINE_CLASHES,
)
