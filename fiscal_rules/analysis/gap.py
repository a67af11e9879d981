"""Gap (收支缺口): what of a county's gap bonds may meet, and what is left to general transfers.

Local government bonds may meet a county's own capital spending on institutions in the regional
health plan: the lines that rules find ``bond-eligible``. What they do not meet is made up mainly by
general transfers from above. The text says no amounts: nothing is said of who pays how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fiscal_rules.engine.allocate.above import possible_items
from fiscal_rules.engine.allocate.stretch import given_on
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.condition import NEVER, restrict
from fiscal_rules.model.gap import Gap
from fiscal_rules.model.money import Fen
from fiscal_rules.model.plan import Clause
from fiscal_rules.model.rulepack import Question, RulePack
from fiscal_rules.model.vocabulary import Finding, Standing, weakest


@dataclass(frozen=True, slots=True)
class CapitalLine:
    """A line of capital spending that bonds may meet.

    ``own`` is what the county is known to pay of it; ``unsettled`` what it may pay beside, or all
    that it pays where it is not known whether bonds may meet the line. ``unit`` is None where the
    line does not say which county's it is.
    """

    line: str
    year: int
    unit: str | None
    own: Fen
    unsettled: Fen
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class GapSplit:
    """A gap in its parts, which add up to it.

    ``bonds`` may be met by bonds; of ``open`` it is not known; ``rest`` is all else. ``own`` is the
    county's own eligible spending and ``unsettled`` what may come to it: ``lines`` have both.
    ``in_budget`` tells whether the budget has any line of the county in that year: without one,
    nothing is known of its spending, and the whole gap is open.
    """

    gap: Gap
    bonds: Fen
    open: Fen
    rest: Fen
    own: Fen
    unsettled: Fen
    lines: tuple[CapitalLine, ...]
    in_budget: bool

    @property
    def standing(self) -> Standing | None:
        """The weakest of what the spending behind ``bonds`` rests on; None without any."""
        found = [line.standing for line in self.lines if line.own and line.standing is not None]
        return weakest(*found) if found else None


@dataclass(frozen=True, slots=True)
class GapSplits:
    """The gaps of counties in their parts, with the clauses that say so.

    ``bonds_by`` are the clauses of the rules that allow bonds, ``rest_by`` the one on all else;
    none where the pack has none. ``nowhere`` are lines that may belong to any county.
    """

    allocation: Allocation
    splits: tuple[GapSplit, ...]
    bonds_by: tuple[Clause, ...]
    rest_by: Clause | None
    nowhere: tuple[CapitalLine, ...]


_Seen = dict[object, frozenset[bool]]
"""What was found out of lines that are described alike."""


def split_gap(
    gap: Gap, lines: Sequence[CapitalLine], *, in_budget: bool
) -> GapSplit:  # fmt: skip
    """Split a gap: bonds meet at most the county's own part of the lines, and at most the gap.

    >>> from fiscal_rules.model.diagnostic import Place
    >>> gap = Gap("莘县", 2020, 1000, Place("gaps.csv"))
    >>> line = CapitalLine("1", 2020, "莘县", own=300, unsettled=200, standing=Standing.OFFICIAL)
    >>> split = split_gap(gap, [line], in_budget=True)
    >>> split.bonds, split.open, split.rest
    (300, 200, 500)
    """
    own, unsettled = sum(line.own for line in lines), sum(line.unsettled for line in lines)
    bonds = min(gap.amount, own)
    opened = min(gap.amount - bonds, unsettled) if in_budget else gap.amount - bonds
    rest = gap.amount - bonds - opened
    return GapSplit(gap, bonds, opened, rest, own, unsettled, tuple(lines), in_budget)


def split_gaps(table: DecisionTable, allocation: Allocation, gaps: Iterable[Gap]) -> GapSplits:
    """Split every gap by the lines of its county and year."""
    asked = list(gaps)
    years = {gap.year for gap in asked}
    results = [result for result in allocation.results if result.line.year in years]
    seen: _Seen = {}
    lines = [line for result in results if (line := _capital(table, result, seen)) is not None]
    present = {(result.line.unit, result.line.year) for result in results}
    return GapSplits(
        allocation=allocation,
        splits=tuple(
            split_gap(
                gap,
                [line for line in lines if (line.unit, line.year) == (gap.unit, gap.year)],
                in_budget=(gap.unit, gap.year) in present,
            )
            for gap in asked
        ),
        bonds_by=_allowing(table.pack),
        rest_by=table.pack.clause_on(Question.GAP),
        nowhere=tuple(line for line in lines if line.unit is None),
    )


def _capital(table: DecisionTable, result: LineResult, seen: _Seen) -> CapitalLine | None:
    """Say what a county pays of a line that bonds may meet, or might; None of any other.

    Where bonds may meet it in some of its months only, or for some values of its blanks, all that
    the county pays is unsettled.
    """
    found = any(remark.id is Finding.BOND_ELIGIBLE for remark in result.findings)
    ways = _ways(table, result.line, seen)
    if not found and True not in ways:
        return None
    is_sure = found and len(ways) == 1
    county = _county_of(table.pack, result.line)
    paid = [payment for payment in result.payments if payment.payer_treasury == county]
    own = sum(payment.amount for payment in paid)
    standings = [payment.standing for payment in paid if payment.standing is not None]
    return CapitalLine(
        line=result.line.id,
        year=result.line.year,
        unit=county,
        own=own if is_sure else 0,
        unsettled=result.open if is_sure else result.open + own,
        standing=weakest(*standings) if is_sure and standings else None,
    )


def _county_of(pack: RulePack, line: BudgetLine) -> str | None:
    """Name the county that pays of a line: its unit, or the one that a line of the city names."""
    unit = pack.unit_by_id[line.unit]
    return unit.id if pack.is_lower(unit) else line.counterpart


def _ways(table: DecisionTable, line: BudgetLine, seen: _Seen) -> frozenset[bool]:
    """Tell whether bonds may meet a line, month by month, for every value of its blanks."""
    items = possible_items(table.pack, line.item, line.candidates)
    if not any(any(_allows(table.pack, item)) for item in items):
        return frozenset({False})
    key = (items, line.unit, line.period, tuple(sorted(line.choices.items())))
    if key not in seen:
        seen[key] = frozenset(_each_way(table, line, items))
    return seen[key]


def _each_way(table: DecisionTable, line: BudgetLine, items: Sequence[str]) -> Iterator[bool]:
    for item in items:
        for day in line.period.months:
            epoch = table.space.epoch_on(day)
            ways = table.completions(item, given_on(table.pack, line, day), epoch)
            yield from (epoch.in_force and _finds(table, row) for row in set(ways.values()))


def _finds(table: DecisionTable, row: int) -> bool:
    return any(ruled.value is Finding.BOND_ELIGIBLE for ruled in table.decisions[row].findings)


def _allows(pack: RulePack, item: str) -> Iterator[str]:
    """List the clauses of the rules that allow bonds for an item."""
    for rule in pack.rules:
        if Finding.BOND_ELIGIBLE in rule.findings and restrict(rule.when, item) != NEVER:
            yield rule.clause


def _allowing(pack: RulePack) -> tuple[Clause, ...]:
    clauses = {rule.clause for rule in pack.rules if Finding.BOND_ELIGIBLE in rule.findings}
    return tuple(clause for clause in pack.clauses if clause.id in clauses)
