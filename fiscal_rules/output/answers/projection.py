"""A projection as an answer: what each payer and unit pays, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fiscal_rules.analysis.comparison import Totals, named
from fiscal_rules.analysis.projection import ProjectedYear, Projection
from fiscal_rules.model.money import Fen, show_percent, yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.overlay_words import overlay_words
from fiscal_rules.output.figures import Curves, Series
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import government_name, unit_name
from fiscal_rules.output.pictures import UNIT, tone_of
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import TOTAL, payer_name
from fiscal_rules.output.tables import Column, Kind, Row, Table, money, words

QUESTION = "project"
_TITLE = Text(
    "{name}：{first}～{last} 年（{budget}，金额单位：元）",
    "{name}: {first} to {last} ({budget}, amounts in yuan)",
)
_PAYER = words("负担方", "payer")
_YEAR = words("年度", "year")
_DUE = Text("各级负担", "Who pays")
_OWN = Text("各区划：{payer}自身负担", "Units: what the {payer} bears itself")
_PAID = Text(
    "当年支付：预拨当年的，结算上年的", "Paid within the year: its advance, and last year's rest"
)
_NET = Text("计入划转基数之后", "With base transfers")
_CURVES = Text("各级负担，逐年", "Who pays, year by year")
_STEPS = Text("假设", "What is assumed")
_ASSUMED = Text(
    "预算行沿用 {first} 年的，增长从该年起逐年累计、只舍入一次；没有说明增长的数不变。"
    "某年没有标准或比例的，当年相应为待定。",
    "Lines are those of {first}; growth runs on from that year and is rounded once; what is not said to "
    "grow stays. Where a year has no standard or share, what depends on it is open.",
)
_NET_NOTE = Text(
    "划转基数按基期年度算定，从下一年起每年不变：划入方的负担减去所得，划出方加上所付。",
    "Base transfers are those of the base year, the same in every year from the next on: who receives "
    "one bears less by it, who gives it more.",
)
_PAID_NOTE = Text(
    "当年预拨 {advance}，其余下年结算；{first} 年的上年不详，故该年不列。",
    "{advance} of each year is advanced, the rest settled in the next. What was settled in {first} is "
    "not known.",
)


def projection_answer(found: Projection) -> Answer:
    """Write a row for each payer and unit, a column for each year."""
    pack = found.base.pack
    payers = {p: payer_name(pack, p) for p in (*(g.id for g in pack.governments), OPEN)}
    years = found.years
    first = {"first": years[0].year}
    due = [year.totals.by_payer() for year in years]
    tables = [
        _table(_DUE, _PAYER, payers, years, due, (_ASSUMED.fill(**first),)),
        _units(pack, years),
        _steps(found),
    ]
    if found.transfers is not None:
        net = [due[0], *(_less(each, found.transfers) for each in due[1:])]
        tables.insert(1, _table(_NET, _PAYER, payers, years, net, (_NET_NOTE,)))
    if found.advance is not None:
        note = _PAID_NOTE.fill(advance=show_percent(found.advance), **first)
        later = years[1:]
        paid = [year.paid or {} for year in later]
        tables.insert(1, _table(_PAID, _PAYER, payers, later, paid, (note,)))
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(
            name=found.scenario.name,
            first=years[0].year,
            last=years[-1].year,
            budget=file_name(found.base.budget.path),
        ),
        tables=tuple(tables),
        columns=("year", "unit", "item", "payer", "amount"),
        rows=tuple(_rows(years)),
        data=lambda lang: _data(found, lang),
        runs=(found.base,),
        figures=(_curves(payers, years, due),),
    )


def _less(amounts: Mapping[str, Fen], transfers: Mapping[str, Fen]) -> dict[str, Fen]:
    names = dict.fromkeys((*amounts, *transfers))
    return {name: amounts.get(name, 0) - transfers.get(name, 0) for name in names}


def _table(
    title: Text,
    head: Column,
    names: Mapping[str, Text],
    years: Sequence[ProjectedYear],
    amounts: Sequence[Mapping[str, Fen]],
    notes: tuple[Text, ...],
) -> Table:
    heads = (Column(same(str(year.year)), Kind.FIGURES) for year in years)
    rows: list[Row] = [
        (name, *(money(each.get(key, 0)) for each in amounts))
        for key, name in names.items()
        if any(each.get(key) for each in amounts)
    ]
    total = (TOTAL, *(money(sum(each.values())) for each in amounts))
    return Table(title, (head, *heads), tuple(rows), totals=(total,), notes=notes)


def _units(pack: RulePack, years: Sequence[ProjectedYear]) -> Table:
    lower = pack.lower.id
    names = {unit.id: unit_name(pack, unit.id) for unit in pack.units}
    amounts = [year.totals.by_unit(lower) for year in years]
    title = _OWN.fill(payer=government_name(pack, lower))
    return _table(title, UNIT, names, years, amounts, ())


def _steps(found: Projection) -> Table:
    pack = found.base.pack
    rows = tuple((overlay_words(pack, overlay),) for overlay in found.scenario.overlays)
    return Table(_STEPS, (words("步骤", "step", width=60),), rows)


def _curves(
    payers: Mapping[str, Text],
    years: Sequence[ProjectedYear],
    due: Sequence[Mapping[str, Fen]],
) -> Curves:
    series = tuple(
        Series(name, tuple(each.get(payer, 0) for each in due), tone_of(payer))
        for payer, name in payers.items()
        if any(each.get(payer) for each in due)
    )
    return Curves(_CURVES, _YEAR, tuple(str(year.year) for year in years), series)


def _rows(years: Sequence[ProjectedYear]) -> Iterator[tuple[str, ...]]:
    for year in years:
        for unit, item, payer in sorted(year.totals.amounts, key=named):
            amount = year.totals.amounts[unit, item, payer]
            yield str(year.year), unit, item or "", payer, yuan(amount)


def _data(found: Projection, lang: Lang) -> Mapping[str, Json]:
    return {
        "run": run_json(found.base, lang),
        "scenario": found.scenario.id,
        "sha256": found.scenario.digest,
        "years": [
            {
                "year": each.year,
                "payers": _written(each.totals.by_payer()),
                "paid": None if each.paid is None else _written(each.paid),
                "lines_by_status": _statuses(each.totals),
            }
            for each in found.years
        ],
        "base_transfers": None if found.transfers is None else _written(found.transfers),
        "advance": None if found.advance is None else show_percent(found.advance),
    }


def _statuses(totals: Totals) -> Mapping[str, Json]:
    return {status: count for status, count in totals.lines.items() if count}


def _written(amounts: Mapping[str, Fen]) -> Mapping[str, Json]:
    return {payer: yuan(amount) for payer, amount in sorted(amounts.items())}
