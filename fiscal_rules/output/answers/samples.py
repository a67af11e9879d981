"""Samples as people read them: rows, what is supposed for them, and the case they become."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from fiscal_rules.analysis.sample import Cells, Sample
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import MeasureValue
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.parameter import Bands, Entry
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import parameter_name
from fiscal_rules.output.sums import settled_authority
from fiscal_rules.output.tables import Table, figures, words
from fiscal_rules.output.values import entry_value
from fiscal_rules.testing.allocating import paid

_SUPPOSED = Text("为看出差别而假定的参数", "Values supposed, so that it shows")
_SUPPOSED_NOTE = Text(
    "这些参数没有给出；所取数值只为举例，不是任何人的规定。",
    "Nobody gave these values; they are taken for the example, and are no one's rule.",
)
_MEASURES = Text("假定的因素数值", "Measures supposed")


def row_words(sample: Sample) -> str:
    """Write rows as cells, so that they can be put into a budget, and what is supposed of them."""
    several = len(sample.rows) > 1
    rows = "; ".join(_cells(row, named=several) for row in sample.rows)
    held = ", ".join(f"{entry.parameter}={_value(entry)}" for entry in sample.supposed)
    return f"{rows} [{held}]" if held else rows


def _cells(row: Cells, *, named: bool) -> str:
    return ", ".join(f"{c}={text}" for c, text in row.items() if named or c != "line")


def supposed_tables(pack: RulePack, sample: Sample) -> Iterator[Table]:
    """Write what is supposed for the rows of a sample."""
    if sample.supposed:
        rows = tuple(
            (parameter_name(pack, each.parameter), entry_value(pack, each))
            for each in sample.supposed
        )
        columns = (words("参数", "parameter", width=40), words("数值", "value", width=40))
        yield Table(_SUPPOSED, columns, rows, notes=(_SUPPOSED_NOTE,))
    if sample.measures:
        yield Table(
            _MEASURES,
            (words("区划", "unit"), words("因素", "measure"), figures("数值", "value")),
            tuple(
                (
                    each.unit,
                    pack.measure_names.get(each.measure, same(each.measure)),
                    show_number(each.value),
                )
                for each in sample.measures
            ),
        )


def sample_data(sample: Sample) -> Mapping[str, Json]:
    """Write a sample for machines."""
    return {
        "rows": [dict(row) for row in sample.rows],
        "supposed": {entry.parameter: _value(entry) for entry in sample.supposed},
        "measures": [dict(_measure(each)) for each in sample.measures],
    }


def case_of(
    name: str, clauses: Sequence[str], sample: Sample, results: Iterable[LineResult]
) -> str:
    """Write a case as it stands in cases.yaml: what came out is expected; the arithmetic is yours."""
    listed = ", ".join(f'"{clause}"' for clause in clauses if clause)
    return "".join(
        (
            f"  - id: {name}\n    clauses: [{listed}]\n    because: >-\n      work it by hand\n",
            *_block("parameters", written_entries(sample.supposed)),
            rows_and_measures(sample.rows, sample.measures),
            *_block("expect", (_expected(result) for result in results)),
        )
    )


def rows_and_measures(rows: Iterable[Cells], measures: Iterable[MeasureValue]) -> str:
    """Write lines and measures as they stand in a file of cases."""
    return "".join(
        (
            *_block("lines", (f"- {_flow(row)}" for row in rows)),
            *_block("measures", (f"- {_flow(_measure(each))}" for each in measures)),
        )
    )


def _block(key: str, lines: Iterable[str]) -> Iterator[str]:
    held = [f"      {line}\n" for line in lines]
    if held:
        yield f"    {key}:\n"
        yield from held


def written_entries(entries: Iterable[Entry]) -> Iterator[str]:
    """Write values as lines of a file of parameters."""
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        held.setdefault(entry.parameter, []).append(entry)
    for parameter, each in held.items():
        yield f"{parameter}:"
        yield from (f"  - {_mapping(_entry(entry))}" for entry in each)


def _entry(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "value", _value(entry)
    if entry.share_of is not None:
        yield "of", entry.share_of
    yield "from", entry.starts.isoformat()
    if entry.ends is not None:
        yield "to", (entry.ends - timedelta(days=1)).isoformat()
    if entry.scope:
        yield "for", _mapping((key, f"[{', '.join(values)}]") for key, values in entry.scope)
    yield "standing", entry.standing
    yield "source", "invented"


def _value(entry: Entry) -> str:
    match entry.value:
        case bool():
            return "yes" if entry.value else "no"
        case tuple():
            return _mapping((name, show_number(weight)) for name, weight in entry.value)
        case Bands(steps):
            pairs = (f"{show_number(start)}: {show_number(by)}" for start, by in steps)
            return f"{{{', '.join(pairs)}}}"
        case number:
            return show_number(number)


def _mapping(pairs: Iterable[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{key}: {text}' for key, text in pairs)}}}"


def _flow(row: Mapping[str, str]) -> str:
    return _mapping((key, _quoted(text)) for key, text in row.items())


def _measure(each: MeasureValue) -> Mapping[str, str]:
    return {
        "unit": each.unit,
        "item": each.item,
        "year": str(each.year),
        "measure": each.measure,
        "value": show_number(each.value),
    }


def _expected(result: LineResult) -> str:
    sums = ((payer, yuan(fen)) for payer, fen in paid(result).items() if payer != OPEN)
    clauses = ", ".join(f'"{clause}"' for clause in result.clauses)
    needs = ", ".join(need.id for need in result.needs)
    authority = settled_authority(result) or "null"
    standing = result.standing or "null"
    duties, findings = (", ".join(sorted(each)) for each in _remarks(result))
    return (
        f'"{result.line.id}": {{status: {result.status}, authority: {authority}, '
        f"clauses: [{clauses}], payers: {_mapping(sums)}, open: {yuan(result.open)}, "
        f"standing: {standing}, duties: [{duties}], findings: [{findings}], needs: [{needs}]}}"
    )


def _remarks(result: LineResult) -> tuple[set[str], set[str]]:
    return {each.id for each in result.duties}, {each.id for each in result.findings}


def _quoted(text: str) -> str:
    is_plain = text.replace(".", "").replace("-", "").isalnum()
    return text if is_plain else json.dumps(text, ensure_ascii=False)
