"""The closed vocabulary: statuses, attributes with their values, and the columns of a budget.

Identifiers here are read by other people's scripts: add, never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fiscal_rules.model.text import Text


class Status(StrEnum):
    """What is known of who pays a line."""

    DETERMINED = "determined"
    NEEDS = "needs"
    UNDETERMINED = "undetermined"
    OUTSIDE = "outside"


class Standing(StrEnum):
    """What a figure rests on, the strongest first."""

    OFFICIAL = "official"
    DERIVED = "derived"
    ASSUMED = "assumed"


_FROM_STRONGEST = tuple(Standing)


def weakest(*standings: Standing) -> Standing:
    """Give the weakest of some standings; nothing at all is official.

    >>> weakest(Standing.OFFICIAL, Standing.ASSUMED, Standing.DERIVED).value
    'assumed'
    """
    return max(standings, key=_FROM_STRONGEST.index, default=Standing.OFFICIAL)


class Level(StrEnum):
    """Which government's budget a unit has; a pack divides between one level or two."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class Authority(StrEnum):
    """Whose fiscal authority (财政事权) an item is; unstated where the text does not say."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    SHARED = "shared"
    UNSTATED = "unstated"


class Part(StrEnum):
    """Which part of a line a payment is."""

    UPPER = "upper"
    BASE = "base"
    TRANCHE = "tranche"
    ABOVE = "above"
    GRANT = "grant"
    AGREED = "agreed"
    FULL = "full"


class NeedKind(StrEnum):
    """What kind of thing an open line waits for."""

    PARAMETER = "parameter"
    COLUMN = "column"
    MEASURE = "measure"
    DECISION = "decision"


class Duty(StrEnum):
    """What a government must do beside paying."""

    FILE_STANDARD = "file-standard"
    FILE_POLICY = "file-policy"
    DELEGATED = "delegated"


class Finding(StrEnum):
    """What an auditor would remark on a line."""

    BASE_STANDARD_NOT_MET = "base-standard-not-met"
    BOND_ELIGIBLE = "bond-eligible"
    ITEM_NOT_IN_PACK = "item-not-in-pack"
    CODE_MISMATCH = "code-mismatch"
    SUPERSEDED_CODE = "superseded-code"
    BASIS_DIFFERS = "basis-differs"
    POSSIBLE_DOUBLE_COUNT = "possible-double-count"
    PROVINCE_MANAGED_UNSETTLED = "province-managed-unsettled"
    BEFORE_THE_LAW = "before-the-law"


class Flow(StrEnum):
    """How money moves between two treasuries."""

    TRANSFER = "transfer"
    OWN = "own"
    ENTRUSTED = "entrusted"


TERMS: dict[str, Text] = {
    Status.DETERMINED: Text("已确定", "determined"),
    Status.NEEDS: Text("待补条件", "needs"),
    Status.UNDETERMINED: Text("文件未定", "undetermined"),
    Status.OUTSIDE: Text("现行体制", "outside"),
    Standing.OFFICIAL: Text("正式依据", "official"),
    Standing.DERIVED: Text("推导依据", "derived"),
    Standing.ASSUMED: Text("假定", "assumed"),
    Authority.CENTRAL: Text("中央财政事权", "central"),
    Authority.PROVINCE: Text("省级财政事权", "province"),
    Authority.CITY: Text("市级财政事权", "city"),
    Authority.COUNTY: Text("县财政事权", "county"),
    Authority.SHARED: Text("市与县共同财政事权", "shared"),
    Authority.UNSTATED: Text("未明确", "not stated"),
    Part.UPPER: Text("上级资金", "upper-level money"),
    Part.BASE: Text("基础标准部分", "base"),
    Part.TRANCHE: Text("更高标准部分", "further standard"),
    Part.ABOVE: Text("高出部分", "top-up"),
    Part.GRANT: Text("补助", "grant"),
    Part.AGREED: Text("约定补助", "agreed subsidy"),
    Part.FULL: Text("全额", "full"),
    NeedKind.PARAMETER: Text("参数", "parameter"),
    NeedKind.COLUMN: Text("列", "column"),
    NeedKind.MEASURE: Text("因素数据", "measure"),
    NeedKind.DECISION: Text("决定", "decision"),
    Duty.FILE_STANDARD: Text("标准事先备案", "file the standard beforehand"),
    Duty.FILE_POLICY: Text("重大政策事先备案", "file the policy change beforehand"),
    Duty.DELEGATED: Text("受委托行使市级事权", "exercises the city's authority by delegation"),
    Finding.BASE_STANDARD_NOT_MET: Text("未落实基础标准", "base standard not met"),
    Finding.BOND_ELIGIBLE: Text("可发行地方政府债券", "local government bonds allowed"),
    Finding.ITEM_NOT_IN_PACK: Text("事项不在规则包内", "item not in the pack"),
    Finding.CODE_MISMATCH: Text("科目与事项不符", "functional code and item disagree"),
    Finding.SUPERSEDED_CODE: Text("区划名称或代码已停用", "unit code or name not valid that year"),
    Finding.BASIS_DIFFERS: Text("人口口径不同", "head count on another basis"),
    Finding.POSSIBLE_DOUBLE_COUNT: Text("可能重复计算人口", "people possibly counted twice"),
    Finding.PROVINCE_MANAGED_UNSETTLED: Text(
        "省财政直管县：市级是否负担未明确", "province-managed: whether the city pays is unsettled"
    ),
    Finding.BEFORE_THE_LAW: Text("早于文件适用期", "before the document applies"),
    Flow.TRANSFER: Text("转移支付", "transfer"),
    Flow.OWN: Text("本级支出", "own spending"),
    Flow.ENTRUSTED: Text("委托", "entrusted"),
}
"""What people call the terms above. Where an identifier serves twice, both mean the same word."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an attribute: its identifier, and the words people write for it."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """A closed question that rules may ask of a line."""

    id: str
    name: Text
    values: tuple[Value, ...]


def _yes_no() -> tuple[Value, ...]:
    return (
        Value("yes", Text("是", "yes"), ("y", "true", "1", "√")),
        Value("no", Text("否", "no"), ("n", "false", "0")),
    )


AFFILIATION = Attribute(
    "affiliation",
    Text("隶属关系", "affiliation"),
    (
        Value("city", Text("市属", "city"), ("市级", "市")),
        Value("county", Text("县属", "county"), ("县级", "县", "区属")),
    ),
)
ORGANISER = Attribute(
    "organiser",
    Text("组织方", "organiser"),
    (
        Value("city", Text("市级组织", "city"), ("市级", "市级统一组织", "市")),
        Value("county", Text("县自主", "county"), ("县级", "县", "县自主实施")),
    ),
)
SCOPE = Attribute(
    "scope",
    Text("范围", "scope"),
    (
        Value("city-wide", Text("全市性", "city-wide"), ("全市",)),
        Value("cross-region", Text("跨区域", "cross-region")),
        Value("county", Text("县域", "county"), ("县域内",)),
    ),
)
ENTRUSTED_BY = Attribute(
    "entrusted_by",
    Text("委托方", "entrusted by"),
    (
        Value("none", Text("无", "none"), ("没有",)),
        Value("city", Text("市级", "city"), ("市", "市政府")),
        Value("county", Text("县级", "county"), ("县", "县政府")),
    ),
)
IN_HEALTH_PLAN = Attribute(
    "in_health_plan", Text("符合区域卫生规划", "in the regional health plan"), _yes_no()
)
SPONSOR = Attribute(
    "sponsor",
    Text("举办主体", "sponsor"),
    (
        Value("government", Text("政府", "government"), ("政府举办",)),
        Value("military", Text("军队", "military")),
        Value("enterprise", Text("企事业单位", "enterprise"), ("国有企业", "集体企业", "企业")),
        Value("private", Text("社会力量", "private"), ("民营", "社会办")),
    ),
)
CATEGORY = Attribute(
    "category",
    Text("对象类别", "category"),
    (
        Value("death", Text("死亡", "death")),
        Value("disability", Text("伤残", "disability")),
        Value("complication-1", Text("并发症一级", "complication, grade 1"), ("手术并发症一级",)),
        Value("complication-2", Text("并发症二级", "complication, grade 2"), ("手术并发症二级",)),
        Value("complication-3", Text("并发症三级", "complication, grade 3"), ("手术并发症三级",)),
    ),
)
SEVERITY = Attribute(
    "severity",
    Text("事件分级", "severity"),
    (
        Value("extremely-major", Text("特别重大", "extremely major")),
        Value("major", Text("重大", "major")),
        Value("large", Text("较大", "large")),
        Value("general", Text("一般", "general")),
    ),
)
CAPITAL = Attribute("capital", Text("资本性支出", "capital spending"), _yes_no())
POLICY_CHANGE = Attribute("policy_change", Text("重大政策调整", "major policy change"), _yes_no())
HEADCOUNT_BASIS = Attribute(
    "headcount_basis",
    Text("人口口径", "basis of the head count"),
    (
        Value("resident", Text("常住", "resident"), ("常住人口",)),
        Value("registered", Text("户籍", "registered"), ("户籍人口",)),
        Value("insured", Text("参保", "insured"), ("参保人数",)),
        Value("target", Text("目标人群", "target"), ("对象人数",)),
    ),
)
STAGE = Attribute(
    "stage",
    Text("阶段", "stage"),
    (
        Value("whole", Text("一次下达", "whole"), ("全额", "全部", "一次性下达")),
        Value("advance", Text("预拨", "advance"), ("提前下达", "预下达", "预拨资金")),
        Value("settlement", Text("结算", "settlement"), ("清算", "据实结算", "据实清算")),
    ),
)
"""Whether a line is all there is to pay, a batch paid beforehand, or the whole cost to be settled.
Rules never ask for it."""
WHOLE, ADVANCE, SETTLEMENT = (value.id for value in STAGE.values)

LINE_ATTRIBUTES = (
    AFFILIATION,
    ORGANISER,
    SCOPE,
    ENTRUSTED_BY,
    IN_HEALTH_PLAN,
    SPONSOR,
    CATEGORY,
    SEVERITY,
    CAPITAL,
    POLICY_CHANGE,
)
"""The attributes that a line's own columns say. Rules may also ask for ``item``, ``level`` (of the
unit's government) and ``class`` (of the unit), whose values a pack declares."""

ITEM, LEVEL, CLASS, EPOCH = "item", "level", "class", "epoch"
UNLISTED = "unlisted"
"""The value of ``item`` for an item that the pack does not know."""


class ColumnKind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    YEAR = "year"
    MONTH = "month"
    UNIT = "unit"
    ITEM = "item"
    CODE = "code"
    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    QUANTITY = "quantity"
    PERFORMANCE = "performance"
    CHOICE = "choice"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a budget: its identifier, the headers people write, and how it is read."""

    id: str
    headers: tuple[str, ...]
    kind: ColumnKind
    choice: Attribute | None = None

    @property
    def name(self) -> Text:
        """What people call it."""
        return Text(self.headers[0], self.id)


def _choice(attribute: Attribute) -> Column:
    return Column(attribute.id, (attribute.name.zh,), ColumnKind.CHOICE, attribute)


COLUMNS = (
    Column("line", ("编号", "行号", "序号"), ColumnKind.TEXT),
    Column("year", ("年度", "预算年度", "财政年度"), ColumnKind.YEAR),
    Column("period_from", ("起始月份",), ColumnKind.MONTH),
    Column("period_to", ("截止月份",), ColumnKind.MONTH),
    Column(
        "unit",
        (
            "区划",
            "县区",
            "财政区划",
            "财政区划名称",
            "财政区划代码",
            "接收方财政区划名称",
        ),
        ColumnKind.UNIT,
    ),
    Column("counterpart", ("对应区县",), ColumnKind.UNIT),
    Column("item", ("事项", "财政事权事项"), ColumnKind.ITEM),
    Column("function_code", ("功能科目", "支出功能分类科目"), ColumnKind.CODE),
    Column("amount", ("金额", "预算金额", "指标金额"), ColumnKind.MONEY),
    Column("headcount", ("人数",), ColumnKind.COUNT),
    Column("headcount_basis", ("人口口径",), ColumnKind.CHOICE, HEADCOUNT_BASIS),
    Column("county_standard", ("县定标准",), ColumnKind.RATE),
    Column("central_funds", ("中央资金",), ColumnKind.MONEY),
    Column("province_funds", ("省级资金",), ColumnKind.MONEY),
    _choice(AFFILIATION),
    _choice(ORGANISER),
    _choice(SCOPE),
    _choice(ENTRUSTED_BY),
    _choice(IN_HEALTH_PLAN),
    _choice(SPONSOR),
    _choice(CATEGORY),
    _choice(SEVERITY),
    _choice(CAPITAL),
    _choice(POLICY_CHANGE),
    Column("agreed_subsidy", ("约定补助",), ColumnKind.MONEY),
    Column("workload", ("工作任务量",), ColumnKind.QUANTITY),
    Column("performance", ("绩效系数",), ColumnKind.PERFORMANCE),
    Column("performance_amount", ("绩效资金", "绩效奖补资金"), ColumnKind.MONEY),
    Column("fund_type", ("资金性质",), ColumnKind.LABEL),
    Column("document", ("文号",), ColumnKind.LABEL),
    Column("direct", ("直达资金",), ColumnKind.LABEL),
    Column("tracking", ("追踪",), ColumnKind.LABEL),
    Column("recipient", ("接收方",), ColumnKind.LABEL),
    _choice(STAGE),
    Column("settles", ("结算编号",), ColumnKind.LABEL),
    Column(
        "deduction",
        ("扣减", "扣减金额", "扣减资金", "应扣金额", "应扣减金额", "核减金额"),
        ColumnKind.MONEY,
    ),
)
"""Every column that the engine knows, in the order in which results are written."""

COLUMN_BY_ID = {column.id: column for column in COLUMNS}
_UNITS = {
    ColumnKind.MONEY: 100,
    ColumnKind.RATE: 100,
    ColumnKind.COUNT: 1,
    ColumnKind.QUANTITY: 10_000,
    ColumnKind.PERFORMANCE: 10_000,
}
UNITS = {column.id: _UNITS[column.kind] for column in COLUMNS if column.kind in _UNITS}
"""The columns of numbers, each with the whole units in which they are kept: fen to the yuan, single
heads, ten-thousandths of a unit of work."""
REQUIRED_COLUMNS = ("unit", "year", "amount")
OPEN = "open"
"""Whose money it is that nobody is known to pay, beside the payers."""
RECIPIENT = "recipient"
"""The column of the treasury that receives a line's money, where the pack declares it."""
LABELS = ("fund_type", "document", "direct", "tracking", RECIPIENT)
"""The labels on money that totals are given by: they pass through every split."""
MEASURE_COLUMNS = (
    Column("unit", COLUMN_BY_ID["unit"].headers, ColumnKind.UNIT),
    Column("item", COLUMN_BY_ID["item"].headers, ColumnKind.ITEM),
    Column("year", COLUMN_BY_ID["year"].headers, ColumnKind.YEAR),
    Column("measure", ("因素", "测算因素"), ColumnKind.TEXT),
    Column("value", ("数值", "因素值"), ColumnKind.QUANTITY),
)
GAP_COLUMNS = (
    Column("unit", COLUMN_BY_ID["unit"].headers, ColumnKind.UNIT),
    Column("year", COLUMN_BY_ID["year"].headers, ColumnKind.YEAR),
    Column("gap", ("收支缺口", "缺口"), ColumnKind.MONEY),
)
MEASURE_NAMES: dict[str, Text] = {
    "people": Text("涉及人群", "people affected"),
    "area": Text("地域范围", "area affected"),
    "harm": Text("受害程度", "severity of harm"),
    "need": Text("救助需求", "need"),
    "work": Text("工作开展情况", "work done"),
    "capacity": Text("财力状况", "fiscal capacity"),
    "workload": Text("工作任务量", "workload"),
    "performance": Text("绩效考核情况", "performance"),
    "population": Text("常住人口", "population"),
    "last-grant": Text("上年补助额（元）", "last year's grant (yuan)"),
}
"""The measures that any pack may divide a pot by; a pack may name more."""
