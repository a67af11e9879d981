"""Changed lines of a scenario, as a table and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscal_rules.analysis.changed_lines import ChangedLine, ChangedLines
from fiscal_rules.model.money import yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import item_name, unit_name
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Kind, Row, Table, money, words

_LINES = Text("{name}：有变化的行", "{name}: lines that change")
_COUNTS = Text(
    "共 {count} 行有变化；{settled} 行由未定变为已明确，{unsettled} 行由已明确变为未定。",
    "Lines that change: {count}. Determined by it: {settled}; no longer determined: {unsettled}.",
)
_CUT = Text("只列前 {n} 行。", "The first {n} are listed.")
_ADDED = Text("新增", "added")


def lines_table(pack: RulePack, name: Text, lines: ChangedLines, payers: Sequence[str]) -> Table:
    """List lines with their results before and after, and what each payer pays more or less."""
    moving = [payer for payer in payers if any(payer in line.change for line in lines.first)]
    counts = {"settled": lines.settled, "unsettled": lines.unsettled}
    cut = lines.count > len(lines.first)
    return Table(
        _LINES.fill(name=name),
        (
            words("行", "line"),
            words("区划", "unit", width=20),
            words("事项", "item", width=24),
            words("原来", "before"),
            words("之后", "after"),
            *(Column(payer_name(pack, payer), Kind.FIGURES) for payer in moving),
        ),
        tuple(_row(pack, line, moving) for line in lines.first),
        notes=(
            _COUNTS.fill(count=lines.count, **counts),
            *([_CUT.fill(n=len(lines.first))] if cut else []),
        ),
    )


def _row(pack: RulePack, line: ChangedLine, payers: Sequence[str]) -> Row:
    return (
        line.line,
        unit_name(pack, line.unit),
        item_name(pack, line.item),
        _ADDED if line.before is None else TERMS[line.before],
        TERMS[line.after],
        *(money(line.change.get(payer, 0)) for payer in payers),
    )


def lines_data(lines: ChangedLines) -> Mapping[str, Json]:
    """Write changed lines for machines."""
    return {
        "count": lines.count,
        "became_determined": lines.settled,
        "no_longer_determined": lines.unsettled,
        "first": [
            {
                "line": line.line,
                "unit": line.unit,
                "item": line.item,
                "before": line.before,
                "after": line.after,
                "change": {payer: yuan(amount) for payer, amount in sorted(line.change.items())},
            }
            for line in lines.first
        ],
    }
