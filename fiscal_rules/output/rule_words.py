"""Rule words: what a rule says, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import assert_never

from fiscal_rules.model.factors import Bounds, FloorsFrom, Measure, MeasureBy, Times
from fiscal_rules.model.funding import (
    Agreed,
    Factors,
    Full,
    Fund,
    Matching,
    Outside,
    Share,
    ShareBy,
    Tranche,
    Undetermined,
    Workload,
)
from fiscal_rules.model.money import FEN_PER_YUAN, show_number
from fiscal_rules.model.rounding import RoundedEach, Rounding, RoundingMode
from fiscal_rules.model.rulepack import Comparison, Operand, Rule, RulePack, ThenIf
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import (
    CLASS,
    COLUMN_BY_ID,
    EPOCH,
    HEADCOUNT_BASIS,
    ITEM,
    LEVEL,
    LINE_ATTRIBUTES,
    TERMS,
    Authority,
    Level,
)
from fiscal_rules.output.names import government_name, item_name, parameter_name
from fiscal_rules.output.tables import joined

_ATTRIBUTES = {
    **{attribute.id: attribute.name for attribute in LINE_ATTRIBUTES},
    ITEM: Text("事项", "item"),
    LEVEL: Text("单位所属层级", "level of the unit"),
    CLASS: Text("单位类别", "class of the unit"),
    EPOCH: Text("适用期", "dates in force"),
}
_CHOICES = (*LINE_ATTRIBUTES, HEADCOUNT_BASIS)
_VALUES = {(a.id, value.id): value.name for a in _CHOICES for value in a.values}
_LEVELS = {
    Level.CENTRAL: Text("中央", "central"),
    Level.PROVINCE: Text("省级", "province"),
    Level.CITY: Text("市级", "city"),
    Level.COUNTY: Text("县级", "county"),
    Level.TOWNSHIP: Text("乡级", "township"),
}
_AUTHORITIES = {
    Authority.CENTRAL: Text("属中央财政事权", "the centre's authority"),
    Authority.PROVINCE: Text("属省级财政事权", "the province's authority"),
    Authority.CITY: Text("属市级财政事权", "the city's authority"),
    Authority.COUNTY: Text("属县财政事权", "the county's authority"),
    Authority.SHARED: Text("属共同财政事权", "a shared authority"),
    Authority.UNSTATED: Text("财政事权未明确", "whose authority it is is not stated"),
}
_QUANTITIES = {
    "amount": Text("金额", "the amount"),
    "base": Text("基础标准部分", "the base"),
    "standard": Text("基础标准", "the base standard"),
}
_COMPARISONS = {
    Comparison.ABOVE: Text("{left}高于{right}", "{left} is above {right}"),
    Comparison.BELOW: Text("{left}低于{right}", "{left} is below {right}"),
    Comparison.EQUAL: Text("{left}等于{right}", "{left} equals {right}"),
    Comparison.UNKNOWN: Text("{left}或{right}未知", "{left} or {right} is not known"),
}
_FULL = Text("{payer}全额负担", "the {payer} pays in full")
_BASE = Text("基础标准部分（{count} × {standard}）：", "of the base ({count} × {standard}), ")
_SHARE = Text("{payer}按“{parameter}”分担", "the {payer} pays its share ({parameter})")
_REST = Text("{payer}承担其余", "the {payer} bears the rest")
_PER_HEAD = Text(
    "{payer}按“{parameter}”（每人定额）分担",
    "the {payer} pays a fixed amount per head ({parameter})",
)
_AT_LEAST = Text("{share}，不低于“{parameter}”", "{share}, at least {parameter}")
_AT_MOST = Text("{share}，不高于“{parameter}”", "{share}, at most {parameter}")
_FURTHER = Text("至“{standard}”的部分：", "up to {standard}, ")
_WORKLOAD = Text(
    "{payer}按“{product}”补助，以本地部分为限",
    "the {payer} grants {product}, at most the local amount",
)
_PLUS = Text("{product} + {plus}", "{product} + {plus}")
_ROUNDED = {
    RoundingMode.HALF_UP: Text("四舍五入到 {to} 元", "rounded half up to {to} yuan"),
    RoundingMode.TRUNCATE: Text("舍尾到 {to} 元", "truncated to {to} yuan"),
    RoundingMode.HALF_EVEN: Text("四舍六入五成双到 {to} 元", "rounded half to even, to {to} yuan"),
}
_ROUNDED_EACH = {
    RoundedEach.LINE: same("{rounded}"),
    RoundedEach.HEAD: Text("每人{rounded}", "{rounded} for each head"),
    RoundedEach.UNIT: Text("每个单位的补助{rounded}", "each unit's grant {rounded}"),
    RoundedEach.TOTAL: Text(
        "补助合计{rounded}，各单位按最大余数取整",
        "all grants together {rounded}, by largest remainder",
    ),
}
_FACTORS = Text(
    "{payer}把“{pot}”按因素（{measures}）分配",
    "the {payer} divides a pot ({pot}) by {measures}",
)
_INVERSE = Text("{measure}的倒数", "the reciprocal of {measure}")
_PER = Text("{measure}/{of}", "{measure} per {of}")
_BANDED = Text("{measure}按档（{bands}）", "{measure} by band ({bands})")
_TIMES_ALL = Text(
    "占比乘以{measure}后归一", "shares times {measure}, brought back to the whole pot"
)
_TIMES_CUT = Text(
    "占比乘以{measure}，扣减部分不再分配", "shares times {measure}; what that cuts is not given"
)
_POT = Text("资金总额", "the pot")
_GRANT_LEAST = Text("每个单位不低于{of} ×“{rate}”", "each unit at least {of} × {rate}")
_GRANT_MOST = Text("每个单位不高于{of} ×“{rate}”", "each unit at most {of} × {rate}")
_FLOORS_FROM = {
    FloorsFrom.OTHERS: Text("保底所需由其他单位的份额承担", "the other units bear what floors add"),
    FloorsFrom.PAYER: Text(
        "保底所需由出资方在总额之外负担", "what floors add is paid beside the pot"
    ),
}
_OTHERWISE = Text("未给资金总额和权重时：{otherwise}", "without pot and weights, {otherwise}")
_UNDETERMINED = {
    "authority": Text(
        "财政事权和支出责任有待确定", "authority and funding are still to be decided"
    ),
    "funding": Text("资金由谁负担有待确定", "who pays is still to be decided"),
}
_OUTSIDE = Text("按现行体制保障", "the existing system pays")
_AGREED = Text("{payer}按“{column}”列给予补助", "the {payer} pays what the column {column} says")
_ABOVE = Text("高出部分由{payer}负担", "the {payer} bears what is above the base")
_ONLY_IF = Text("{comparison}时：{then}", "where {comparison}: {then}")
_DERIVES = Text("供其他规则判断：{attribute} = {value}", "feeds other rules: {attribute} = {value}")


def rule_words(pack: RulePack, rule: Rule) -> Text:
    """Say what a rule says."""
    said = tuple(_said(pack, rule))
    derived = (_DERIVES.fill(attribute=attribute, value=value) for attribute, value in rule.derive)
    return _clauses(said or derived)


def then_if_words(pack: RulePack, then_if: ThenIf) -> Text:
    """Say what follows from a comparison, and when."""
    left, right = _operand(pack, then_if.left), _operand(pack, then_if.right)
    comparison = _COMPARISONS[then_if.comparison].fill(left=left, right=right)
    then = joined(TERMS[each] for each in (*then_if.duties, *then_if.findings))
    return _ONLY_IF.fill(comparison=comparison, then=then)


def attribute_name(attribute: str) -> Text:
    """Name an attribute that rules ask about; one that a pack derives goes by its id."""
    return _ATTRIBUTES.get(attribute, same(attribute))


def value_name(pack: RulePack, attribute: str, value: str) -> Text:
    """Name a value of an attribute."""
    match attribute:
        case "item":
            return item_name(pack, value)
        case "level":
            return _LEVELS[Level(value)]
        case "class":
            return dict(pack.classes).get(value, same(value))
        case "epoch":
            day = value.removeprefix("from-")
            return Text("{day} 起", "from {day}").fill(day=day)
        case _:
            return _VALUES.get((attribute, value), same(value))


def authority_words(authority: Authority) -> Text:
    """Say whose authority it is."""
    return _AUTHORITIES[authority]


def agreed_words(pack: RulePack, agreed: Agreed) -> Text:
    """Say who pays an agreed subsidy."""
    column = COLUMN_BY_ID[agreed.amount].name
    return _AGREED.fill(payer=government_name(pack, agreed.payer), column=column)


def _said(pack: RulePack, rule: Rule) -> Iterator[Text]:
    if rule.authority is not None:
        yield authority_words(rule.authority)
    if rule.agreed is not None:
        yield agreed_words(pack, rule.agreed)
    if rule.fund is not None:
        yield fund_words(pack, rule.fund)
    if rule.above_base is not None:
        yield _ABOVE.fill(payer=government_name(pack, rule.above_base))
    yield from (TERMS[each] for each in (*rule.duties, *rule.findings))


def fund_words(pack: RulePack, fund: Fund) -> Text:
    """Say who pays by a form of funding."""
    match fund:
        case Full(payer):
            return _FULL.fill(payer=government_name(pack, payer))
        case Matching():
            return _matching(pack, fund)
        case Workload():
            return _workload(pack, fund)
        case Factors():
            return _factors(pack, fund)
        case Undetermined(decision):
            return _UNDETERMINED.get(decision, same(decision))
        case Outside():
            return _OUTSIDE
        case _:
            assert_never(fund)


def _matching(pack: RulePack, fund: Matching) -> Text:
    said = [_tranche(pack, tranche) for tranche in fund.tranches]
    if fund.base is not None:
        count = COLUMN_BY_ID[fund.base.count].name
        base = _BASE.fill(count=count, standard=parameter_name(pack, fund.base.standard))
        said[0] = _after(base, said[0])
    for i, tranche in enumerate(fund.further, start=1):
        standard = parameter_name(pack, tranche.standard or "")
        said[i] = _after(_FURTHER.fill(standard=standard), said[i])
    return _clauses((*said, *_rounded(fund.rounding)))


def _tranche(pack: RulePack, tranche: Tranche) -> Text:
    rest = _rest(pack, tranche.rest)
    if tranche.reserve is not None:
        least = parameter_name(pack, tranche.reserve.parameter)
        rest = _AT_LEAST.fill(share=rest, parameter=least)
    return _clauses((*(_share(pack, share) for share in tranche.shares), rest))


def _share(pack: RulePack, share: Share) -> Text:
    how = _PER_HEAD if share.by is ShareBy.PER_HEAD else _SHARE
    payer, parameter = government_name(pack, share.payer), parameter_name(pack, share.parameter)
    said = how.fill(payer=payer, parameter=parameter)
    for bound, words in ((share.at_least, _AT_LEAST), (share.at_most, _AT_MOST)):
        if bound is not None:
            said = words.fill(share=said, parameter=parameter_name(pack, bound.parameter))
    return said


def _after(first: Text, then: Text) -> Text:
    return Text(first.zh + then.zh, first.en + then.en)


def rounding_words(rounding: Rounding) -> Text:
    """Say to what unit, which way and for what each part is rounded."""
    to = show_number(Fraction(rounding.to, FEN_PER_YUAN))
    said = _ROUNDED[rounding.mode].fill(to=to)
    return _ROUNDED_EACH[rounding.each].fill(rounded=said)


def _rounded(rounding: Rounding | None) -> Iterator[Text]:
    if rounding is not None:
        yield rounding_words(rounding)


def _workload(pack: RulePack, fund: Workload) -> Text:
    factors = [COLUMN_BY_ID[fund.quantity].name, parameter_name(pack, fund.unit_standard)]
    factors += [] if fund.share is None else [parameter_name(pack, fund.share)]
    factors += [] if fund.performance is None else [COLUMN_BY_ID[fund.performance].name]
    product = Text(" × ".join(f.zh for f in factors), " × ".join(f.en for f in factors))
    if fund.plus is not None:
        product = _PLUS.fill(product=product, plus=COLUMN_BY_ID[fund.plus].name)
    grant = _WORKLOAD.fill(payer=government_name(pack, fund.payer), product=product)
    return _clauses((grant, _rest(pack, fund.rest), *_rounded(fund.rounding)))


def _factors(pack: RulePack, fund: Factors) -> Text:
    grant = _FACTORS.fill(
        payer=government_name(pack, fund.payer),
        pot=parameter_name(pack, fund.pot),
        measures=joined(_measure(pack, measure) for measure in fund.measures),
    )
    said = [grant, *_times(pack, fund.times), *_bounds(pack, fund.bounds)]
    said += [*_rounded(fund.rounding), _rest(pack, fund.rest)]
    if fund.otherwise is not None:
        said.append(_OTHERWISE.fill(otherwise=_matching(pack, fund.otherwise)))
    return _clauses(said)


def _measure(pack: RulePack, measure: Measure) -> Text:
    names = pack.measure_names
    name = names.get(measure.id, same(measure.id))
    match measure.by:
        case MeasureBy.VALUE:
            return name
        case MeasureBy.INVERSE:
            return _INVERSE.fill(measure=name)
        case MeasureBy.PER_HEAD:
            return _PER.fill(measure=name, of=names.get(measure.of or "", same(measure.of or "")))
        case MeasureBy.BANDED:
            return _BANDED.fill(measure=name, bands=parameter_name(pack, measure.bands or ""))


def _times(pack: RulePack, times: Times | None) -> Iterator[Text]:
    if times is not None:
        how = _TIMES_ALL if times.renormalise else _TIMES_CUT
        yield how.fill(measure=pack.measure_names.get(times.measure, same(times.measure)))


def _bounds(pack: RulePack, bounds: Bounds) -> Iterator[Text]:
    for found, words in ((bounds.at_least, _GRANT_LEAST), (bounds.at_most, _GRANT_MOST)):
        for bound in found:
            of = _POT if bound.of is None else pack.measure_names.get(bound.of, same(bound.of))
            yield words.fill(of=of, rate=parameter_name(pack, bound.rate))
    if bounds.at_least:
        yield _FLOORS_FROM[bounds.floors_from]


def _rest(pack: RulePack, payer: str) -> Text:
    return _REST.fill(payer=government_name(pack, payer))


def _operand(pack: RulePack, operand: Operand) -> Text:
    match operand.source:
        case "quantity":
            return _QUANTITIES.get(operand.id, same(operand.id))
        case "parameter":
            return parameter_name(pack, operand.id)
        case _:
            return COLUMN_BY_ID[operand.id].name


def _clauses(said: Iterable[Text]) -> Text:
    held = tuple(said)
    return Text("；".join(t.zh for t in held), "; ".join(t.en for t in held))
