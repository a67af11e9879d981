"""Money from above of a line: what its columns say, and what a pack above computes of the blank ones.

A blank counts as none received, unless a parameter says that the pack above is to compute it
(``model.rulepack.PackAbove``). What that pack leaves open is then not known here either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Need, Step
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.funding import AGREED_COLUMNS
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import PackAbove, RulePack, Unit
from fiscal_rules.model.vocabulary import UNLISTED, NeedKind, Standing


@dataclass(frozen=True, slots=True)
class Cited:
    """By which rule and clause of a pack above money is computed, and how well that is known."""

    rule: str
    clause: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class ComputedMoney:
    """What a government above gives by the pack above, in fen."""

    payer: str
    amount: Fen
    cited: Cited


@dataclass(frozen=True, slots=True)
class FromAbove:
    """Money from above: ``given`` by the line's columns, and ``computed`` where they are blank.

    Where it cannot be computed, ``is_open``: the whole line waits, for ``needs`` and for what its
    item is.
    """

    given: Fen = 0
    computed: tuple[ComputedMoney, ...] = ()
    is_open: bool = False
    needs: tuple[Need, ...] = ()
    used: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def whole(self) -> Fen:
        """All that governments above give."""
        return self.given + sum(each.amount for each in self.computed)


NOTHING_ABOVE = FromAbove()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack above is asked, and why: a line of its own unit, and whose money is blank.

    ``line`` is None where it is not settled which of several items the line is.
    """

    above: PackAbove
    table: DecisionTable
    parameters: Parameters
    line: BudgetLine | None
    payers: tuple[str, ...]
    used: tuple[Entry, ...]

    def need(self, need: Need) -> Need:
        """Say what the pack above needs, as something that the line waits for."""
        is_parameter = need.kind is NeedKind.PARAMETER
        name = self.above.named(need.id) if is_parameter else need.id
        return Need(need.kind, name, None if need.clause is None else self.cited(need.clause))

    def cited(self, name: str) -> str:
        """Cite a rule or a clause of the pack above."""
        return f"{self.above.pack.id} {name}"


def ask_above(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> Asked | None:
    """Ask the pack above what it makes of a line; None where the line's own columns say it all."""
    above = table.pack.pack_above
    if above is None or table.above is None:
        return None
    payers = tuple(
        g.id
        for g in table.pack.above()
        if g.id in above.payers and g.funds is not None and g.funds not in line.money
    )
    items = possible_items(table.pack, line.item, line.candidates)
    if not payers or not any(item in above.items for item in items):
        return None
    said = [
        parameters.value(above.when, day, circumstances(line, county_of(table.pack, line), day))
        for day in line.period.months
    ]
    used = tuple(dict.fromkeys(entry for entry in said if entry is not None and entry.value))
    if len(used) == 0 or any(entry is None or not entry.value for entry in said):
        return None
    there = replace(line, item=items[0], unit=above.unit, counterpart=None, findings=())
    within = parameters.within(above.named(""))
    settled = there if len(items) == 1 else None
    return Asked(above, table.above, within, settled, payers, used)


def possible_items(
    pack: RulePack, item: str | None, candidates: tuple[str, ...]
) -> tuple[str, ...]:
    """List the items that a line may be: one, unless its item is blank."""
    if item is not None:
        return (item,)
    return candidates or (*(item.id for item in pack.items), UNLISTED)


def upper_money(pack: RulePack, line: BudgetLine) -> Fen:
    """Add up what a line says that governments above give; blank counts as none received."""
    return sum(line.money.get(government.funds or "", 0) for government in pack.above())


def room_above(pack: RulePack, line: BudgetLine) -> Fen:
    """Say how much of a line governments above may give beside what its columns say they do.

    What is agreed between two governments comes before it.
    """
    agreed = sum(line.money.get(column, 0) for column in AGREED_COLUMNS)
    return line.amount - upper_money(pack, line) - agreed


def payers_above(pack: RulePack, line: BudgetLine, computed: Iterable[str] = ()) -> frozenset[str]:
    """Name the governments above of which the line says what they give, or a pack above does."""
    given = (g.id for g in pack.above() if g.funds is not None and g.funds in line.money)
    return frozenset((*given, *computed))


def county_of(pack: RulePack, line: BudgetLine) -> Unit | None:
    """Find the county of a line: its unit, or in a line of the city itself the counterpart."""
    unit = pack.unit_by_id[line.unit]
    if pack.is_lower(unit):
        return unit
    return None if line.counterpart is None else pack.unit_by_id[line.counterpart]


def circumstances(line: BudgetLine, county: Unit | None, day: date) -> dict[str, str | None]:
    """Say what parameters may tell apart of a line in a month."""
    return {
        **{key: line.choices.get(key) for key in ("severity", "category", "affiliation")},
        "unit": None if county is None else county.id,
        "class": None if county is None else county.class_on(day),
    }
