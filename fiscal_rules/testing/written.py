"""Lines as a test writes them: read as those of a budget are, and allocated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import BudgetRefusedError, Diagnostic, Place
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, MEASURE_COLUMNS
from fiscal_rules.readers import messages
from fiscal_rules.readers.budgets.records import Record, read_measure_records, read_records
from fiscal_rules.readers.validate import nearest
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.fixtures import AllocateLines, Cells

_LINES, _MEASURES = "lines", "measures"


def lines_allocator(table: DecisionTable, parameters: Parameters) -> AllocateLines:
    """Make a function that allocates lines by a pack and its parameters."""

    def allocate_lines(*lines: Cells, measures: Sequence[Cells] = ()) -> Allocation:
        __tracebackhide__ = True
        return allocated(table, parameters, read_lines(table.pack, lines, measures=measures))

    return allocate_lines


def read_lines(pack: RulePack, lines: Sequence[Cells], *, measures: Sequence[Cells] = ()) -> Budget:
    """Read lines into a budget; BudgetRefusedError lists everything wrong with any of them."""
    problems = [
        *_unknown(lines, _LINES, COLUMN_BY_ID),
        *_unknown(measures, _MEASURES, [column.id for column in MEASURE_COLUMNS]),
    ]
    if problems:
        raise BudgetRefusedError(tuple(problems))
    readings = read_records([*_records(lines, _LINES)], pack=pack)
    measured, wrong = read_measure_records([*_records(measures, _MEASURES)], pack=pack)
    refused = (problem for row in readings.refused for problem in row.problems)
    problems = [*refused, *wrong]
    if problems:
        raise BudgetRefusedError(tuple(problems))
    return Budget(_LINES, "", readings.lines, (), measured)


def _unknown(rows: Sequence[Cells], name: str, known: Iterable[str]) -> Iterator[Diagnostic]:
    columns = list(known)
    for number, row in enumerate(rows, start=1):
        for column in row:
            if column not in columns:
                listed = nearest(column, columns)
                yield messages.UNKNOWN_KEY.at(Place(name, line=number), key=column, known=listed)


def _records(rows: Sequence[Cells], name: str) -> Iterator[Record]:
    """Turn rows into what the budgets' reader reads; a place is the number of the row."""
    for number, row in enumerate(rows, start=1):
        place = Place(name, line=number)
        cells = {column: str(value) for column, value in row.items()}
        yield Record(str(number), cells, place, dict.fromkeys(cells, place))
