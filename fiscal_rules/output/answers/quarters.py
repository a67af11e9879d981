"""A plan by quarters as an answer: units and payers by quarter, and both within each quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from fiscal_rules.analysis.quarters import QuarterPlan
from fiscal_rules.model.instalments import Amounts
from fiscal_rules.model.money import Fen, show_number, show_percent, yuan
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import unit_name
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import TOTAL, payer_name
from fiscal_rules.output.tables import Column, Kind, Table, money, words

QUESTION = "quarters"
_TITLE = Text(
    "按季分解：{budget}，{year} 年（金额单位：元）",
    "By quarters: {budget}, {year} (amounts in yuan)",
)
_QUARTER = Text("第 {number} 季度（{share}）", "quarter {number} ({share})")
_WITHIN = Text("第 {number} 季度：区划 × 负担方", "Quarter {number}: units × payers")
_YEAR = Column(Text("全年", "year"), Kind.FIGURES)
_UNIT, _PAYER = words("区划", "unit", width=24), words("负担方", "payer", width=24)
_NOTE = Text(
    "各季之和等于全年，逐户、逐个负担方如此；各数与按比例算得的精确值相差不到一分。",
    "Quarters add up to the year, for every unit and every payer; each figure is within a fen of "
    "its exact share.",
)
_NOTE_BY_WEIGHT = Text(
    "各季之和等于全年，逐户、逐个负担方如此；除各负担方的季度合计外，各数与按比例算得的精确值相差不到一分。",
    "Quarters add up to the year, for every unit and every payer; each figure but a payer’s total "
    "of a quarter is within a fen of its exact share.",
)
_OPEN_NOTE = Text(
    "“待定”是尚不知由谁负担的金额，同样按季分解。",
    "What is open is money of which nobody knows who pays; it is divided like the rest.",
)
_COLUMNS = ("year", "quarter", "unit", "payer", "amount")


def quarters_answer(plan: QuarterPlan) -> Answer:
    """Say what a plan by quarters comes to."""
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(budget=file_name(plan.allocation.budget.path), year=plan.year),
        tables=(_units(plan), _payers(plan), *_each_quarter(plan)),
        columns=_COLUMNS,
        rows=tuple(_rows(plan)),
        data=lambda lang: _data(plan, lang),
        runs=(plan.allocation,),
    )


def _units(plan: QuarterPlan) -> Table:
    pack = plan.allocation.pack
    names = [unit_name(pack, unit) for unit in plan.units]
    by_unit = [_by_row(table) for table in (*plan.quarters, plan.whole)]
    is_alike = len(set(plan.weights)) == 1
    notes = (_NOTE if is_alike else _NOTE_BY_WEIGHT, *_said_of_open(plan))
    title = Text("各区划的季度数", "Units by quarter")
    return replace(_table(title, (_UNIT, *_heads(plan)), names, by_unit), notes=notes)


def _payers(plan: QuarterPlan) -> Table:
    names = [payer_name(plan.allocation.pack, payer) for payer in plan.payers]
    by_payer = [_by_column(table) for table in (*plan.quarters, plan.whole)]
    title = Text("各负担方的季度数", "Payers by quarter")
    return _table(title, (_PAYER, *_heads(plan)), names, by_payer)


def _each_quarter(plan: QuarterPlan) -> Iterator[Table]:
    pack = plan.allocation.pack
    names = [unit_name(pack, unit) for unit in plan.units]
    payers = (
        Column(payer_name(plan.allocation.pack, payer), Kind.FIGURES) for payer in plan.payers
    )
    heads = (_UNIT, *payers, Column(TOTAL, Kind.FIGURES))
    for number, table in enumerate(plan.quarters, start=1):
        columns = [*zip(*table, strict=True), _by_row(table)]
        yield _table(_WITHIN.fill(number=number), heads, names, columns)


def _table(
    title: Text, heads: Iterable[Column], names: Sequence[Text], columns: Sequence[Sequence[Fen]]
) -> Table:
    """Make a table of named rows from its columns of amounts, and their totals below."""
    rows = zip(names, *columns, strict=True)
    return Table(
        title,
        tuple(heads),
        tuple((name, *(money(amount) for amount in amounts)) for name, *amounts in rows),
        totals=((TOTAL, *(money(sum(column)) for column in columns)),),
    )


def _heads(plan: QuarterPlan) -> Iterator[Column]:
    for number, weight in enumerate(plan.weights, start=1):
        title = _QUARTER.fill(number=number, share=show_percent(weight))
        yield Column(title, Kind.FIGURES)
    yield _YEAR


def _by_row(table: Amounts) -> list[Fen]:
    return [sum(row) for row in table]


def _by_column(table: Amounts) -> list[Fen]:
    return [sum(column) for column in zip(*table, strict=True)]


def _said_of_open(plan: QuarterPlan) -> Iterator[Text]:
    if any(row[-1] for row in plan.whole):
        yield _OPEN_NOTE


def _rows(plan: QuarterPlan) -> Iterator[tuple[str, ...]]:
    """Write a row for every quarter, unit and payer."""
    for number, table in enumerate(plan.quarters, start=1):
        for unit, amounts in zip(plan.units, table, strict=True):
            for payer, amount in zip(plan.payers, amounts, strict=True):
                yield str(plan.year), str(number), unit, payer, yuan(amount)


def _data(plan: QuarterPlan, lang: Lang) -> Mapping[str, Json]:
    return {
        "run": run_json(plan.allocation, lang),
        "year": plan.year,
        "weights": [show_number(weight) for weight in plan.weights],
        "units": [
            {
                "unit": unit,
                "year": _json(plan, plan.whole[at]),
                "quarters": [_json(plan, table[at]) for table in plan.quarters],
            }
            for at, unit in enumerate(plan.units)
        ],
        "totals": {
            "year": _json(plan, _by_column(plan.whole)),
            "quarters": [_json(plan, _by_column(table)) for table in plan.quarters],
        },
    }


def _json(plan: QuarterPlan, amounts: Sequence[Fen]) -> Json:
    """Write a row of amounts, with what they add up to."""
    by_payer = {payer: yuan(amount) for payer, amount in zip(plan.payers, amounts, strict=True)}
    return {"amount": yuan(sum(amounts)), **by_payer}
