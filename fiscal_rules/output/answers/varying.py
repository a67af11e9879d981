"""One parameter varied, as an answer: a sweep over a range, and the value that meets a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.analysis.comparison import Totals, added, totals_of
from fiscal_rules.analysis.varying import WORST, Order, Solution, Target, Tried
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import grouped_yuan, show_number, show_percent, yuan
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.figures import Curves, Series
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import parameter_name, unit_name
from fiscal_rules.output.pictures import tone_of
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Kind, Row, Table, money, words

_SWEEP = Text(
    "{parameter}从 {first} 到 {last}：{budget}（金额单位：元）",
    "{parameter} from {first} to {last}: {budget} (amounts in yuan)",
)
_SOLVE = Text(
    "{parameter}取何值时{target}：{budget}（金额单位：元）",
    "The value of {parameter} at which {target}: {budget} (amounts in yuan)",
)
_VALUE = Text("数值", "value")
_CURVES = Text(
    "{parameter}变动时各级负担比现状增减",
    "What payers pay more or less than now as {parameter} varies",
)
_MOVING = Text(
    "只画随之变动的；金额见下表。",
    "Those whose part changes are drawn; the table below has the amounts.",
)
_ASSUMED = Text(
    "所取数值是假定的，在参数有值的全部范围和期间内统一采用；其他参数不变。",
    "The values are assumed; each is taken wherever and whenever the parameter has any. Nothing "
    "else changes.",
)
_MEETS = Text("满足的最后一个值", "the last value that meets it")
_MISSES = Text("不满足的第一个值", "the first that does not")
_NEAREST = Text("最接近的值（不满足）", "the nearest value (does not meet it)")
_AT_THE_END = Text("最接近界限的值", "the value nearest to the limit")
_NONE = Text(
    "两端和其间所看的值都不满足：合计只升或只降时，范围内没有这样的值。",
    "Neither the ends nor the values looked at between them meet it: where the total only rises or "
    "only falls, there is no such value in the range.",
)
_ALL = Text("范围内看到的值都满足。", "Every value of the range that was looked at meets it.")
_SWITCHES = Text(
    "在范围内看到 {n} 次转折：还有别的区间满足；此处是其中第一个。",
    "It changes {n} times over the range: other stretches meet it too; this is the first.",
)
_GRID = Text(
    "步长 {step}，共算 {tried} 个值。合计随四舍五入逐级变动，故给出相邻的两个值。",
    "In steps of {step}; values computed: {tried}. Totals move in steps as shares are rounded, so "
    "both neighbours are given.",
)
_TARGETS = {
    Order.AT_MOST: Text("{what}不超过 {amount}", "{what} is at most {amount}"),
    Order.AT_LEAST: Text("{what}不少于 {amount}", "{what} is at least {amount}"),
}
_PAYS = Text("{payer}负担合计", "what the {payer} pays")
_PAYS_OF = Text("{unit}的{payer}负担", "what the {payer} pays of {unit}")
_WORST_OF = Text(
    "负担加重最多的区划所增加的负担", "the rise in what the worst-off unit bears itself"
)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a budget comes to at each value of a grid."""

    base: Allocation
    parameter: str
    values: Sequence[tuple[Fraction, Totals]]


def sweep_answer(swept: Swept) -> Answer:
    """Write a sweep: a row for each value."""
    pack, base = swept.base.pack, swept.base
    kind = dict(pack.parameter_kinds)[swept.parameter]
    paid = {payer for _, totals in swept.values for payer in totals.by_payer()}
    order = [*(g.id for g in pack.governments if g.id in paid), *([OPEN] if OPEN in paid else [])]
    values = [value for value, _ in swept.values]
    title = _SWEEP.fill(
        parameter=parameter_name(pack, swept.parameter),
        first=_shown(kind, values[0]),
        last=_shown(kind, values[-1]),
        budget=file_name(base.budget.path),
    )
    rows: list[Row] = []
    for value, totals in swept.values:
        amounts = totals.by_payer()
        rows.append((_shown(kind, value), *(money(amounts.get(payer, 0)) for payer in order)))
    heads = (Column(payer_name(pack, payer), Kind.FIGURES) for payer in order)
    table = Table(
        Text("各级负担随数值的变化", "Who pays, value by value"),
        (Column(_VALUE, Kind.FIGURES), *heads),
        tuple(rows),
        notes=(_ASSUMED,),
    )
    return Answer(
        question="sweep",
        title=title,
        tables=(table,),
        columns=("parameter", "value", "unit", "payer", "amount"),
        rows=tuple(_swept_rows(swept)),
        data=lambda lang: _swept_data(swept, lang),
        runs=(base,),
        figures=(_curves(swept, order),),
    )


def _curves(swept: Swept, order: Sequence[str]) -> Curves:
    """Draw how much more or less those pay whose part changes over the range; all where none does."""
    pack = swept.base.pack
    kind = dict(pack.parameter_kinds)[swept.parameter]
    base = totals_of(swept.base.groups).by_payer()
    found = [totals.by_payer() for _, totals in swept.values]
    held = {
        payer: tuple(totals.get(payer, 0) - base.get(payer, 0) for totals in found)
        for payer in order
    }
    moving = [payer for payer, amounts in held.items() if any(amounts)] or order
    return Curves(
        _CURVES.fill(parameter=parameter_name(pack, swept.parameter)),
        Column(parameter_name(pack, swept.parameter), Kind.FIGURES),
        tuple(_shown(kind, value) for value, _ in swept.values),
        tuple(Series(payer_name(pack, p), held[p], tone_of(p)) for p in moving),
        (_MOVING,),
    )


def _swept_rows(swept: Swept) -> Iterator[tuple[str, ...]]:
    for value, totals in swept.values:
        held = totals.amounts.items()
        found = added(((unit, payer), amount) for (unit, _, payer), amount in held)
        for unit, payer in sorted(found):
            yield swept.parameter, show_number(value), unit, payer, yuan(found[unit, payer])


def _swept_data(swept: Swept, lang: Lang) -> Mapping[str, Json]:
    return {
        "run": run_json(swept.base, lang),
        "parameter": swept.parameter,
        "values": [
            {
                "value": show_number(value),
                "payers": {p: yuan(a) for p, a in sorted(totals.by_payer().items())},
            }
            for value, totals in swept.values
        ],
    }


@dataclass(frozen=True, slots=True)
class Solved:
    """Which value of a parameter meets a target, in steps of ``step``."""

    base: Allocation
    parameter: str
    target: Target
    step: Fraction
    solution: Solution


def solve_answer(solved: Solved) -> Answer:
    """Write what was found: the last value that meets the target, and the first that does not."""
    pack, solution = solved.base.pack, solved.solution
    kind = dict(pack.parameter_kinds)[solved.parameter]
    title = _SOLVE.fill(
        parameter=parameter_name(pack, solved.parameter),
        target=_target(pack, solved.target),
        budget=file_name(solved.base.budget.path),
    )
    both = solution.meets is not None and solution.misses is not None
    named = (
        (_MEETS if both else _AT_THE_END, solution.meets),
        (_MISSES if both else _NEAREST, solution.misses),
    )
    rows = tuple(
        (what, _shown(kind, tried.value), money(tried.total))
        for what, tried in named
        if tried is not None
    )
    table = Table(
        Text("结果", "Result"),
        (
            words("哪个值", "which"),
            Column(_VALUE, Kind.FIGURES),
            Column(_total(pack, solved.target), Kind.FIGURES),
        ),
        rows,
        notes=tuple(_notes(solved, kind)),
    )
    return Answer(
        question="solve",
        title=title,
        tables=(table,),
        columns=("parameter", "meets", "value", "total"),
        rows=tuple(_solved_rows(solved)),
        data=lambda lang: _solved_data(solved, lang),
        runs=(solved.base,),
    )


def _notes(solved: Solved, kind: ParameterKind) -> Iterator[Text]:
    solution = solved.solution
    if solution.meets is None:
        yield _NONE
    elif solution.misses is None:
        yield _ALL
    if solution.switches > 1:
        yield _SWITCHES.fill(n=solution.switches)
    yield _GRID.fill(step=_shown(kind, solved.step), tried=solution.tried)
    yield _ASSUMED


def _total(pack: RulePack, target: Target) -> Text:
    if target.payer == WORST:
        return _WORST_OF
    payer = payer_name(pack, target.payer)
    if target.unit is None:
        return _PAYS.fill(payer=payer)
    return _PAYS_OF.fill(unit=unit_name(pack, target.unit), payer=payer)


def _target(pack: RulePack, target: Target) -> Text:
    return _TARGETS[target.order].fill(
        what=_total(pack, target), amount=grouped_yuan(target.amount)
    )


def _shown(kind: ParameterKind, value: Fraction) -> str:
    return show_percent(value) if kind is ParameterKind.SHARE else show_number(value)


def _solved_rows(solved: Solved) -> Iterator[tuple[str, ...]]:
    for meets, tried in (("yes", solved.solution.meets), ("no", solved.solution.misses)):
        if tried is not None:
            yield solved.parameter, meets, show_number(tried.value), yuan(tried.total)


def _solved_data(solved: Solved, lang: Lang) -> Mapping[str, Json]:
    solution, target = solved.solution, solved.target
    return {
        "run": run_json(solved.base, lang),
        "parameter": solved.parameter,
        "target": {
            "payer": target.payer,
            "unit": target.unit,
            "order": target.order,
            "amount": yuan(target.amount),
        },
        "step": show_number(solved.step),
        "meets": _tried(solution.meets),
        "misses": _tried(solution.misses),
        "switches": solution.switches,
        "tried": solution.tried,
    }


def _tried(tried: Tried | None) -> Json:
    if tried is None:
        return None
    return {"value": show_number(tried.value), "total": yuan(tried.total)}
