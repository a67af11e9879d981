"""The value of a parameter that meets a target, as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.analysis.varying import WORST, Order, Solution, Target, Tried
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import grouped_yuan, half_up, show_number, show_percent, yuan
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.values import ASSUMED_VALUES, VALUE, shown_value
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import parameter_name, unit_name
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Kind, Table, money, words

_SOLVE = Text(
    "{parameter}取何值时{target}：{budget}（金额单位：元）",
    "The value of {parameter} at which {target}: {budget} (amounts in yuan)",
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
_EXACTLY = Text(
    "未舍入模型的精确界点：{value}。",
    "Exactly, where nothing is rounded, the target is met at {value}.",
)
_BINDS = Text("起约束作用的是{unit}：增加最多。", "What binds is {unit}, which comes off worst.")
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
class Solved:
    """Which value of a parameter meets a target, in steps of ``step``."""

    base: Allocation
    parameter: str
    target: Target
    step: Fraction
    solution: Solution
    exactly: Fraction | None = None
    """Where the unrounded model meets the target; None where that is not known."""
    binds: str | None = None
    """The unit that comes off worst, where the target is about it."""


def solve_answer(solved: Solved) -> Answer:
    """Write what was found: the last value that meets the target, and the first that does not."""
    pack, solution = solved.base.pack, solved.solution
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
        (what, shown_value(pack, solved.parameter, tried.value), money(tried.total))
        for what, tried in named
        if tried is not None
    )
    table = Table(
        Text("结果", "Result"),
        (
            words("哪个值", "which"),
            Column(VALUE, Kind.FIGURES),
            Column(_total(pack, solved.target), Kind.FIGURES),
        ),
        rows,
        notes=tuple(_notes(solved)),
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


def _notes(solved: Solved) -> Iterator[Text]:
    pack, solution = solved.base.pack, solved.solution
    if solved.exactly is not None:
        shown = _nearly(shown_value(pack, solved.parameter, solved.exactly), solved)
        yield _EXACTLY.fill(value=shown)
    if solved.binds is not None:
        yield _BINDS.fill(unit=unit_name(pack, solved.binds))
    if solution.meets is None:
        yield _NONE
    elif solution.misses is None:
        yield _ALL
    if solution.switches > 1:
        yield _SWITCHES.fill(n=solution.switches)
    yield _GRID.fill(step=shown_value(pack, solved.parameter, solved.step), tried=solution.tried)
    yield ASSUMED_VALUES


def _nearly(shown: str, solved: Solved) -> str:
    """Write a ratio as a decimal beside it, so that it can be compared with the steps."""
    if "/" not in shown or solved.exactly is None:
        return shown
    kind = dict(solved.base.pack.parameter_kinds)[solved.parameter]
    is_share = kind is ParameterKind.SHARE
    decimals = 10 if is_share else 8
    number = Fraction(half_up(solved.exactly * 10**decimals), 10**decimals)
    return f"{shown} ≈ {show_percent(number) if is_share else show_number(number)}"


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
        "unrounded": None if solved.exactly is None else show_number(solved.exactly),
        "binds": solved.binds,
        "switches": solution.switches,
        "tried": solution.tried,
    }


def _tried(tried: Tried | None) -> Json:
    if tried is None:
        return None
    return {"value": show_number(tried.value), "total": yuan(tried.total)}
