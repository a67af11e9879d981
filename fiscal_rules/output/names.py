"""Names: what people call the units, items and open questions that results name by identifier."""

from __future__ import annotations

from datetime import timedelta

from fiscal_rules.model.funding import Role
from fiscal_rules.model.parameter import Entry, ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import (
    COLUMN_BY_ID,
    LINE_ATTRIBUTES,
    TERMS,
    UNLISTED,
    Authority,
    Level,
    NeedKind,
)
from fiscal_rules.output.tables import joined

OTHER = "other"
"""The payer that stands for all that the pack does not name."""
_OTHER = Text("其他", "other")
_UNLISTED = Text("规则包未列事项", "items not in the pack")
_BLANK_ITEM = Text("事项空白", "item left blank")
_KINDS = {
    ParameterKind.SHARE: Text("分担比例", "share"),
    ParameterKind.STANDARD: Text("基础标准", "base standard"),
    ParameterKind.UNIT_STANDARD: Text("补助标准", "standard per unit of work"),
    ParameterKind.POT: Text("资金总额", "pot"),
    ParameterKind.WEIGHTS: Text("因素权重", "weights"),
    ParameterKind.RATE: Text("比率", "rate"),
    ParameterKind.BANDS: Text("分档系数", "bands"),
    ParameterKind.YES_NO: Text("是或否", "yes or no"),
}
_OF = Text("{of}：{what}", "{of}: {what}")
_ROLES = {
    Role.SHARE: Text("{payer}分担比例", "share of the {payer}"),
    Role.PER_HEAD: Text("{payer}每人定额", "amount per head of the {payer}"),
    Role.LEAST: Text("{payer}负担下限", "floor of the {payer}"),
    Role.MOST: Text("{payer}负担上限", "cap of the {payer}"),
    Role.RESERVE: Text("{payer}至少负担", "least rest of the {payer}"),
    Role.FURTHER: Text("另一标准", "further standard"),
    Role.GRANT_LEAST: Text("补助下限系数", "floor of grants"),
    Role.GRANT_MOST: Text("补助上限系数", "cap of grants"),
}
_WHETHER_IT_PAYS = Text("{of}：是否由{payer}负担", "{of}: whether the {payer} pays")
_WHETHER_COMPUTED = Text(
    "{payers}资金留空时是否按{document}计算",
    "whether {payers} money left blank is computed by {document}",
)
_SHARED = Text("共同财政事权", "shared")
_IN_PACK = Text("{name}（{document}）", "{name} ({document})")
_DECISIONS = {
    "authority": Text("财政事权归属", "whose authority it is"),
    "funding": Text("资金由谁负担", "who pays"),
    "refused-row": Text(
        "同一资金总额下有退回的行，须先更正", "a refused row may be paid from this pot"
    ),
    "unsettled-line": Text(
        "同一资金总额下有未定的行，须先确定", "a line still open may be paid from this pot"
    ),
    "floors-above-pot": Text(
        "各单位保底额之和超过资金总额", "the least amounts of all units exceed the pot"
    ),
    "province-takes-over": Text(
        "省级是否负担市级部分", "whether the province pays the city's part"
    ),
    "existing-system": Text("按现行体制保障，本文件不划分", "the existing system pays"),
}


def government_name(pack: RulePack, payer: str) -> Text:
    """Name a government."""
    return next((g.name for g in pack.governments if g.id == payer), _OTHER)


def unit_name(pack: RulePack, unit: str) -> Text:
    """Name a reporting unit."""
    return pack.unit_by_id[unit].name


def authority_name(pack: RulePack, authority: Authority) -> Text:
    """Name whose authority it is; a shared one by its governments where they are city and county."""
    if authority is Authority.SHARED and set(pack.levels) != {Level.CITY, Level.COUNTY}:
        return _SHARED
    return TERMS[authority]


def treasury_name(pack: RulePack, treasury: str) -> Text:
    """Name a treasury: a government's, a unit's, or one beside the units."""
    held = pack.unit_by_id.get(treasury) or pack.recipient_by_id.get(treasury)
    return government_name(pack, treasury) if held is None else held.name


def item_name(pack: RulePack, item: str | None) -> Text:
    """Name an item; one that the pack does not know and one left blank have names too."""
    if item is None:
        return _BLANK_ITEM
    return _UNLISTED if item == UNLISTED else pack.item_by_id[item].name


def item_clause(pack: RulePack, item: str | None) -> str:
    """Give the clause that treats an item; blank where there is none."""
    known = pack.item_by_id.get(item or "")
    return "" if known is None else known.clause


def item_head(pack: RulePack, item: str | None) -> Text:
    """Head a column with an item: its clause, or its name where it has none."""
    return same(item_clause(pack, item)) if item_clause(pack, item) else item_name(pack, item)


def need_name(pack: RulePack, kind: NeedKind | None, what: str) -> Text:
    """Name what a line waits for; ``kind`` is None where the existing system holds."""
    match kind:
        case NeedKind.PARAMETER:
            return parameter_name(pack, what)
        case NeedKind.COLUMN:
            column = COLUMN_BY_ID.get(what)
            return same(what) if column is None else column.name
        case NeedKind.MEASURE:
            return pack.measure_names.get(what, same(what))
        case NeedKind.DECISION | None:
            return _DECISIONS.get(what, same(what))


def parameter_name(pack: RulePack, parameter: str) -> Text:
    """Name a parameter: the item or the class of units that it is of, and what it is."""
    asking, own = pack.asks(parameter)
    if asking is not pack:
        named = parameter_name(asking, own)
        return _IN_PACK.fill(name=named, document=asking.document.number)
    if pack.pack_above is not None and parameter == pack.pack_above.when:
        payers = joined(government_name(pack, payer) for payer in pack.pack_above.payers)
        number = pack.pack_above.pack.document.number
        return _WHETHER_COMPUTED.fill(document=number, payers=payers)
    owner = parameter.partition(".")[0]
    kind = dict(pack.parameter_kinds).get(parameter)
    reserved = next((r for r in pack.reservations if r.parameter == parameter), None)
    if reserved is not None:
        of = dict(pack.classes).get(reserved.unit_class, same(reserved.unit_class))
        payer = government_name(pack, reserved.payer)
        return _WHETHER_IT_PAYS.fill(of=of, payer=payer)
    if owner not in pack.item_by_id or kind is None:
        return same(parameter)
    return _OF.fill(of=pack.item_by_id[owner].name, what=_what_it_is(pack, kind, parameter))


def _what_it_is(pack: RulePack, kind: ParameterKind, parameter: str) -> Text:
    payer = parameter.partition(".")[2].removesuffix("-share")
    is_share = kind is ParameterKind.SHARE and payer in pack.government_by_id
    role, payer = pack.roles.get(parameter, (Role.SHARE if is_share else None, payer))
    return _KINDS[kind] if role is None else _ROLES[role].fill(payer=government_name(pack, payer))


def scope_name(pack: RulePack, entry: Entry) -> Text:
    """Say for which units, classes or kinds of lines a parameter's value holds; blank for all."""
    asking, _ = pack.asks(entry.parameter)
    return joined(_value_name(asking, key, v) for key, values in entry.scope for v in values)


def span_name(entry: Entry) -> Text:
    """Say from which day to which a parameter's value holds."""
    if entry.ends is None:
        return Text("{starts} 起", "from {starts}").fill(starts=entry.starts)
    last = entry.ends - timedelta(days=1)
    return Text("{starts} 至 {last}", "{starts} to {last}").fill(starts=entry.starts, last=last)


def _value_name(pack: RulePack, key: str, value: str) -> Text:
    match key:
        case "unit":
            return unit_name(pack, value)
        case "class":
            return dict(pack.classes).get(value, same(value))
        case _:
            attribute = next((a for a in LINE_ATTRIBUTES if a.id == key), None)
            values = () if attribute is None else attribute.values
            return next((v.name for v in values if v.id == value), same(value))
