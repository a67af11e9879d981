"""Measures: the factors by which a pot is divided, as they stand beside a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fiscal_rules.model.budget import MeasureValue
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.rulepack import Item, RulePack
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import MEASURE_COLUMNS
from fiscal_rules.readers.budgets.cells import Unreadable, read_number, read_year, shown
from fiscal_rules.readers.budgets.lookups import find_unit, item_names, nearest
from fiscal_rules.readers.budgets.messages import measures, rows

MeasureRow = tuple[Mapping[str, str], Mapping[str, Place], Place]
"""The cells of a row by column, the places of the cells, the place of the row."""
_NAMES = {column.id: column.name for column in MEASURE_COLUMNS}


def read_measures(
    found: Sequence[MeasureRow], pack: RulePack
) -> tuple[tuple[MeasureValue, ...], tuple[Diagnostic, ...]]:
    """Read measures; one that nothing would use, or that stands twice, is a problem."""
    pots = _pots(pack)
    values: list[MeasureValue] = []
    problems: list[Diagnostic] = []
    first: dict[tuple[str, str, int, str], Place] = {}
    for row in found:
        value, wrong = _measure(row, pack, pots)
        problems += wrong
        if value is None:
            continue
        key = (value.unit, value.item, value.year, value.measure)
        if key in first:
            problems.append(
                measures.DOUBLE_MEASURE.at(
                    value.at,
                    unit=pack.unit_by_id[value.unit].name,
                    year=value.year,
                    item=pack.item_by_id[value.item].name,
                    measure=pack.measure_names[value.measure],
                    first=first[key],
                )
            )
        first.setdefault(key, value.at)
        values.append(value)
    return tuple(values), tuple(problems)


@dataclass(frozen=True, slots=True)
class _Pot:
    """What the pots of an item ask: their measures, and those that must be above 0."""

    asked: tuple[str, ...]
    divisors: frozenset[str]


def _pots(pack: RulePack) -> dict[str, _Pot]:
    """Say, for each item with a factor grant, what its pots ask."""
    found: dict[str, _Pot] = {}
    for fund in (rule.fund for rule in pack.rules):
        if isinstance(fund, Factors):
            item = parameter_item(fund.pot)
            held = found.get(item, _Pot((), frozenset()))
            asked = tuple(dict.fromkeys((*held.asked, *fund.asked)))
            found[item] = _Pot(asked, held.divisors | fund.divisors)
    return found


def parameter_item(parameter: str) -> str:
    """Name the item that a parameter belongs to.

    >>> parameter_item("medical-assistance.pot")
    'medical-assistance'
    """
    return parameter.rpartition(".")[0]


def _measure(
    row: MeasureRow, pack: RulePack, pots: Mapping[str, _Pot]
) -> tuple[MeasureValue | None, list[Diagnostic]]:
    cells, places, at = row
    problems: list[Diagnostic] = []

    def refuse(column: str, why: Unreadable) -> None:
        text = cells.get(column, "").strip()
        problems.append(why.at(places.get(column, at), _NAMES[column], text))

    def given(column: str) -> str | None:
        text = cells.get(column, "").strip()
        if not text:
            refuse(column, Unreadable(rows.BLANK))
        return text or None

    texts = {column: given(column) for column in _NAMES}
    unit = None if texts["unit"] is None else find_unit(pack, texts["unit"], None)
    year = None if texts["year"] is None else read_year(texts["year"])
    value = None if texts["value"] is None else read_number(texts["value"], decimals=None)
    for column, read in (("unit", unit), ("year", year), ("value", value)):
        if isinstance(read, Unreadable):
            refuse(column, read)
    item = _item(pack, pots, texts["item"], places.get("item", at), problems)
    measure = _named(pack, item, pots, texts["measure"], places.get("measure", at), problems)
    if problems or isinstance(unit, Unreadable | None) or isinstance(year, Unreadable | None):
        return None, problems
    if isinstance(value, Unreadable | None) or item is None or measure is None:
        return None, problems
    if measure in pots[item.id].divisors and value == 0:
        place = places.get("value", at)
        name = pack.measure_names[measure]
        text = shown(texts["value"] or "")
        problems.append(measures.NOT_POSITIVE.at(place, measure=name, value=text))
    return MeasureValue(unit.unit.id, item.id, year, measure, value, at), problems


def _item(
    pack: RulePack,
    pots: Mapping[str, object],
    text: str | None,
    place: Place,
    problems: list[Diagnostic],
) -> Item | None:
    if text is None:
        return None
    item = pack.item_by_label.get(folded(text))
    if item is None:
        expected = nearest(text, item_names(pack))
        problems.append(measures.UNKNOWN_ITEM.at(place, value=shown(text), expected=expected))
        return None
    if item.id not in pots:
        names = [pack.item_by_id[pot].name for pot in pots if pot in pack.item_by_id]
        items = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        problems.append(measures.NO_POT.at(place, value=shown(text), items=items))
        return None
    return item


def _named(
    pack: RulePack,
    item: Item | None,
    pots: Mapping[str, _Pot],
    text: str | None,
    place: Place,
    problems: list[Diagnostic],
) -> str | None:
    if item is None or text is None:
        return None
    admitted = pots[item.id].asked
    measure = pack.measure_by_label.get(folded(text))
    if measure not in admitted:
        names = [pack.measure_names[identifier] for identifier in admitted]
        listed = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        problems.append(
            measures.NOT_OF_THE_ITEM.at(place, value=shown(text), item=item.name, measures=listed)
        )
        return None
    return measure
