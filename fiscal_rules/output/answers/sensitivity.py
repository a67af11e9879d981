"""Sensitivity as an answer: what each assumed parameter moves, and between what totals lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from fiscal_rules.analysis.sensitivity import Ranged, Sensitivity, Slope, Spread, ordered_payers
from fiscal_rules.model.money import grouped_yuan, half_up, show_number, show_percent, yuan
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.values import ASSUMED_VALUES
from fiscal_rules.output.figures import Bars, Figure, Series, Stacking
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import government_name, parameter_name, unit_name
from fiscal_rules.output.pictures import UNIT, tone_of
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Kind, Row, Table, joined, money, words
from fiscal_rules.output.values import entry_value

QUESTION = "sensitivity"
_TITLE = Text(
    "哪个假定最要紧：{budget}（金额单位：元）", "Which assumption matters most: {budget} (in yuan)"
)
_SLOPES = Text(
    "每个假定的参数变动一点，各级负担增减多少",
    "What payers pay more or less as each assumed parameter moves",
)
_POINT = Text("1 个百分点", "1 percentage point")
_A_YUAN = Text("1 元", "1 yuan")
_ONE = Text("1", "1")
_EXACT = Text(
    "是未舍入模型在现值处的导数，精确算出后写到分；参数有几个数值（按区划、按期间）的，一起变动。",
    "These are slopes of the unrounded model at the present values, worked out exactly and written to "
    "the fen. A parameter of several values (by unit, by date) moves in all of them together.",
)
_KINK = Text(
    "{name}：往下变动时不同，{moves}：有限额、下限或人数恰在此处起作用。",
    "{name}: downwards it is otherwise, {moves}: a limit begins to bind at this very value.",
)
_BENT = Text(
    "{name}：在现值附近不是直线，所列是变动极小时的平均。",
    "{name}: not straight near its value; what is shown is the mean over very little.",
)
_NOTHING = Text("结果没有用到假定的数值。", "No assumed number was used.")
_SPREADS = Text("参数在所给范围内时，各级负担在何处", "Between what payers pay, over the ranges")
_UNITS = Text("各区划：{payer}自身负担的范围", "Units: between what the {payer} bears itself")
_RANGES = Text(
    "范围：{ranges}。按各范围端点的所有组合计算；合计随每个参数只升或只降时，不会超出。",
    "Ranges: {ranges}. Computed at every combination of their ends; where totals only rise or only "
    "fall with each parameter, they lie nowhere beyond.",
)
_LOW, _BASE, _HIGH = Text("最低", "lowest"), Text("现状", "base"), Text("最高", "highest")
_WIDTH = Text("相差", "width")


def sensitivity_answer(found: Sensitivity) -> Answer:
    """Write slopes, largest first, and spreads."""
    pack = found.base.pack
    lower = government_name(pack, pack.lower.id)
    tables = [_slopes(found)]
    if found.ranges:
        named = {payer: payer_name(pack, payer) for payer in ordered_payers(pack)}
        tables.append(_spreads(found, _SPREADS, words("负担方", "payer"), found.payers, named))
        units = {unit.id: unit_name(pack, unit.id) for unit in pack.units}
        title = _UNITS.fill(payer=lower)
        tables.append(_spreads(found, title, UNIT, found.units, units))
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(budget=file_name(found.base.budget.path)),
        tables=tuple(tables),
        columns=("parameter", "per", "payer", "moves"),
        rows=tuple(_rows(found)),
        data=lambda lang: _data(found, lang),
        runs=(found.base,),
        figures=tuple(_figures(found)),
    )


def _ordered(found: Sensitivity) -> list[Slope]:
    """Order slopes by the most that any payer's total moves."""
    return sorted(found.slopes, key=lambda s: -max(map(abs, s.rising.values()), default=0))


def _moving(found: Sensitivity) -> list[str]:
    payers = ordered_payers(found.base.pack)
    return [payer for payer in payers if any(payer in slope.rising for slope in found.slopes)]


def _slopes(found: Sensitivity) -> Table:
    pack, payers = found.base.pack, _moving(found)
    rows: list[Row] = [
        (
            parameter_name(pack, slope.parameter),
            joined(dict.fromkeys(entry_value(pack, entry) for entry in slope.entries)),
            _per(pack, slope),
            *(money(half_up(slope.rising.get(payer, Fraction(0)))) for payer in payers),
        )
        for slope in _ordered(found)
    ]
    return Table(
        _SLOPES,
        (
            words("参数", "parameter"),
            words("现值", "value now", width=30),
            words("变动", "moves by"),
            *(Column(payer_name(pack, payer), Kind.FIGURES) for payer in payers),
        ),
        tuple(rows),
        notes=(*([_EXACT] if rows else [_NOTHING]), *_kinks(found)),
    )


def _per(pack: RulePack, slope: Slope) -> Text:
    kind = dict(pack.parameter_kinds)[slope.parameter]
    if slope.per != 1:
        return _POINT
    return _ONE if kind is ParameterKind.RATE else _A_YUAN


def _kinks(found: Sensitivity) -> Iterator[Text]:
    pack = found.base.pack
    for slope in found.slopes:
        name = parameter_name(pack, slope.parameter)
        if not slope.is_exact:
            yield _BENT.fill(name=name)
        if slope.falling is not None:
            moves = joined(
                Text("{payer} {amount}", "{payer} {amount}").fill(
                    payer=payer_name(pack, payer), amount=grouped_yuan(half_up(number))
                )
                for payer, number in slope.falling.items()
            )
            yield _KINK.fill(name=name, moves=moves)


def _spreads(
    found: Sensitivity,
    title: Text,
    head: Column,
    spreads: Mapping[str, Spread],
    names: Mapping[str, Text],
) -> Table:
    columns = (Column(each, Kind.FIGURES) for each in (_LOW, _BASE, _HIGH, _WIDTH))
    return Table(
        title,
        (head, *columns),
        tuple(
            (name, money(s.low), money(s.base), money(s.high), money(s.high - s.low))
            for key, name in names.items()
            if (s := spreads.get(key)) is not None
        ),
        notes=(
            _RANGES.fill(ranges=joined(_ranged(found, each) for each in found.ranges)),
            ASSUMED_VALUES,
        ),
    )


def _ranged(found: Sensitivity, each: Ranged) -> Text:
    pack = found.base.pack
    is_share = dict(pack.parameter_kinds)[each.parameter] is ParameterKind.SHARE
    shown = [(show_percent if is_share else show_number)(end) for end in (each.low, each.high)]
    return Text("{name} {low}～{high}", "{name} {low} to {high}").fill(
        name=parameter_name(pack, each.parameter), low=shown[0], high=shown[1]
    )


def _figures(found: Sensitivity) -> Iterator[Figure]:
    pack, payers = found.base.pack, _moving(found)
    points = [slope for slope in _ordered(found) if _per(pack, slope) == _POINT]
    if points:
        yield Bars(
            Text(
                "每个假定的比例提高 1 个百分点，各级负担增减多少",
                "What payers pay more or less for 1 percentage point of each assumed share",
            ),
            words("参数", "parameter"),
            tuple(parameter_name(pack, slope.parameter) for slope in points),
            tuple(
                Series(
                    payer_name(pack, payer),
                    tuple(half_up(slope.rising.get(payer, Fraction(0))) for slope in points),
                    tone_of(payer),
                )
                for payer in payers
            ),
            Stacking.BESIDE,
        )


def _rows(found: Sensitivity) -> Iterator[tuple[str, ...]]:
    for slope in _ordered(found):
        for payer, number in sorted(slope.rising.items()):
            moved = yuan(half_up(number))
            yield slope.parameter, show_number(slope.per), payer, moved


def _data(found: Sensitivity, lang: Lang) -> Mapping[str, Json]:
    return {
        "run": run_json(found.base, lang),
        "slopes": [
            {
                "parameter": slope.parameter,
                "per": show_number(slope.per),
                "moves": _exact(slope.rising),
                "moves_downwards": None if slope.falling is None else _exact(slope.falling),
                "exact": slope.is_exact,
            }
            for slope in _ordered(found)
        ],
        "ranges": [
            {"parameter": r.parameter, "low": show_number(r.low), "high": show_number(r.high)}
            for r in found.ranges
        ],
        "payers": _spread_data(found.payers),
        "units": _spread_data(found.units),
    }


def _exact(moves: Mapping[str, Fraction]) -> Mapping[str, Json]:
    """Write exact amounts in yuan: a decimal where it ends, else a ratio."""
    return {payer: show_number(number / 100) for payer, number in sorted(moves.items())}


def _spread_data(spreads: Mapping[str, Spread]) -> Mapping[str, Json]:
    return {
        name: {"low": yuan(each.low), "base": yuan(each.base), "high": yuan(each.high)}
        for name, each in sorted(spreads.items())
    }
