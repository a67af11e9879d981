"""The job of an engine that takes one line at a time, but for the question which rules apply.

Reading, refusals, pots and parameters are done beforehand by ``baseline.sql``, so that such an
engine is measured at its best; the money of a line is whole-number arithmetic in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
from session import baseline_until_lines

_ROWS = Path(__file__).with_name("rows.sql")
_BATCH = 10_000
_FULL_CITY, _FULL_COUNTY, _BASE, _SHARE, _WORK, _POT, _OPEN_AUTHORITY, _OPEN_FUNDING, _OUTSIDE = (
    range(1, 10)
)
_BY_CITY, _BY_COUNTY = 1, 2
_HEALTH_EMERGENCY, _LAST_YEAR_OF_ITS_POT = 3, 2021
_MATERNAL, _FEN_A_SCREENING, _FEN_A_TRAINEE = 4, 12_050, 150_000
_TEN_THOUSANDTHS_SQUARED = 100_000_000


class Situation(NamedTuple):
    """What a decision can depend on, as ``baseline.sql`` numbers it; blank is 0."""

    item: int
    county_level: bool
    policy_change: bool
    affiliation: int
    entrusted: int
    plan: int
    sponsor: int
    capital: bool
    scope: int
    organiser: int


class Decided(NamedTuple):
    """A decision: its id, its rules, and what it says of the money."""

    decision: str
    rules: frozenset[str]
    fund: int
    agreed: int


class Row(NamedTuple):
    """A line as it is given to an engine, in fen; shares and standards are whole numbers."""

    line: str
    situation: int
    item: int
    year: int
    local: int
    minus_above: int
    has_county: bool
    subsidy: int | None
    headcount: int | None
    twelfths: int | None
    share: int | None
    share_of: int | None
    workload: int | None
    performance: int | None
    grant: int | None


class Placed(NamedTuple):
    """What a line comes to; the columns of the result that are compared."""

    line: str
    decision: str
    status: str
    pay_city_fen: int
    pay_county_fen: int
    open_fen: int


Match = Callable[[Sequence[Row]], Sequence[frozenset[str]]]
"""Give the rules that apply to each of some rows of one item."""


@dataclass(frozen=True, slots=True)
class Job:
    """The rows of a budget, with every situation and its decision."""

    session: duckdb.DuckDBPyConnection
    situations: Mapping[int, Situation]
    decided: Mapping[int, Decided]

    def rows(self) -> Iterator[Sequence[Row]]:
        """Give the rows in batches."""
        found = self.session.execute(_ROWS.read_text(encoding="utf-8"))
        while batch := found.fetchmany(_BATCH):
            yield [Row._make(row) for row in batch]


def open_job(folder: Path) -> Job:
    """Prepare a budget up to the question which rules apply."""
    session = baseline_until_lines(folder)
    situations = session.execute(
        "SELECT situation, item, county_level, policy_change, affiliation, entrusted, plan, "
        "sponsor, capital, scope, organiser FROM decision_of_situation JOIN decided USING (number)"
    ).fetchall()
    decided = session.execute(
        "SELECT situation, decision, rules, fund, agreed "
        "FROM decision_of_situation JOIN decided USING (number)"
    ).fetchall()
    return Job(
        session,
        {number: Situation._make(values) for number, *values in situations},
        {
            number: Decided(decision, frozenset(rules.split(";")) - {""}, fund, agreed)
            for number, decision, rules, fund, agreed in decided
        },
    )


def by_item(rows: Sequence[Row]) -> Mapping[int, list[Row]]:
    """Group rows by item: an engine is given a set of rules for one."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.item, []).append(row)
    return groups


def run_by_rows(folder: Path, target: Path, engine: Callable[[Job], Match] | None = None) -> None:
    """Do the job: which rules apply by an engine (else by looking the situation up), the money."""
    job = open_job(folder)
    match = engine(job) if engine else None
    placed: list[Placed] = []
    for batch in job.rows():
        for rows in by_item(batch).values() if match else (batch,):
            if match:
                hold_against(job, rows, match(rows))
            placed += [place(row, job.decided[row.situation]) for row in rows]
    write(placed, target)


def hold_against(job: Job, rows: Sequence[Row], found: Sequence[frozenset[str]]) -> None:
    """Hold an engine's answers against the decisions written by hand."""
    for row, rules in zip(rows, found, strict=True):
        expected = job.decided[row.situation].rules
        assert rules == expected, f"{row.line}: {sorted(rules)}, by hand {sorted(expected)}"


def place(row: Row, decided: Decided) -> Placed:
    """Place the money of a line: whole fen, each share half up, the rest with the county."""
    form = decided.fund
    if form == _POT and row.item == _HEALTH_EMERGENCY and row.year > _LAST_YEAR_OF_ITS_POT:
        form = _SHARE
    agreed = row.subsidy if decided.agreed else 0
    lacks = not row.has_county and (_FULL_COUNTY <= form <= _POT or decided.agreed > 0)
    if lacks or agreed is None:
        return Placed(row.line, decided.decision, _status(form, "needs"), 0, 0, row.local)
    left = row.local - agreed
    city = _from_city(row, form, left)
    status = _status(form, "needs" if city is None else "determined")
    county = 0 if city is None or form == _FULL_CITY else left - city
    city = (city or 0) + (agreed if decided.agreed == _BY_CITY else 0)
    county += agreed if decided.agreed == _BY_COUNTY else 0
    return Placed(row.line, decided.decision, status, city, county, row.local - city - county)


def _status(form: int, else_: str) -> str:
    if form in (_OPEN_AUTHORITY, _OPEN_FUNDING):
        return "undetermined"
    return "outside" if form == _OUTSIDE else else_


def _from_city(row: Row, form: int, left: int) -> int | None:
    """Give what the city pays of what is left of a line; None where something is missing."""
    if form == _FULL_CITY:
        return left
    if form == _FULL_COUNTY:
        return 0
    if form == _BASE:
        return _share(row, _left_of_base(row))
    if form == _SHARE:
        return _share(row, row.local)
    if form == _WORK:
        return _for_work(row)
    return row.grant if form == _POT else None


def _left_of_base(row: Row) -> int | None:
    if row.headcount is None or row.twelfths is None:
        return None
    base = (50 * row.headcount * row.twelfths + 3) // 6
    amount = row.local - row.minus_above
    return max(0, min(base, amount) + row.minus_above)


def _share(row: Row, shared: int | None) -> int | None:
    if shared is None or row.share is None or row.share_of is None:
        return None
    return (2 * row.share * shared + row.share_of) // (2 * row.share_of)


def _for_work(row: Row) -> int | None:
    if row.workload is None or row.performance is None:
        return None
    fen = _FEN_A_SCREENING if row.item == _MATERNAL else _FEN_A_TRAINEE
    work = row.workload * row.performance * fen
    return min(row.local, (work + _TEN_THOUSANDTHS_SQUARED // 2) // _TEN_THOUSANDTHS_SQUARED)


def write(placed: Sequence[Placed], target: Path) -> None:
    """Write the result as Parquet."""
    columns = zip(Placed._fields, zip(*placed, strict=True), strict=True)
    result = {  # noqa: F841 (DuckDB finds it by its name)
        name: np.array(values, dtype=np.int64 if name.endswith("_fen") else object)
        for name, values in columns
    }
    quoted = str(target).replace("'", "''")
    with duckdb.connect() as session:
        session.execute(f"COPY (FROM result) TO '{quoted}' (FORMAT parquet)")
