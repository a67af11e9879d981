"""The unit of money of a table: said by its headers, by a line above it, or by whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import ColumnKind
from fiscal_rules.readers.budgets.cells import MoneyUnit, shown
from fiscal_rules.readers.budgets.header import UNIT_WORDS, Header
from fiscal_rules.readers.budgets.messages import tables
from fiscal_rules.readers.budgets.table import Table

_SAID_ABOVE = re.compile(r"(?:.*[(:;,、。.\s])?(?:金额)?单位[:：]?\s*([^)）;；,，]+)[)）]?.*")


def units_above(table: Table, header: Header) -> tuple[MoneyUnit, ...]:
    """List the units of money that lines above the header say, as in 单位：万元."""
    found = []
    for row in table.rows[: header.position]:
        for cell in row.cells:
            said = _SAID_ABOVE.fullmatch(folded(cell)) if "单位" in cell else None
            unit = None if said is None else UNIT_WORDS.get(said[1])
            if unit is not None:
                found.append(unit)
    return tuple(dict.fromkeys(found))


def money_units(
    table: Table, header: Header, asked: MoneyUnit | None
) -> tuple[dict[str, MoneyUnit], tuple[Diagnostic, ...]]:
    """Give each column of money its unit; sources that contradict one another are refused."""
    above = units_above(table, header)
    units: dict[str, MoneyUnit] = {}
    problems: list[Diagnostic] = []
    for heading in header.known:
        if heading.column is None or heading.column.kind is not ColumnKind.MONEY:
            continue
        sources = [
            *((_IN_HEADER, unit) for unit in (heading.unit,) if unit is not None),
            *((_ABOVE, unit) for unit in above),
            *((_ASKED, unit) for unit in (asked,) if unit is not None),
        ]
        units[heading.column.id] = sources[0][1] if sources else MoneyUnit.YUAN
        if len({unit for _, unit in sources}) > 1:
            place = table.place(header.row, heading.index)
            title = shown(heading.title)
            said = _joined(sources)
            problems.append(tables.UNIT_CONFLICT.at(place, title=title, said=said))
    return units, tuple(problems)


_IN_HEADER = Text("表头", "the header")
_ABOVE = Text("表上方", "the line above")
_ASKED = Text("--unit", "--unit")


def _joined(sources: list[tuple[Text, MoneyUnit]]) -> Text:
    zh: Iterator[str] = (f"{who.zh}为{unit.text.zh}" for who, unit in sources)
    en: Iterator[str] = (f"{who.en} says {unit.text.en}" for who, unit in sources)
    return Text("，".join(zh), ", ".join(en))
