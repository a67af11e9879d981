"""Rows in YAML files: lines of cases and scenarios, read as those of a budget are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.readers import messages
from fiscal_rules.readers.budgets.records import Record
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.yaml import Way


def records_of(
    reading: Reading, rows: Sequence[Mapping[str, str]], way: Way, known: Iterable[str]
) -> tuple[Record, ...]:
    """Turn rows into what the budgets' reader reads; one with an unknown column is refused."""
    columns = tuple(known)
    found = (record_of(reading, row, (*way, i), columns, i + 1) for i, row in enumerate(rows))
    return tuple(record for record in found if record is not None)


def record_of(
    reading: Reading, row: Mapping[str, str], way: Way, known: Sequence[str], number: int = 1
) -> Record | None:
    """Turn a row into what the budgets' reader reads; None with an unknown column."""
    unknown = [column for column in row if column not in known]
    for column in unknown:
        listed = reading.nearest(column, known)
        reading.refuse_key(messages.UNKNOWN_KEY, (*way, column), key=column, known=listed)
    if unknown:
        return None
    places = {column: reading.at((*way, column)) for column in row}
    return Record(str(number), row, reading.at(way), places)


def quoting(reading: Reading, problem: Diagnostic) -> Diagnostic:
    """Quote the line of the file that a problem of a row is about."""
    if problem.place is None or problem.excerpt is not None:
        return problem
    return replace(problem, excerpt=reading.source.quote(problem.place))
