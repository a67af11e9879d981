"""A stretch: the months of a line over which the rules decide alike, with its share of the money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from fiscal_rules.engine.allocate.above import (
    NOTHING_ABOVE,
    FromAbove,
    circumstances,
    county_of,
    payers_above,
    possible_items,
)
from fiscal_rules.engine.infer import DecisionTable, Verdict
from fiscal_rules.model.allocation import Need
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.funding import Matching
from fiscal_rules.model.money import FEN_PER_YUAN, half_up
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import Reservation, RulePack, Unit
from fiscal_rules.model.vocabulary import (
    CLASS,
    COLUMN_BY_ID,
    LEVEL,
    NeedKind,
    Standing,
    weakest,
)

T = TypeVar("T")
_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Stretch:
    """Some months of a line, one verdict, and the part of the line's money that falls on them.

    ``amount`` and ``upper`` are fen, exact: the whole line's unless the verdict changes within it.
    ``above`` is all money from above of the line, and ``paid`` who it is that gives it.
    ``part_of_line`` is how much of the line's money falls on it; ``base`` its part of the line's
    base standard, which is rounded once over the whole line (None where the line is not cut by it).
    """

    pack: RulePack
    parameters: Parameters
    line: BudgetLine
    verdict: Verdict
    months: tuple[date, ...]
    amount: Fraction
    upper: Fraction
    paid: frozenset[str]
    above: FromAbove = NOTHING_ABOVE
    part_of_line: Fraction = Fraction(1)
    base: Fraction | None = None

    @property
    def local(self) -> Fraction:
        """What the money from above leaves of the amount."""
        return self.amount - self.upper

    @property
    def agreed(self) -> Fraction | None:
        """What falls on it of an agreed subsidy; None where there is none, or its amount lacks."""
        ruled = self.verdict.agreed
        given = None if ruled is None else self.line.money.get(ruled.value.amount)
        return None if given is None else given * self.part_of_line

    @cached_property
    def exact_base(self) -> Fraction | None:
        """The base standard over these months, in fen, not rounded; None where it is not known."""
        fund = self.verdict.fund.value if self.verdict.fund else None
        base = fund.base if isinstance(fund, Matching) else None
        heads = None if base is None else self.line.numbers.get(base.count)
        entries = None if base is None else self.look_up(base.standard)[0]
        if heads is None or entries is None:
            return None
        return sum((monthly_base(entry.number, heads) for entry in entries), start=Fraction(0))

    @cached_property
    def unit(self) -> Unit:
        """The unit whose budget the line belongs to."""
        return self.pack.unit_by_id[self.line.unit]

    @cached_property
    def county(self) -> Unit | None:
        """The county of the line: its unit, or in a line of the city itself the counterpart."""
        return county_of(self.pack, self.line)

    def has_paid(self, payer: str) -> bool:
        """Tell whether it is known what a government above gives: it then takes no share beside."""
        return payer in self.paid

    @property
    def clause(self) -> str | None:
        """The clause under which something is asked for."""
        return self.verdict.clauses[0] if self.verdict.clauses else None

    def need(self, kind: NeedKind, what: str) -> Need:
        """Say that the line waits for something."""
        return Need(kind, what, self.clause)

    def law(self) -> Standing:
        """How well it is known that the document is in force over these months."""
        spans = (self.pack.span_on(day) for day in self.months)
        return weakest(*(span.standing for span in spans if span is not None))

    def method(self, rule: str, unsaid: Standing = Standing.OFFICIAL) -> Standing:
        """How well a rule's method is known, and that it is in force over these months.

        The method is as well known as the rule says, else as its form implies.
        """
        ruled = self.pack.rule_by_id[rule]
        spans = (span for span in ruled.in_force if any(map(span.includes, self.months)))
        return weakest(ruled.standing or unsaid, *(span.standing for span in spans))

    def circumstances(self, day: date) -> dict[str, str | None]:
        """Say what parameters may tell apart of the line in a month."""
        return circumstances(self.line, self.county, day)

    def look_up(self, parameter: str) -> tuple[tuple[Entry, ...] | None, tuple[Need, ...]]:
        """Find a parameter for each month; where one lacks, say what the line needs instead."""
        asked = self.parameters.columns_asked_by(parameter)
        blank = [column for column in asked if column not in self.line.choices]
        if blank:
            return None, tuple(self.need(NeedKind.COLUMN, column) for column in blank)
        found = [
            self.parameters.value(parameter, day, self.circumstances(day)) for day in self.months
        ]
        known = tuple(entry for entry in found if entry is not None)
        if len(known) == len(found):
            return known, ()
        if self.county is None and self._some_county_has(parameter):
            return None, ()
        return None, (self.need(NeedKind.PARAMETER, parameter),)

    def reservation(self, payer: str | None, day: date) -> Reservation | None:
        """Find the open question whether a government pays its share for the line's county."""
        county = self.county
        if county is None:
            return None
        unit_class = county.class_on(day)
        return next(
            (r for r in self.pack.reservations if r.payer == payer and r.unit_class == unit_class),
            None,
        )

    def _some_county_has(self, parameter: str) -> bool:
        """Tell whether only the blank counterpart keeps a parameter from being found."""
        counties = filter(self.pack.is_lower, self.pack.units)
        return any(
            all(
                self.parameters.value(parameter, day, circumstances(self.line, county, day))
                for day in self.months
            )
            for county in counties
        )


def stretches(
    table: DecisionTable, parameters: Parameters, line: BudgetLine, above: FromAbove
) -> tuple[Stretch, ...]:
    """Cut a line where the verdict on it changes.

    Its money goes by the bases of the stretches, by months where there is none.
    """
    verdicts = [verdict_on(table, line, day) for day in line.period.months]
    months = line.period.months
    by_months = tuple(
        _with_money(
            Stretch(
                pack=table.pack,
                parameters=parameters,
                line=line,
                verdict=verdict,
                months=held,
                amount=Fraction(line.amount),
                upper=Fraction(above.whole),
                paid=payers_above(table.pack, line, (each.payer for each in above.computed)),
                above=above,
            ),
            Fraction(len(held), len(months)),
        )
        for verdict, held in runs(verdicts, months)
    )
    return by_months if len(by_months) == 1 else _by_bases(by_months)


def _with_money(stretch: Stretch, part: Fraction) -> Stretch:
    """Give a stretch its part of the line's money."""
    amount, upper = stretch.line.amount * part, stretch.above.whole * part
    return replace(stretch, amount=amount, upper=upper, part_of_line=part)


def _by_bases(held: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Divide a line's money by the bases of its stretches, where each has one."""
    bases = [stretch.exact_base for stretch in held]
    known = [base for base in bases if base is not None]
    whole = sum(known, start=Fraction(0))
    if len(known) < len(bases) or not whole:
        return held
    rounded = half_up(whole)
    return tuple(
        replace(_with_money(stretch, base / whole), base=rounded * base / whole)
        for stretch, base in zip(held, known, strict=True)
    )


def monthly_base(yearly: Fraction, heads: Fraction) -> Fraction:
    """Give a month of a standard, in fen: a twelfth of the yearly one, for so many heads."""
    return yearly * heads * FEN_PER_YUAN / _MONTHS_A_YEAR


def verdict_on(table: DecisionTable, line: BudgetLine, day: date) -> Verdict:
    """Decide a line as it stands in one month."""
    items = possible_items(table.pack, line.item, line.candidates)
    return table.decide(items, given_on(table.pack, line, day), table.space.epoch_on(day))


def given_on(pack: RulePack, line: BudgetLine, day: date) -> dict[str, str]:
    """List what a line and its unit say of it in a month; blanks are left out."""
    unit = pack.unit_by_id[line.unit]
    return {**line.choices, LEVEL: unit.level.value, CLASS: unit.class_on(day)}


def runs(keys: Sequence[T], months: Sequence[date]) -> Iterator[tuple[T, tuple[date, ...]]]:
    """Group months that follow one another and share a key."""
    by_key: Callable[[tuple[T, date]], T] = lambda pair: pair[0]  # noqa: E731
    for key, pairs in groupby(zip(keys, months, strict=True), by_key):
        yield key, tuple(day for _, day in pairs)


def in_column_order(needs: Sequence[Need]) -> tuple[Need, ...]:
    """List needs once each: columns in the order of the budget, then the rest as they came."""
    columns = list(COLUMN_BY_ID)
    kinds = list(NeedKind)

    def rank(need: Need) -> tuple[int, int]:
        is_column = need.kind is NeedKind.COLUMN and need.id in COLUMN_BY_ID
        return (0, columns.index(need.id)) if is_column else (1, kinds.index(need.kind))

    return tuple(sorted(dict.fromkeys(needs), key=rank))
