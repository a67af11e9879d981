"""A comparison of scenarios as an answer: payers, units, items, statuses, and what each step moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from fiscal_rules.analysis.comparison import ByPayer, Compared, Comparison, K, Totals, named
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.rulepack import RulePack, items_of
from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.model.vocabulary import TERMS, Status
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.changed_lines import lines_data, lines_table
from fiscal_rules.output.answers.comparison_figures import comparison_figures
from fiscal_rules.output.answers.overlay_words import overlay_words
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import (
    government_name,
    item_clause,
    item_name,
    unit_name,
)
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import TOTAL, payer_name
from fiscal_rules.output.tables import (
    Cell,
    Column,
    Count,
    Kind,
    Row,
    Table,
    money,
    words,
)

QUESTION = "compare"
_TITLE = Text("情景比较：{budget}（金额单位：元）", "Scenarios: {budget} (amounts in yuan)")
_BASE = Text("现状", "base")
_LAST = Text("上年", "last year")
_CHANGE = Text("{name}：增减", "{name}: change")
_COLUMNS = ("scenario", "unit", "item", "payer", "base", "amount", "change")
_SHORT = Text("情景", "Scenarios")
_OWN = Text("各区划：{payer}自身负担", "Units: what the {payer} bears itself")
_ITEMS = Text("各事项：{payer}负担", "Items: what the {payer} pays")
_GAINS = Text(
    "增减为负的，负担减轻；为正的，负担加重。减轻 {less} 个，加重 {more} 个，不变 {same} 个（{name}）。",
    "Below 0 a unit bears less, above 0 more. Less: {less}, more: {more}, the same: {same} ({name}).",
)
_PARTS = Text("{name}：每一步的影响", "{name}: what each step moves")
_IN_ORDER = Text("依次", "in order")
_ALONE = Text("单独", "alone")
_SHAPLEY = Text("Shapley 值", "Shapley value")
_INTERACTION = Text("各步相互影响", "interaction")
_PARTS_NOTE = Text(
    "“依次”是在前面各步之后增减多少，各步之和等于总增减；“单独”是只变这一步增减多少，与“各步相互影响”之和等于总增减。",
    "“In order”: what a step moves after those before it; they add up to the whole. “Alone”: what "
    "it moves by itself; with the interaction they add up to the whole.",
)
_SHAPLEY_NOTE = Text(
    "Shapley 值是各种次序下增减的平均数，与次序无关，到分，合计等于总增减。",
    "A Shapley value is the mean over all orders, to the fen; they add up to the whole.",
)


def comparison_answer(base: Allocation, comparison: Comparison) -> Answer:
    """Say what scenarios come to beside the base."""
    pack = base.pack
    upper, lower = pack.upper, pack.lower
    tables = [
        _payers(pack, comparison),
        _units(pack, comparison, lower.id),
        *([] if upper is None else [_items(pack, comparison, upper.id)]),
        _statuses(comparison),
        *(_parts(pack, comparison, each) for each in comparison.scenarios if each.steps),
        *(
            lines_table(pack, each.scenario.name, each.lines, payers_of(pack, comparison))
            for each in comparison.scenarios
            if each.lines is not None
        ),
    ]
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(budget=file_name(base.budget.path)),
        tables=tuple(tables),
        columns=_COLUMNS,
        rows=tuple(_rows(comparison)),
        data=lambda lang: _data(base, comparison, lang),
        runs=(base, *(() if comparison.before is None else (comparison.before,))),
        figures=tuple(comparison_figures(pack, comparison)),
    )


def _heads(comparison: Comparison) -> Iterator[Column]:
    if comparison.last is not None:
        yield Column(_LAST, Kind.FIGURES)
    yield Column(_BASE, Kind.FIGURES)
    for each in comparison.scenarios:
        yield Column(each.scenario.name, Kind.FIGURES, 16)
        yield Column(_CHANGE.fill(name=each.scenario.name), Kind.FIGURES, 16)


def _sides(comparison: Comparison, by: Callable[[Totals], Mapping[K, Fen]]) -> _Sides[K]:
    held = [comparison.base, *(each.totals for each in comparison.scenarios)]
    last = None if comparison.last is None else by(comparison.last)
    return _Sides(last, [by(totals) for totals in held])


@dataclass(frozen=True, slots=True)
class _Sides(Generic[K]):
    """Amounts by some key: last year's, if any, the base's, and each scenario's."""

    last: Mapping[K, Fen] | None
    held: Sequence[Mapping[K, Fen]]

    def __contains__(self, key: K) -> bool:
        return any(key in each for each in (*self.held, self.last or {}))

    def row(self, key: K) -> Row:
        """Write the amounts of a key side by side."""
        return self._beside([each.get(key, 0) for each in self.held], (self.last or {}).get(key, 0))

    def total(self) -> Row:
        """Write what all amounts add up to."""
        whole = [sum(each.values()) for each in self.held]
        return self._beside(whole, sum((self.last or {}).values()))

    def _beside(self, amounts: Sequence[Fen], last: Fen) -> Row:
        base, *others = amounts
        changed = (cell for other in others for cell in (money(other), money(other - base)))
        before = () if self.last is None else (money(last),)
        return (*before, money(base), *changed)


def _payers(pack: RulePack, comparison: Comparison) -> Table:
    sides = _sides(comparison, Totals.by_payer)
    return Table(
        Text("各级负担", "Who pays"),
        (words("负担方", "payer"), *_heads(comparison)),
        tuple((payer_name(pack, p), *sides.row(p)) for p in payers_of(pack, comparison)),
        totals=((TOTAL, *sides.total()),),
    )


def _units(pack: RulePack, comparison: Comparison, payer: str) -> Table:
    sides = _sides(comparison, lambda totals: totals.by_unit(payer))
    present = [unit.id for unit in pack.units if unit.id in sides]
    base, *others = sides.held
    return Table(
        _OWN.fill(payer=government_name(pack, payer)),
        (words("区划", "unit", width=24), *_heads(comparison)),
        tuple((unit_name(pack, unit), *sides.row(unit)) for unit in present),
        totals=((TOTAL, *sides.total()),),
        notes=tuple(
            _gains(each, [other.get(unit, 0) - base.get(unit, 0) for unit in present])
            for each, other in zip(comparison.scenarios, others, strict=True)
        ),
    )


def _gains(each: Compared, changes: Sequence[Fen]) -> Text:
    less, more = sum(c < 0 for c in changes), sum(c > 0 for c in changes)
    counts = {"less": less, "more": more, "same": len(changes) - less - more}
    return _GAINS.fill(name=each.scenario.name, **counts)


def _items(pack: RulePack, comparison: Comparison, payer: str) -> Table:
    sides = _sides(comparison, lambda totals: totals.by_item(payer))
    return Table(
        _ITEMS.fill(payer=government_name(pack, payer)),
        (words("条款", "clause"), words("事项", "item"), *_heads(comparison)),
        tuple(
            (item_clause(pack, item), item_name(pack, item), *sides.row(item))
            for item in items_of(pack)
            if item in sides
        ),
        totals=((None, TOTAL, *sides.total()),),
        keys=2,
    )


def _statuses(comparison: Comparison) -> Table:
    held = [comparison.base, *(each.totals for each in comparison.scenarios)]
    names = [_BASE, *(each.scenario.name for each in comparison.scenarios)]
    return Table(
        Text("各种结果的行数", "Lines by result"),
        (words("结果", "result"), *(Column(name, Kind.FIGURES, 16) for name in names)),
        tuple(
            (TERMS[status], *(Count(totals.lines[status]) for totals in held))
            for status in Status
            if any(totals.lines[status] for totals in held)
        ),
    )


def _parts(pack: RulePack, comparison: Comparison, each: Compared) -> Table:
    payers = payers_of(pack, comparison)

    def row(what: Cell, how: Text, amounts: ByPayer) -> Row:
        return (what, how, *(money(amounts.get(payer, 0)) for payer in payers))

    rows: list[Row] = []
    for number, step in enumerate(each.steps, start=1):
        said = same("{n}. {what}").fill(n=number, what=overlay_words(pack, step.overlay))
        rows += [row(said, _IN_ORDER, step.in_order), row(None, _ALONE, step.alone)]
        rows += [] if step.shapley is None else [row(None, _SHAPLEY, step.shapley)]
    if any(each.interaction.values()):
        rows.append(row(_INTERACTION, _ALONE, each.interaction))
    has_shapley = any(step.shapley is not None for step in each.steps)
    return Table(
        _PARTS.fill(name=each.scenario.name),
        (
            words("步骤", "step"),
            words("算法", "counted"),
            *(Column(payer_name(pack, payer), Kind.FIGURES) for payer in payers),
        ),
        tuple(rows),
        totals=(row(TOTAL, same(""), each.change),),
        notes=(_PARTS_NOTE, *([_SHAPLEY_NOTE] if has_shapley else [])),
        keys=2,
    )


def payers_of(pack: RulePack, comparison: Comparison) -> list[str]:
    """Order the payers of a comparison as the pack does, ``open`` last."""
    order = [*(government.id for government in pack.governments), *comparison.payers]
    return [payer for payer in dict.fromkeys(order) if payer in comparison.payers]


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Write a row for every unit, item and payer that a scenario changes."""
    base = comparison.base.amounts
    for each in comparison.scenarios:
        found = each.totals.amounts
        for key in sorted({*base, *found}, key=named):
            before, after = base.get(key, 0), found.get(key, 0)
            unit, item, payer = key
            if before != after:
                yield (
                    each.scenario.id, unit, item or "", payer,
                    yuan(before), yuan(after), yuan(after - before),
                )  # fmt: skip


def _data(base: Allocation, comparison: Comparison, lang: Lang) -> Mapping[str, Json]:
    pack = base.pack
    return {
        "run": run_json(base, lang),
        **({} if comparison.last is None else {"last": _written(comparison.last.by_payer())}),
        "base": _written(comparison.base.by_payer()),
        "scenarios": [
            {
                "scenario": each.scenario.id,
                "sha256": each.scenario.digest,
                "payers": _written(each.totals.by_payer()),
                "change": _written(each.change),
                "lines_by_status": {s: n for s, n in each.totals.lines.items() if n},
                "steps": [
                    {
                        "step": overlay_words(pack, step.overlay).say(lang),
                        "in_order": _written(step.in_order),
                        "alone": _written(step.alone),
                        **({} if step.shapley is None else {"shapley": _written(step.shapley)}),
                    }
                    for step in each.steps
                ],
                "interaction": _written(each.interaction),
                **({} if each.lines is None else {"lines": lines_data(each.lines)}),
            }
            for each in comparison.scenarios
        ],
    }


def _written(amounts: ByPayer) -> Mapping[str, Json]:
    return {payer: yuan(amount) for payer, amount in sorted(amounts.items())}
