"""Read the worked cases of a pack: lines, and what must come out of them by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from fiscal_rules.model.budget import BudgetLine, MeasureValue
from fiscal_rules.model.case import Case, Expectation, Expected, Nothing
from fiscal_rules.model.money import Fen, whole_fen
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import (
    COLUMN_BY_ID,
    MEASURE_COLUMNS,
    Authority,
    Duty,
    Finding,
    Standing,
    Status,
)
from fiscal_rules.readers import messages
from fiscal_rules.readers.budgets.records import read_measure_records, read_records
from fiscal_rules.readers.merge import closed
from fiscal_rules.readers.optional_files import read_optional, refuse_problems
from fiscal_rules.readers.parameters import entries_of
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.rows import quoting, records_of
from fiscal_rules.readers.shapes import (
    CaseShape,
    CasesShape,
    ExpectationShape,
    ExpectedDutyShape,
    ExpectedFindingShape,
    SmallBudgetShape,
)
from fiscal_rules.readers.values import strict_number
from fiscal_rules.readers.yaml import Way

CASES_FILE = "cases.yaml"
_ID = "line"
_CASE = Text("算例", "case")
_CLAUSE = Text("条款", "clause")
_LINE = Text("行", "line")
_GOVERNMENT = Text("政府", "government")
C = TypeVar("C", bound=StrEnum)
R = TypeVar("R", bound=Duty | Finding)
T = TypeVar("T")


def read_cases(root: Path, pack: RulePack) -> tuple[Case, ...]:
    """Read the cases of a pack's folder, none where it has no file of them.

    PackRefusedError lists every problem, those of the lines included, by place.
    """
    read = read_optional(root, CASES_FILE, CasesShape)
    if read is None:
        return ()
    shape, reading = read
    ids = ((case.id, ("cases", i, "id")) for i, case in enumerate(shape.cases))
    reading.unique(ids, what=_CASE)
    cases = tuple(_case(reading, each, ("cases", i), pack) for i, each in enumerate(shape.cases))
    refuse_problems(reading)
    return cases


def _case(reading: Reading, shape: CaseShape, way: Way, pack: RulePack) -> Case:
    _clauses(reading, shape.clauses, (*way, "clauses"), pack)
    entries = entries_of(reading, shape.parameters, (*way, "parameters"), pack=pack, file=1)
    return Case(
        id=shape.id,
        clauses=tuple(shape.clauses),
        because=shape.because,
        entries=closed(entries),
        lines=lines_of(reading, shape, way, pack),
        measures=measures_of(reading, shape, way, pack),
        expected=_expectations(reading, shape, way, pack),
        at=reading.at(way),
    )


def _clauses(reading: Reading, clauses: Sequence[str], way: Way, pack: RulePack) -> None:
    for i, clause in enumerate(clauses):
        reading.known(clause, pack.clause_by_id, (*way, i), what=_CLAUSE)


def lines_of(
    reading: Reading, shape: SmallBudgetShape, way: Way, pack: RulePack
) -> tuple[BudgetLine, ...]:
    """Read lines that stand somewhere in a file as budgets' rows are read."""
    here = (*way, "lines")
    _unique_lines(reading, shape, here)
    ids = [row.get(_ID) for row in shape.lines]
    records = [
        record
        for record in records_of(reading, shape.lines, here, COLUMN_BY_ID)
        if ids.index(record.cells.get(_ID)) == int(record.row) - 1
    ]
    readings = read_records(records, pack=pack)
    reading.problems.extend(
        quoting(reading, problem) for row in readings.refused for problem in row.problems
    )
    return readings.lines


def measures_of(
    reading: Reading, shape: SmallBudgetShape, way: Way, pack: RulePack
) -> tuple[MeasureValue, ...]:
    """Read measures that stand somewhere in a file."""
    known = tuple(column.id for column in MEASURE_COLUMNS)
    records = records_of(reading, shape.measures, (*way, "measures"), known)
    measures, problems = read_measure_records(records, pack=pack)
    reading.problems.extend(quoting(reading, problem) for problem in problems)
    return measures


def _unique_lines(reading: Reading, shape: SmallBudgetShape, way: Way) -> None:
    named: list[tuple[str, Way]] = []
    for i, row in enumerate(shape.lines):
        if _ID in row:
            named.append((row[_ID], (*way, i, _ID)))
        else:
            reading.refuse(messages.MISSING_KEY, (*way, i), key=_ID)
    reading.unique(named, what=_LINE)


def _expectations(
    reading: Reading, shape: CaseShape, way: Way, pack: RulePack
) -> tuple[Expectation, ...]:
    lines = {row[_ID]: i for i, row in enumerate(shape.lines) if _ID in row}
    for line in shape.expect:
        if line not in lines:
            here = (*way, "expect", line)
            listed = reading.nearest(line, lines)
            reading.refuse_key(messages.UNKNOWN_LINE, here, case=shape.id, line=line, known=listed)
    for line, i in lines.items():
        said = shape.expect.get(line)
        if said is None or not said.model_fields_set:
            reading.refuse(messages.NOT_EXPECTED, (*way, "lines", i), case=shape.id, line=line)
    return tuple(
        _expectation(reading, line, said, (*way, "expect", line), pack)
        for line, said in shape.expect.items()
    )


def _expectation(
    reading: Reading, line: str, shape: ExpectationShape, way: Way, pack: RulePack
) -> Expectation:
    authority = shape.authority
    if authority == Nothing.NULL.value:
        authority = Authority.UNSTATED
    _clauses(reading, shape.clauses or (), (*way, "clauses"), pack)
    return Expectation(
        line=line,
        status=_one_of(reading, shape.status, (*way, "status"), Status),
        authority=_one_of(reading, authority, (*way, "authority"), Authority),
        clauses=_tupled(shape.clauses),
        payers=_payers(reading, shape.payers, (*way, "payers"), pack),
        open=_money(reading, shape.open, (*way, "open")),
        standing=_standing(reading, shape.standing, (*way, "standing")),
        duties=_duties(reading, shape.duties, (*way, "duties"), pack),
        findings=_findings(reading, shape.findings, (*way, "findings"), pack),
        needs=_tupled(shape.needs),
        at=reading.source.key_place(way),
    )


def _standing(reading: Reading, text: str | None, way: Way) -> Standing | Nothing | None:
    if text == Nothing.NULL.value:
        return Nothing.NULL
    return _one_of(reading, text, way, Standing)


def _duties(
    reading: Reading, shapes: Sequence[ExpectedDutyShape] | None, way: Way, pack: RulePack
) -> tuple[Expected[Duty], ...] | None:
    said = None if shapes is None else [Expected(s.duty, s.clause) for s in shapes]
    return _cited(reading, said, way, pack)


def _findings(
    reading: Reading, shapes: Sequence[ExpectedFindingShape] | None, way: Way, pack: RulePack
) -> tuple[Expected[Finding], ...] | None:
    said = None if shapes is None else [Expected(s.finding, s.clause) for s in shapes]
    return _cited(reading, said, way, pack)


def _cited(
    reading: Reading, said: Sequence[Expected[R]] | None, way: Way, pack: RulePack
) -> tuple[Expected[R], ...] | None:
    """Take what is expected, each of a clause that the pack has where one is said."""
    for i, each in enumerate(said or ()):
        if each.clause is not None:
            reading.known(each.clause, pack.clause_by_id, (*way, i, "clause"), what=_CLAUSE)
    return _tupled(said)


def _payers(
    reading: Reading, payers: Mapping[str, str] | None, way: Way, pack: RulePack
) -> tuple[tuple[str, Fen], ...] | None:
    if payers is None:
        return None
    governments = tuple(government.id for government in pack.governments)
    for payer in payers:
        reading.known(payer, governments, (*way, payer), what=_GOVERNMENT)
    amounts = ((payer, _money(reading, text, (*way, payer))) for payer, text in payers.items())
    return tuple((payer, amount) for payer, amount in amounts if amount is not None)


def _money(reading: Reading, text: str | None, way: Way) -> Fen | None:
    if text is None:
        return None
    number = strict_number(text)
    amount = None if number is None or number < 0 else whole_fen(number)
    if amount is None:
        reading.refuse(messages.NOT_MONEY, way, found=text)
    return amount


def _one_of(reading: Reading, text: str | None, way: Way, choice: type[C]) -> C | None:
    """Read one of a closed set; None where nothing is said, or nothing that is known."""
    if text is None:
        return None
    known = [member.value for member in choice]
    if text not in known:
        listed = ", ".join(known)
        reading.refuse(messages.NOT_ONE_OF, way, key=str(way[-1]), found=text, known=listed)
        return None
    return choice(text)


def _tupled(values: Sequence[T] | None) -> tuple[T, ...] | None:
    return None if values is None else tuple(values)
