"""Gaps as an answer: what of each gap bonds may meet, of which lines, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fiscal_rules.analysis.gap import CapitalLine, GapSplit, GapSplits
from fiscal_rules.model.money import yuan
from fiscal_rules.model.plan import Clause
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.model.vocabulary import TERMS, Finding
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import unit_name
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import run_json
from fiscal_rules.output.sections.whole import TOTAL
from fiscal_rules.output.tables import Row, Table, figures, lines_named, money, words

QUESTION = "gap"
_MOST_NAMED = 12
_TITLE = Text("收支缺口：{budget}（金额单位：元）", "Gaps of counties: {budget} (amounts in yuan)")
_BONDS = Text(
    "可发行债券（{clause}）：“{quote}”。以县自己负担的此类支出和缺口为限。",
    "Bonds ({clause}): “{quote}”. At most the county’s own part of such spending, and the gap.",
)
_NO_BONDS = Text(
    "规则包没有允许用债券解决缺口的条款。", "No clause of the pack allows bonds for a gap."
)
_REST = Text(
    "其余（{clause}）：“{quote}”。{summary}谁出、各出多少，文件没有写，不作推算。",
    "The rest ({clause}): “{quote}”. {summary} The text does not say who pays how much: nothing is "
    "worked out.",
)
_NO_REST = Text(
    "规则包没有写明其余缺口怎样弥补的条款。",
    "No clause of the pack says how the rest of a gap is met.",
)
_OPEN = Text(
    "尚不能定：所涉的行还有待定，或不能确定是否属于此类支出，最多为此数；不计入前后两项。",
    "Not known: at most as much depends on lines that are open, or of which it is not settled "
    "whether they are such spending; neither part counts it.",
)
_NOT_IN_BUDGET = Text(
    "{unit} {year} 年在预算中没有任何行，其支出无从得知，缺口全部列为尚不能定。",
    "The budget has no line of {unit} in {year}: nothing is known of its spending, and all of its "
    "gap stands as not known.",
)
_NOWHERE = Text(
    "以下行没有写对应区县，可能属于任何一县，未计入：{lines}",
    "These lines do not name the county that pays and are counted nowhere: {lines}",
)
_COLUMNS = (
    "unit", "year", "gap", "bonds", "bonds_clause", "open", "rest", "rest_clause",
    "eligible_spending", "unsettled_spending", "standing", "lines",
)  # fmt: skip


def gap_answer(found: GapSplits) -> Answer:
    """Say what gaps come to."""
    tables = (_splits(found), _lines(found))
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(budget=file_name(found.allocation.budget.path)),
        tables=tuple(table for table in tables if table is not None),
        columns=_COLUMNS,
        rows=tuple(_rows(found)),
        data=lambda lang: _data(found, lang),
        runs=(found.allocation,),
    )


def _splits(found: GapSplits) -> Table:
    splits = found.splits
    total: Row = (
        TOTAL,
        None,
        money(sum(split.gap.amount for split in splits)),
        money(sum(split.bonds for split in splits)),
        money(sum(split.open for split in splits)),
        money(sum(split.rest for split in splits)),
        money(sum(split.own for split in splits)),
        None,
    )
    return Table(
        Text("缺口的构成", "What gaps are made of"),
        (
            words("区划", "unit", width=24),
            words("年度", "year"),
            figures("收支缺口", "gap"),
            figures("可发行债券", "bonds allowed"),
            figures("尚不能定", "not known"),
            figures("其余", "the rest"),
            figures("县自己负担的此类支出", "county’s own such spending"),
            words("依据强度", "standing"),
        ),
        tuple(_split(found, split) for split in splits),
        totals=(total,),
        notes=tuple(_notes(found)),
        keys=2,
    )


def _split(found: GapSplits, split: GapSplit) -> Row:
    return (
        unit_name(found.allocation.pack, split.gap.unit),
        str(split.gap.year),
        money(split.gap.amount),
        money(split.bonds if split.in_budget else None),
        money(split.open),
        money(split.rest if split.in_budget else None),
        money(split.own if split.in_budget else None),
        None if split.standing is None else TERMS[split.standing],
    )


def _notes(found: GapSplits) -> Iterator[Text]:
    for clause in found.bonds_by:
        yield _BONDS.fill(clause=clause.id, quote=clause.quote)
    if not found.bonds_by:
        yield _NO_BONDS
    rest = found.rest_by
    if rest is None:
        yield _NO_REST
    else:
        yield _REST.fill(clause=rest.id, quote=rest.quote, summary=rest.summary)
    if any(split.open for split in found.splits):
        yield _OPEN
    for split in found.splits:
        if not split.in_budget:
            unit = unit_name(found.allocation.pack, split.gap.unit)
            yield _NOT_IN_BUDGET.fill(unit=unit, year=split.gap.year)
    if found.nowhere:
        names = [line.line for line in found.nowhere]
        yield _NOWHERE.fill(lines=lines_named(names[:_MOST_NAMED], len(names)))


def _lines(found: GapSplits) -> Table | None:
    """List the lines behind the splits."""
    rows = [
        (split, line) for split in found.splits for line in split.lines if line.own + line.unsettled
    ]
    if not rows:
        return None
    pack = found.allocation.pack
    return Table(
        TERMS[Finding.BOND_ELIGIBLE],
        (
            words("行", "line", width=12),
            words("区划", "unit", width=24),
            figures("县自己负担", "the county pays"),
            figures("尚不能定", "not known"),
            words("依据强度", "standing"),
        ),
        tuple(
            (
                line.line,
                unit_name(pack, split.gap.unit),
                money(line.own),
                money(line.unsettled),
                None if line.standing is None else TERMS[line.standing],
            )
            for split, line in rows
        ),
    )


def _clauses(clauses: Sequence[Clause]) -> str:
    return ";".join(clause.id for clause in clauses)


def _rows(found: GapSplits) -> Iterator[tuple[str, ...]]:
    """Write a row for every gap; what is not known is blank."""
    rest_by = "" if found.rest_by is None else found.rest_by.id
    for split in found.splits:
        known = split.in_budget
        yield (
            split.gap.unit,
            str(split.gap.year),
            yuan(split.gap.amount),
            yuan(split.bonds) if known else "",
            _clauses(found.bonds_by),
            yuan(split.open),
            yuan(split.rest) if known else "",
            rest_by,
            yuan(split.own) if known else "",
            yuan(split.unsettled) if known else "",
            split.standing or "",
            ";".join(line.line for line in split.lines),
        )


def _data(found: GapSplits, lang: Lang) -> Mapping[str, Json]:
    return {
        "run": run_json(found.allocation, lang),
        "bonds_clauses": [clause.id for clause in found.bonds_by],
        "rest_clause": None if found.rest_by is None else found.rest_by.id,
        "gaps": [_split_json(split) for split in found.splits],
        "lines_of_no_county": [_line_json(line) for line in found.nowhere],
    }


def _split_json(split: GapSplit) -> Json:
    known = split.in_budget
    return {
        "unit": split.gap.unit,
        "year": split.gap.year,
        "gap": yuan(split.gap.amount),
        "bonds": yuan(split.bonds) if known else None,
        "open": yuan(split.open),
        "rest": yuan(split.rest) if known else None,
        "eligible_spending": yuan(split.own) if known else None,
        "unsettled_spending": yuan(split.unsettled) if known else None,
        "standing": split.standing,
        "lines": [_line_json(line) for line in split.lines],
    }


def _line_json(line: CapitalLine) -> Json:
    return {
        "line": line.line,
        "own": yuan(line.own),
        "unsettled": yuan(line.unsettled),
        "standing": line.standing,
    }
