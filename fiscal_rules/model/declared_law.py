"""Declared laws: what a pack says must hold of every line, whatever the parameters and the budget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import ITEM


class Limit(StrEnum):
    """On which side of its limit a payer stays."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Whole(StrEnum):
    """Of what a limit is a share: the line's amount, or what money from above leaves of it."""

    AMOUNT = "amount"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class DeclaredLaw:
    """A law on lines that fill in some values: a payer pays at most, or at least, a share of a whole.

    ``when`` pairs attributes (the item among them) with the values admitted; a blank is no value.
    Of a line that is not determined nothing is asked but that a payer does not pay too much.
    """

    id: str
    says: Text
    when: tuple[tuple[str, tuple[str, ...]], ...]
    payer: str
    limit: Limit
    share: Fraction
    of: Whole
    at: Place

    def values_of(self, attribute: str) -> tuple[str, ...]:
        """Give the values of an attribute that it is about; none where it is about all."""
        return dict(self.when).get(attribute, ())

    def concerns(self, line: BudgetLine) -> bool:
        """Tell whether a line fills in the values that the law is about."""
        given = {**line.choices, ITEM: line.item}
        return all(given.get(attribute) in values for attribute, values in self.when)
