"""Year on year, as an answer: what of a change comes from lines, values, law, rounding, transfers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from fiscal_rules.analysis.year_on_year import Parts, Source, YearOnYear
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.figures import Bars, Figure, Series, Stacking, Waterfall
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import government_name, unit_name
from fiscal_rules.output.pictures import UNIT
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import TOTAL, payer_name
from fiscal_rules.output.tables import Column, Kind, Row, Table, money, words

QUESTION = "year-on-year"
_TITLE = Text(
    "比上年增减从何而来：{last} → {this}（金额单位：元）",
    "Where the change from last year comes from: {last} → {this} (amounts in yuan)",
)
_SOURCES = {
    Source.DATA: Text("预算行", "lines"),
    Source.PARAMETERS: Text("参数", "values"),
    Source.LAW: Text("规定", "law"),
    Source.ROUNDING: Text("舍入", "rounding"),
}
_NOTE = Text(
    "先把今年的预算行放到上年、按上年的规定和参数算（预算行），再换成今年的参数（参数），再换成今年的规定（规定）："
    "各步按未舍入模型计，舍入的变化另列，合计到分。预算行与参数、规定共同引起的变化计入后一步。",
    "This year's lines are first put into last year under its law and values (lines), then under this "
    "year's values (values), then under this year's law (law). Steps are those of the unrounded model; "
    "what rounding moves stands apart, and all add up to the fen. What lines do together with values "
    "or law counts in the later step.",
)
_LAST, _THIS = Text("上年", "last year"), Text("今年", "this year")
_CHANGE = Text("增减", "change")
_TRANSFER = Text("划转基数", "base transfer")
_NET = Text("剔除划转后增减", "change without the transfer")
_TRANSFER_NOTE = Text(
    "划转基数为正的是划入方：收到的数额抵减其增加的负担。",
    "A base transfer above 0 is received, and makes up for what is borne more.",
)
_PAYERS = Text("各级负担", "Who pays")
_OWN = Text("各区划：{payer}自身负担", "Units: what the {payer} bears itself")
_FALL = Text("{payer}负担比上年增减", "What the {payer} pays more or less than last year")


def year_on_year_answer(found: YearOnYear) -> Answer:
    """Write the parts of each payer's change, and of what each unit bears itself."""
    pack = found.after.pack
    lower = government_name(pack, pack.lower.id)
    payers = {p: payer_name(pack, p) for p in (*(g.id for g in pack.governments), OPEN)}
    units = {unit.id: unit_name(pack, unit.id) for unit in pack.units}
    by_payer = (found.last.by_payer(), found.this.by_payer())
    by_unit = tuple(totals.by_unit(pack.lower.id) for totals in (found.last, found.this))
    tables = (
        _table(_PAYERS, words("负担方", "payer"), payers, by_payer, found.payers, found.transfers),
        _table(_OWN.fill(payer=lower), UNIT, units, (by_unit[0], by_unit[1]), found.units, None),
    )
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(
            last=file_name(found.before.budget.path), this=file_name(found.after.budget.path)
        ),
        tables=tables,
        columns=("level", "name", "source", "amount"),
        rows=tuple(_rows(found)),
        data=lambda lang: _data(found, lang),
        runs=(found.before, found.after),
        figures=tuple(_figures(found, payers, units)),
    )


def _table(
    title: Text,
    head: Column,
    names: Mapping[str, Text],
    sides: tuple[Mapping[str, Fen], Mapping[str, Fen]],
    parts: Parts,
    transfers: Mapping[str, Fen] | None,
) -> Table:
    last, this = sides
    shown = [name for name in names if name in parts]

    def cells(of: Callable[[Mapping[str, Fen]], Fen]) -> Row:
        moved = {s: of({name: parts[name][s] for name in shown}) for s in Source}
        change = of(this) - of(last)
        assert sum(moved.values()) == change, "the parts of a change do not add up"
        net = () if transfers is None else (money(of(transfers)), money(change - of(transfers)))
        return (money(of(last)), money(of(this)), money(change), *map(money, moved.values()), *net)

    def of_one(name: str) -> Callable[[Mapping[str, Fen]], Fen]:
        return lambda amounts: amounts.get(name, 0)

    columns = [_LAST, _THIS, _CHANGE, *_SOURCES.values()]
    columns += [] if transfers is None else [_TRANSFER, _NET]
    return Table(
        title,
        (head, *(Column(each, Kind.FIGURES) for each in columns)),
        tuple((names[name], *cells(of_one(name))) for name in shown),
        totals=((TOTAL, *cells(lambda amounts: sum(amounts.values()))),),
        notes=(_NOTE,) if transfers is None else (_NOTE, _TRANSFER_NOTE),
    )


def _figures(
    found: YearOnYear, payers: Mapping[str, Text], units: Mapping[str, Text]
) -> Iterator[Figure]:
    source = words("来源", "source")
    for payer, name in payers.items():
        moved = tuple(found.payers.get(payer, {}).values())
        if any(moved):
            title = _FALL.fill(payer=name)
            yield Waterfall(title, source, tuple(_SOURCES.values()), moved)
    shown = [unit for unit in units if any(found.units.get(unit, {}).values())]
    if shown:
        lower = found.after.pack.lower.id
        yield Bars(
            _FALL.fill(payer=payers[lower]),
            UNIT,
            tuple(units[unit] for unit in shown),
            tuple(
                Series(name, tuple(found.units[unit][each] for unit in shown))
                for each, name in _SOURCES.items()
            ),
            Stacking.PARTS,
        )


def _rows(found: YearOnYear) -> Iterator[tuple[str, ...]]:
    for level, parts in (("payer", found.payers), ("unit", found.units)):
        for name, moved in parts.items():
            for source, amount in moved.items():
                yield level, name, source, yuan(amount)
    for payer, amount in (found.transfers or {}).items():
        yield "payer", payer, "base-transfer", yuan(amount)


def _data(found: YearOnYear, lang: Lang) -> Mapping[str, Json]:
    return {
        "runs": [run_json(each, lang) for each in (found.before, found.after)],
        "payers": _parts(found.payers),
        "units": _parts(found.units),
        "base_transfers": None
        if found.transfers is None
        else {payer: yuan(amount) for payer, amount in sorted(found.transfers.items())},
    }


def _parts(parts: Parts) -> Mapping[str, Json]:
    return {
        name: {source: yuan(amount) for source, amount in moved.items()}
        for name, moved in sorted(parts.items())
    }
