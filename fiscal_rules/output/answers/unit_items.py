"""Units by items in coarse units of money, as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from fiscal_rules.analysis.unit_items import UnitItems
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.rounding import MONEY_UNITS
from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import government_name, item_clause, item_name, unit_name
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import TOTAL, item_columns
from fiscal_rules.output.tables import Column, Kind, Row, Table, joined, words

QUESTION = "table"
_TITLE = Text(
    "县区×事项：{budget}，{year} 年，{what}（单位：{unit}）",
    "Units × items: {budget}, {year}, {what} (in {unit})",
)
_ALL = Text("全部金额", "all amounts")
_OF = Text("{payer}负担", "what the {payer} pays")
_UNIT_NAMES = {
    "fen": Text("分", "fen"),
    "yuan": Text("元", "yuan"),
    "hundred-yuan": Text("百元", "hundreds of yuan"),
    "wan-yuan": Text("万元", "10,000 yuan"),
}
_NOTE = Text(
    "横竖都加得平；每个数和每个合计与精确值相差不到最末一位的一个单位（受控舍入）。",
    "Rows and columns add up; every figure and every total is within one of its last digit of the "
    "exact value (controlled rounding).",
)
_COLUMNS = ("year", "unit", "item", "exact", "rounded")


def unit_items_answer(table: UnitItems, *, shown_in: str, decimals: int) -> Answer:
    """Write a table of units and items, its figures in a unit of money with so many decimals."""
    pack = table.allocation.pack
    payer = None if table.payer is None else government_name(pack, table.payer)
    title = _TITLE.fill(
        budget=file_name(table.allocation.budget.path),
        year=table.year,
        what=_ALL if payer is None else _OF.fill(payer=payer),
        unit=_UNIT_NAMES[shown_in],
    )
    unit = MONEY_UNITS[shown_in]
    return Answer(
        question=QUESTION,
        title=title,
        tables=(_table(table, unit, decimals),),
        columns=_COLUMNS,
        rows=tuple(_rows(table)),
        data=lambda lang: _data(table, lang),
        runs=(table.allocation,),
    )


def _table(table: UnitItems, unit: Fen, decimals: int) -> Table:
    pack, rounded = table.allocation.pack, table.rounded

    def row(name: Text, *figures: int) -> Row:
        shown = (_shown(Fraction(figure * table.to, unit), decimals) for figure in figures)
        return (name, *shown)

    cells = zip(table.units, rounded.cells, rounded.rows, strict=True)
    return Table(
        Text("县区×事项", "Units × items"),
        (
            words("区划", "unit", width=24),
            *item_columns(pack, list(table.items)),
            Column(TOTAL, Kind.FIGURES),
        ),
        tuple(row(unit_name(pack, unit), *figures, total) for unit, figures, total in cells),
        totals=(row(TOTAL, *rounded.columns, rounded.total),),
        notes=(_named(table), _NOTE),
    )


def _named(table: UnitItems) -> Text:
    """Name the items whose columns are headed by their clauses."""
    pack = table.allocation.pack
    known = (item for item in table.items if item in pack.item_by_id)
    names = (
        same("{clause} {name}").fill(
            clause=item_clause(pack, item) or "", name=item_name(pack, item)
        )
        for item in known
    )
    return Text("列头：{names}。", "Columns: {names}.").fill(names=joined(names))


def _shown(value: Fraction, decimals: int) -> str:
    """Write a number that has so many decimals at most.

    >>> _shown(Fraction(-123456789, 100), 2), _shown(Fraction(0), 0)
    ('-1,234,567.89', '0')
    """
    scaled = value * 10**decimals
    assert scaled.denominator == 1, "a rounded figure has no more decimals than were asked for"
    whole, left = divmod(abs(scaled.numerator), 10**decimals)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}" + (f".{left:0{decimals}}" if decimals else "")


def _rows(table: UnitItems) -> Iterator[tuple[str, ...]]:
    """Write a row for every unit and item: the exact amount, and the rounded one."""
    for unit, exact, figures in zip(
        table.units, table.exact, table.rounded.cells, strict=True
    ):  # fmt: skip
        for item, amount, figure in zip(table.items, exact, figures, strict=True):
            yield str(table.year), unit, item or "", yuan(amount), yuan(figure * table.to)


def _data(table: UnitItems, lang: Lang) -> Mapping[str, Json]:
    rounded = table.rounded
    return {
        "run": run_json(table.allocation, lang),
        "year": table.year,
        "payer": table.payer,
        "to": yuan(table.to),
        "items": list(table.items),
        "units": [
            {
                "unit": unit,
                "exact": [yuan(amount) for amount in exact],
                "rounded": [yuan(figure * table.to) for figure in figures],
                "total": yuan(total * table.to),
            }
            for unit, exact, figures, total in zip(
                table.units, table.exact, rounded.cells, rounded.rows, strict=True
            )
        ],
        "totals": [yuan(figure * table.to) for figure in rounded.columns],
        "total": yuan(rounded.total * table.to),
    }
