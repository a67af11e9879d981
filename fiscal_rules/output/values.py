"""Values: how a parameter's value is written for people, with its unit."""

from __future__ import annotations

from typing import assert_never

from fiscal_rules.model.money import (
    exact_number,
    grouped_yuan,
    show_number,
    show_percent,
    whole_fen,
)
from fiscal_rules.model.parameter import Entry, ParameterKind, ShareOf
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, same
from fiscal_rules.output.tables import joined

_MONTHS = 12
_A_YEAR = Text("{value} 元/人·年", "{value} yuan per head and year")
_A_MONTH = Text("{value} 元/人·月", "{value} yuan per head and month")
_A_UNIT = Text("{value} 元/单位工作量", "{value} yuan per unit of work")
_YUAN = Text("{value} 元", "{value} yuan")
_WEIGHT = Text("{measure} {weight}", "{measure} {weight}")
_BAND = Text("{start} 起计 {counts}", "from {start}: {counts}")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_SHARE_OF = {
    ShareOf.REST: Text("{value}（占前面各级负担后的余额）", "{value} of what earlier payers leave"),
    ShareOf.BASE: Text("{value}（占基础标准部分）", "{value} of the base"),
    None: Text(
        "{value}（未注明占什么的比例，按余额计，故为假定）",
        "{value} of the rest (not said, so assumed)",
    ),
}


def entry_value(pack: RulePack, entry: Entry) -> Text:
    """Write a parameter's value as its source does, with the unit that the source means."""
    kind = dict(pack.parameter_kinds)[entry.parameter]
    match kind:
        case ParameterKind.SHARE:
            return _SHARE_OF[entry.share_of].fill(value=entry.shown)
        case ParameterKind.STANDARD:
            return _standard(entry)
        case ParameterKind.UNIT_STANDARD:
            return _A_UNIT.fill(value=entry.shown)
        case ParameterKind.POT:
            return _YUAN.fill(value=_grouped(entry))
        case ParameterKind.WEIGHTS:
            return _weights(pack, entry)
        case ParameterKind.RATE:
            return same(entry.shown)
        case ParameterKind.BANDS:
            return joined(
                _BAND.fill(start=show_number(start), counts=show_number(counts))
                for start, counts in entry.bands.steps
            )
        case ParameterKind.YES_NO:
            return _YES if entry.value else _NO
        case _:
            assert_never(kind)


def _standard(entry: Entry) -> Text:
    """Tell a monthly standard from a yearly one: an entry keeps every standard by the year."""
    written = exact_number(entry.shown)
    is_monthly = written is not None and written * _MONTHS == entry.value and entry.value != 0
    return (_A_MONTH if is_monthly else _A_YEAR).fill(value=entry.shown)


def _grouped(entry: Entry) -> str:
    fen = whole_fen(entry.number)
    assert fen is not None, "a pot is in whole fen (checked when read)"
    return grouped_yuan(fen)


def _weights(pack: RulePack, entry: Entry) -> Text:
    assert isinstance(entry.value, tuple), f"{entry.parameter} holds weights (checked when read)"
    return joined(
        _WEIGHT.fill(
            measure=pack.measure_names.get(measure, same(measure)), weight=show_percent(weight)
        )
        for measure, weight in entry.value
    )
