"""A gap (收支缺口): by how much a county's revenue falls short of what it has to spend in a year."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.money import Fen


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap of a county in a year, as it was reported; ≥ 0."""

    unit: str
    year: int
    amount: Fen
    at: Place
