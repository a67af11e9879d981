"""A kept example: what once broke a law, with its values, to be tried again before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_rules.model.budget import BudgetLine, MeasureValue
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.parameter import Entry, Parameters


@dataclass(frozen=True, slots=True)
class KeptExample:
    """Lines and values that broke a law; only these values are known, each of the file it was in."""

    law: str
    entries: tuple[Entry, ...]
    lines: tuple[BudgetLine, ...]
    measures: tuple[MeasureValue, ...]
    at: Place

    @property
    def parameters(self) -> Parameters:
        """The values, by parameter."""
        names = dict.fromkeys(entry.parameter for entry in self.entries)
        return Parameters({n: tuple(e for e in self.entries if e.parameter == n) for n in names})
