"""The types of what the pytest plug-in's fixtures give, for the annotations of users' tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from fiscal_rules.model.allocation import Allocation
from fiscal_rules.testing.laws import Law

Cells = Mapping[str, str | int]
"""A row by column; money is written as text, or as a whole number of yuan, never as a float."""


class AllocateLines(Protocol):
    """Allocate lines by the pack's parameters; ``measures`` are what pots count.

    BudgetRefusedError lists everything wrong with them.
    """

    def __call__(self, *lines: Cells, measures: Sequence[Cells] = ()) -> Allocation:
        """Allocate lines."""
        ...


class NoBudgetBreaks(Protocol):
    """Search for a budget and parameters that break a law; found, they fail the test.

    ``items`` are those that lines are for (none: all sorts of lines). The same seed draws the same.
    """

    def __call__(
        self, law: Law, *, examples: int = 100, seed: int = 0, items: Sequence[str] = ()
    ) -> None:
        """Search."""
        ...
