"""Outcomes: what lines of a kind and a place come to, for each way in which comparisons come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fiscal_rules.engine.columns.kinds import Sorted
from fiscal_rules.engine.columns.recipes import Laid, Recipe, outcome, part_column


@dataclass(frozen=True)
class Outcomes:
    """Every outcome that is asked for, made once."""

    sorted: Sorted
    recipes: Mapping[int, Recipe]
    uppers: tuple[str, ...]
    """The columns of money from above."""
    _laid: dict[tuple[int, int], Laid] = field(default_factory=dict, repr=False)
    _placed: dict[tuple[int, int, int], Laid] = field(default_factory=dict, repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns of parts: as many as the recipe with the most of them has."""
        most = max((len(made.parts) for made in self.recipes.values()), default=0)
        return tuple(part_column(i) for i in range(most))

    def of(self, kind: int, bits: int, place: int) -> Laid:
        """Find the outcome of lines of a kind and a place."""
        key = (kind, bits, place)
        if key not in self._placed:
            example = self.sorted.kinds[kind].example
            laid = self._of_kind(kind, bits)
            self._placed[key] = laid.placed(example, self.sorted.places[place])
        return self._placed[key]

    def _of_kind(self, kind: int, bits: int) -> Laid:
        if (kind, bits) not in self._laid:
            self._laid[kind, bits] = outcome(self.recipes[kind], bits)
        return self._laid[kind, bits]
