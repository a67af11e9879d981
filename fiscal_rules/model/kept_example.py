"""A kept example: what once broke a law, with its values, to be tried again before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_rules.model.budget import BudgetLine, MeasureValue
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.parameter import Entry


@dataclass(frozen=True, slots=True)
class KeptExample:
    """Lines and values that broke a law; only these values are known of them."""

    law: str
    entries: tuple[Entry, ...]
    lines: tuple[BudgetLine, ...]
    measures: tuple[MeasureValue, ...]
    at: Place
