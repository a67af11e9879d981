"""Words for the steps of a scenario."""

from __future__ import annotations

from fiscal_rules.model.money import show_number, show_percent
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.scenario import (
    AddLine,
    Carry,
    ChangeClass,
    DropRule,
    Grow,
    Index,
    KnownOn,
    LawChange,
    LawOn,
    Multiply,
    Overlay,
    PutRule,
    SetValues,
    ValueChange,
)
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import COLUMN_BY_ID
from fiscal_rules.output.names import parameter_name, unit_name
from fiscal_rules.output.tables import joined


def overlay_words(pack: RulePack, overlay: Overlay) -> Text:
    """Say what a change is."""
    match overlay:
        case SetValues() | Multiply() | Index() | Carry():
            return _of_values(pack, overlay)
        case Grow(column=column, by=by):
            return _GROWS.fill(name=COLUMN_BY_ID[column].name, by=show_percent(by))
        case AddLine(line=line):
            return Text("增加一行 {line}", "line {line} added").fill(line=line.id)
        case ChangeClass() | PutRule() | DropRule() | LawOn() | KnownOn():
            return _of_the_law(pack, overlay)


_GROWS = Text("{name}增长 {by}", "{name} grows by {by}")
_GROWS_YEARLY = Text("{name}每年增长 {by}", "{name} grows by {by} a year")
_CARRIED = Text("{day} 前的参数继续沿用", "values of before {day} carried on")
_BECOMES = Text("{unit}改为{name}", "{unit} becomes: {name}")
_RULE = Text("规则 {rule}（条款 {clause}）", "rule {rule} (clause {clause})")
_NO_RULE = Text("去掉规则 {rule}", "rule {rule} left out")
_LAW_OF = Text("按 {day} 的规定", "the law of {day}")
_KNOWN_ON = Text("按 {day} 已公布的内容", "what was published by {day}")


def _of_values(pack: RulePack, overlay: ValueChange) -> Text:
    match overlay:
        case SetValues(entries):
            said = dict.fromkeys(
                (parameter_name(pack, entry.parameter), entry.shown) for entry in entries
            )
            return joined(
                same("{name} = {shown}").fill(name=name, shown=shown) for name, shown in said
            )
        case Multiply(parameter=parameter, by=by):
            name = parameter_name(pack, parameter)
            return same("{name} × {by}").fill(name=name, by=show_number(by))
        case Carry(starts=day):
            return _CARRIED.fill(day=day.isoformat())
        case Index(parameter=parameter, by=by):
            return _GROWS_YEARLY.fill(name=parameter_name(pack, parameter), by=show_percent(by))


def _of_the_law(pack: RulePack, overlay: LawChange) -> Text:
    match overlay:
        case ChangeClass(unit=unit, unit_class=name):
            known = dict(pack.classes).get(name, same(name))
            return _BECOMES.fill(unit=unit_name(pack, unit), name=known)
        case PutRule(rule):
            return _RULE.fill(rule=rule.id, clause=rule.clause)
        case DropRule(rule=left):
            return _NO_RULE.fill(rule=left)
        case LawOn(day):
            return _LAW_OF.fill(day=day.isoformat())
        case KnownOn(day):
            return _KNOWN_ON.fill(day=day.isoformat())
