"""One parameter, or two, over a range, as an answer: what payers pay at every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.analysis.comparison import Totals, added, totals_of
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.values import ASSUMED_VALUES, VALUE, shown_value
from fiscal_rules.output.figures import Curves, HeatMap, Series, table_of
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import parameter_name
from fiscal_rules.output.pictures import tone_of
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Kind, Row, Table, money

_SWEEP = Text(
    "{parameter}从 {first} 到 {last}：{budget}（金额单位：元）",
    "{parameter} from {first} to {last}: {budget} (amounts in yuan)",
)
_TWO = Text(
    "{down}（行）× {across}（列）：{budget}（金额单位：元）",
    "{down} (rows) by {across} (columns): {budget} (amounts in yuan)",
)
_PAYS_AT = Text("{payer}负担", "What the {payer} pays")
_CURVES = Text(
    "{parameter}变动时各级负担比现状增减",
    "What payers pay more or less than now as {parameter} varies",
)
_MOVING = Text(
    "只画随之变动的；金额见下表。",
    "Those whose part changes are drawn; the table below has the amounts.",
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
    paid = {payer for _, totals in swept.values for payer in totals.by_payer()}
    order = [*(g.id for g in pack.governments if g.id in paid), *([OPEN] if OPEN in paid else [])]
    values = [value for value, _ in swept.values]
    title = _SWEEP.fill(
        parameter=parameter_name(pack, swept.parameter),
        first=shown_value(pack, swept.parameter, values[0]),
        last=shown_value(pack, swept.parameter, values[-1]),
        budget=file_name(base.budget.path),
    )
    rows: list[Row] = []
    for value, totals in swept.values:
        amounts = totals.by_payer()
        rows.append(
            (
                shown_value(pack, swept.parameter, value),
                *(money(amounts.get(payer, 0)) for payer in order),
            )
        )
    heads = (Column(payer_name(pack, payer), Kind.FIGURES) for payer in order)
    table = Table(
        Text("各级负担随数值的变化", "Who pays, value by value"),
        (Column(VALUE, Kind.FIGURES), *heads),
        tuple(rows),
        notes=(ASSUMED_VALUES,),
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
        tuple(shown_value(pack, swept.parameter, value) for value, _ in swept.values),
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
class SweptTwice:
    """What a budget comes to at each pair of values: ``found[row][column]``."""

    base: Allocation
    down: str
    across: str
    rows: Sequence[Fraction]
    columns: Sequence[Fraction]
    found: Sequence[Sequence[Totals]]


def sweep_two_answer(swept: SweptTwice) -> Answer:
    """Write a table for each payer whose part changes: rows by one parameter, columns by the other."""
    maps = tuple(_maps(swept))
    pack = swept.base.pack
    title = _TWO.fill(
        down=parameter_name(pack, swept.down),
        across=parameter_name(pack, swept.across),
        budget=file_name(swept.base.budget.path),
    )
    return Answer(
        question="sweep",
        title=title,
        tables=tuple(table_of(each) for each in maps),
        columns=(swept.down, swept.across, "payer", "amount"),
        rows=tuple(_pair_rows(swept)),
        data=lambda lang: _pair_data(swept, lang),
        runs=(swept.base,),
        figures=maps,
    )


def _maps(swept: SweptTwice) -> Iterator[HeatMap]:
    pack = swept.base.pack
    for payer in (*(government.id for government in pack.governments), OPEN):
        amounts = tuple(
            tuple(totals.by_payer().get(payer, 0) for totals in row) for row in swept.found
        )
        if len({amount for row in amounts for amount in row}) > 1:
            yield HeatMap(
                _PAYS_AT.fill(payer=payer_name(pack, payer)),
                Column(parameter_name(pack, swept.down), Kind.FIGURES),
                parameter_name(pack, swept.across),
                tuple(shown_value(pack, swept.down, value) for value in swept.rows),
                tuple(shown_value(pack, swept.across, value) for value in swept.columns),
                amounts,
                (ASSUMED_VALUES,),
            )


def _pairs(swept: SweptTwice) -> Iterator[tuple[Fraction, Fraction, Totals]]:
    for one, row in zip(swept.rows, swept.found, strict=True):
        for other, totals in zip(swept.columns, row, strict=True):
            yield one, other, totals


def _pair_rows(swept: SweptTwice) -> Iterator[tuple[str, ...]]:
    for one, other, totals in _pairs(swept):
        for payer, amount in sorted(totals.by_payer().items()):
            yield show_number(one), show_number(other), payer, yuan(amount)


def _pair_data(swept: SweptTwice, lang: Lang) -> Mapping[str, Json]:
    return {
        "run": run_json(swept.base, lang),
        "parameters": [swept.down, swept.across],
        "values": [
            {
                "values": [show_number(one), show_number(other)],
                "payers": {p: yuan(a) for p, a in sorted(totals.by_payer().items())},
            }
            for one, other, totals in _pairs(swept)
        ],
    }
