"""What the rules of a pack may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """What rules may name: each attribute's values, the payers, the clauses.

    ``levels`` are those payers whose budgets the lines are: an agreed subsidy is between them.
    """

    values: Mapping[str, tuple[str, ...]]
    derived: Mapping[str, tuple[str, ...]]
    payers: tuple[str, ...]
    levels: tuple[str, ...]
    clauses: tuple[str, ...]
    measures: tuple[str, ...]
    published: date
