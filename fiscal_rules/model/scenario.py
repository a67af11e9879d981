"""Scenarios: ordered changes laid over a pack, its parameters and a budget; the base stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import Rule
from fiscal_rules.model.text import Text


@dataclass(frozen=True, slots=True)
class SetValues:
    """Further values of parameters; of equally specific ones they count before the base's."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Multiply:
    """Every value of a parameter times a number, from a day on, to another (not included)."""

    parameter: str
    by: Fraction
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Grow:
    """A column of numbers times 1 + ``by``, in lines of some units, items and years (empty: all)."""

    column: str
    by: Fraction
    units: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def touches(self, line: BudgetLine) -> bool:
        """Tell whether a line is among those that grow."""
        return (
            (not self.units or line.unit in self.units)
            and (not self.items or line.item in self.items)
            and (not self.years or line.year in self.years)
        )


@dataclass(frozen=True, slots=True)
class AddLine:
    """A line beside those of the budget."""

    line: BudgetLine


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """A unit in another class, from a day on."""

    unit: str
    unit_class: str
    starts: date


@dataclass(frozen=True, slots=True)
class Index:
    """A parameter that goes on from what it is before a day, ``by`` more in each year from then on.

    ``ends`` is the first day on which it does no longer.
    """

    parameter: str
    by: Fraction
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Carry:
    """Every value that holds on the day before ``starts`` goes on to ``ends`` (not included).

    Where a parameter has values of its own for later days, equally specific ones, these count.
    """

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class PutRule:
    """A rule in the place of the one of its id, or beside the others where there is none."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class DropRule:
    """A rule left out."""

    rule: str


@dataclass(frozen=True, slots=True)
class LawOn:
    """The law of one day (rules, their dates, classes of units), for lines of whatever date."""

    day: date


@dataclass(frozen=True, slots=True)
class KnownOn:
    """Only rules and values that were published by a day."""

    day: date


ValueChange = SetValues | Multiply | Index | Carry
LineChange = Grow | AddLine
LawChange = ChangeClass | PutRule | DropRule | LawOn | KnownOn
Overlay = ValueChange | LineChange | LawChange


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario: ``id`` is the name of its file, ``digest`` the SHA-256 of what it says."""

    id: str
    name: Text
    overlays: tuple[Overlay, ...]
    digest: str
