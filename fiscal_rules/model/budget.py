"""A budget: the lines that were read, the rows that were refused, and the measures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.money import Fen


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months within one year, both ends included.

    >>> Period(2022, 6, 8).months
    (datetime.date(2022, 6, 1), datetime.date(2022, 7, 1), datetime.date(2022, 8, 1))
    """

    year: int
    first: int = 1
    last: int = 12

    @property
    def months(self) -> tuple[date, ...]:
        """Give the first day of each month."""
        return tuple(date(self.year, month, 1) for month in range(self.first, self.last + 1))


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line as it was read. What a cell left blank is None, never 0.

    ``unit`` and ``counterpart`` are ids of the pack. ``item`` is an id, ``"unlisted"`` for a name
    the pack does not know, or None where the cell is blank and ``candidates`` (from the functional
    code) are not exactly one. ``choices`` holds the attributes that were filled in.
    """

    id: str
    at: Place
    period: Period
    unit: str
    amount: Fen
    item: str | None
    item_text: str = ""
    candidates: tuple[str, ...] = ()
    counterpart: str | None = None
    recipient: str | None = None
    """The treasury that receives its money, where the pack declares it as one."""
    function_code: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Fen] = field(default_factory=dict)
    """Columns of money beside the amount that were filled in: funds above, agreed subsidy."""
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    """Head count, county standard, workload, performance, where filled in."""
    findings: tuple[str, ...] = ()
    """What was noticed while reading: superseded codes, code and item that disagree."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """The known columns as canonical text, money in yuan: what is written back beside results."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns that the engine does not know, carried through as they are."""

    @property
    def year(self) -> int:
        """The budget year."""
        return self.period.year


@dataclass(frozen=True, slots=True)
class Which:
    """Which item a line is for, as far as its item and its functional code say.

    ``item`` and ``candidates`` are as in a line; ``item_text`` is kept for an item that the pack does
    not know. ``mismatch`` says that item and code disagree.
    """

    item: str | None
    item_text: str = ""
    candidates: tuple[str, ...] = ()
    mismatch: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Where a line belongs: its unit, in a line of the city itself the county that pays.

    ``superseded`` says that the name or code of the unit was not valid in the line's months.
    ``recipient`` is the treasury that receives its money, where the pack declares it as one.
    """

    unit: str
    counterpart: str | None
    superseded: bool
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How a line is described: the choices that its item asks for, the numbers that it fills in.

    ``present`` are columns of numbers; ``no_heads`` says that the head count is 0.
    """

    choices: tuple[tuple[str, str], ...]
    present: frozenset[str]
    no_heads: bool


@dataclass(frozen=True)
class LineTable:
    """The lines of a budget as columns, to be read in one pass.

    ``relation`` is a SELECT that gives for each line ``row`` (from 0, in the order of the budget),
    ``which``, ``period``, ``place``, ``how`` (positions in the tuples below), ``line`` (its id), each
    column of numbers in whole units (``model.vocabulary.UNITS``), every other known column as text
    under its name (``year`` may be a number), and those carried as ``carried_0`` and on.
    ``variables`` are what it refers to by ``getvariable``. ``keeps`` is what must live as long.
    """

    relation: str
    texts: str
    """A SELECT of ``row`` and of everything in the relation but sorts and numbers, in its order."""
    variables: Mapping[str, str | tuple[str | None, ...] | tuple[int, ...]]
    items: tuple[Which, ...]
    periods: tuple[Period, ...]
    places: tuple[Where, ...]
    hows: tuple[How, ...]
    rows: int
    refused: tuple[int, ...] = ()
    """Rows that are not in the relation, though counted among ``rows``."""
    keeps: object = None
    told_apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each item, the columns by which its lines are told apart."""

    @property
    def lines(self) -> int:
        """Count the lines."""
        return self.rows - len(self.refused)


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A measure of a unit for an item's pot of a year."""

    unit: str
    item: str
    year: int
    measure: str
    value: Fraction
    at: Place


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not read: every reason, and what is known of where it would have belonged."""

    row: str
    problems: tuple[Diagnostic, ...]
    item: str | None = None
    year: int | None = None
    settles: str | None = None
    """What it says it is settled with."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget as it was read: each row of the source is a line or a refused row, once.

    ``digest`` is the SHA-256 of what was read; ``extra_columns`` keeps the carried headers in order.
    ``notes`` are remarks that do not refuse anything (hidden rows, totals left out).
    """

    path: str
    digest: str
    lines: Sequence[BudgetLine]
    refused: tuple[RefusedRow, ...]
    measures: tuple[MeasureValue, ...]
    columns: tuple[str, ...] = ()
    extra_columns: tuple[str, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    table: LineTable | None = None
    """The lines as columns, where they were read so; ``lines`` is then empty."""

    @property
    def is_empty(self) -> bool:
        """Tell whether no row of it could be read."""
        return not (self.lines if self.table is None else self.table.lines)
