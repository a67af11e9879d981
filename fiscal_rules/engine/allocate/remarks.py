"""Remarks: duties that come with the money, and what an auditor would notice on a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from fiscal_rules.engine.allocate.parts import BaseFacts
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.model.allocation import Remark
from fiscal_rules.model.budget import BudgetLine, Period
from fiscal_rules.model.decision import Ruled
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.rulepack import Comparison, Operand, RulePack, ThenIf
from fiscal_rules.model.text import folded
from fiscal_rules.model.vocabulary import ADVANCE, HEADCOUNT_BASIS, STAGE, UNLISTED, Duty, Finding

_SUGGESTIONS = 3
_ALIKE = 0.4


def remarks(stretch: Stretch, base: BaseFacts | None) -> tuple[list[Remark], list[Remark]]:
    """List the duties and the findings that the rules give a stretch of a line."""
    verdict = stretch.verdict
    duties = [Remark(ruled.value, ruled.clause) for ruled in verdict.duties]
    findings = [Remark(ruled.value, ruled.clause) for ruled in verdict.findings]
    for ruled in verdict.then_if:
        if _holds(stretch, ruled, base):
            duties += (Remark(duty, ruled.clause) for duty in ruled.value.duties)
            findings += (Remark(finding, ruled.clause) for finding in ruled.value.findings)
    return duties, [*findings, *before_the_law(stretch)]


def before_the_law(stretch: Stretch) -> list[Remark]:
    """Remark on months before the document first applies."""
    is_before = not stretch.verdict.in_force and stretch.months[0] < _first_day(stretch.pack)
    return [Remark(Finding.BEFORE_THE_LAW, None)] if is_before else []


def remarks_on_reading(pack: RulePack, line: BudgetLine) -> list[Remark]:
    """List what reading a line alone shows: unknown items, old codes, another basis of heads."""
    found = [Remark(Finding(finding), None) for finding in line.findings]
    if line.item == UNLISTED:
        found.append(Remark(Finding.ITEM_NOT_IN_PACK, None, nearest_items(pack, line.item_text)))
    item = pack.item_by_id.get(line.item or "")
    basis = line.choices.get(HEADCOUNT_BASIS.id)
    if item and item.basis and basis and basis != item.basis:
        found.append(Remark(Finding.BASIS_DIFFERS, None))
    return found


def nearest_items(pack: RulePack, text: str) -> tuple[str, ...]:
    """Suggest the items whose names are nearest to a text, the nearest first."""
    near = get_close_matches(folded(text), list(pack.item_by_label), n=9, cutoff=_ALIKE)
    ids = dict.fromkeys(pack.item_by_label[label].id for label in near)
    return tuple(ids)[:_SUGGESTIONS]


def is_advance(line: BudgetLine) -> bool:
    """Tell whether a line was paid beforehand, and its cost is said by another."""
    return line.choices.get(STAGE.id) == ADVANCE


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads that some lines of a unit count for an item in each of their months.

    ``number`` is None where they count none.
    """

    unit: str
    item: str
    period: Period
    number: Fraction | None


def heads_of(line: BudgetLine) -> Heads | None:
    """Say what heads a line counts; None where its item is blank.

    An advance counts none: the line that settles it has them again.
    """
    if line.item is None:
        return None
    heads = None if is_advance(line) else line.numbers.get("headcount")
    return Heads(line.unit, line.item, line.period, heads)


CountedTwice = frozenset[tuple[str, str, int]]
"""Units, with an item and a year, that seem to count the people of their parts once more."""


def double_counts(pack: RulePack, heads: Iterable[Heads | None]) -> CountedTwice:
    """Find units that seem to count the people of their parts, which have lines of their own.

    In some month their heads for one item exceed their population less that of those parts.
    """
    by_item: dict[tuple[str, int], list[Heads]] = defaultdict(list)
    for found in heads:
        if found is not None:
            by_item[found.item, found.period.year].append(found)
    return frozenset(
        (host, item, year)
        for (item, year), together in by_item.items()
        for host in dict.fromkeys(found.unit for found in together)
        if _counts_twice(pack, host, together)
    )


def noticed(line: BudgetLine, doubled: CountedTwice) -> tuple[Remark, ...]:
    """List the findings of a line that other lines show."""
    counts = "headcount" in line.numbers and (line.unit, line.item, line.year) in doubled
    return (Remark(Finding.POSSIBLE_DOUBLE_COUNT, None),) if counts else ()


def _counts_twice(pack: RulePack, host: str, together: Sequence[Heads]) -> bool:
    present = {found.unit for found in together}
    parts = [unit for unit in pack.units if unit.part_of == host and unit.id in present]
    population = pack.unit_by_id[host].population
    if not parts or population is None or any(part.population is None for part in parts):
        return False
    own = population - sum(part.population or 0 for part in parts)
    heads: dict[int, Fraction] = defaultdict(Fraction)
    for found in together:
        if found.unit == host and found.number is not None:
            for day in found.period.months:
                heads[day.month] += found.number
    return max(heads.values(), default=Fraction(0)) > own


def _holds(stretch: Stretch, ruled: Ruled[ThenIf], base: BaseFacts | None) -> bool:
    then_if = ruled.value
    left = _number(stretch, then_if.left, base)
    right = _number(stretch, then_if.right, base)
    if left is None or right is None:
        return then_if.comparison is Comparison.UNKNOWN
    match then_if.comparison:
        case Comparison.ABOVE:
            return left > right
        case Comparison.BELOW:
            return left < right
        case Comparison.EQUAL:
            return left == right
        case Comparison.UNKNOWN:
            return False


def _number(stretch: Stretch, operand: Operand, base: BaseFacts | None) -> Fraction | None:
    """Find a number of the line in yuan, heads or units of work; None where it is not known.

    The amount of an advance is no cost to compare: what the cost comes to, its settlement says.
    """
    facts = base or BaseFacts()
    line = stretch.line
    match operand.source, operand.id:
        case "quantity", "amount":
            return None if is_advance(line) else stretch.amount / FEN_PER_YUAN
        case "quantity", "base":
            return None if facts.base is None else facts.base / FEN_PER_YUAN
        case "quantity", "standard":
            return facts.standard
        case "parameter", parameter:
            return number_of(stretch, parameter)
        case _, column:
            if column in line.money:
                return Fraction(line.money[column], FEN_PER_YUAN)
            return line.numbers.get(column)


def number_of(stretch: Stretch, parameter: str) -> Fraction | None:
    """Find the number that a parameter has when a stretch begins; None where none is known."""
    day = stretch.months[0]
    entry = stretch.parameters.value(parameter, day, stretch.circumstances(day))
    return None if entry is None else entry.number


def _first_day(pack: RulePack) -> date:
    return min(span.starts for span in pack.in_force)


def once(found: Iterable[Remark]) -> tuple[Remark, ...]:
    """Keep each remark once, duties and findings in the order of their vocabulary."""
    order = [*Duty, *Finding]
    return tuple(sorted(dict.fromkeys(found), key=lambda remark: order.index(remark.id)))
