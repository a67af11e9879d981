"""Parameters: dated, sourced values that rules refer to and texts do not state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.vocabulary import Standing


class ShareOf(StrEnum):
    """What a share is a share of: the rest that earlier payers left of the base, or the base."""

    REST = "rest"
    BASE = "base"


class ParameterKind(StrEnum):
    """What a parameter's value is, and so its unit."""

    SHARE = "share"
    STANDARD = "standard"
    UNIT_STANDARD = "unit-standard"
    POT = "pot"
    WEIGHTS = "weights"
    RATE = "rate"
    """For each unit of a measure, or of a pot."""
    BANDS = "bands"
    YES_NO = "yes-no"


Weights = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """What counts in each band of a measure: where it begins, from 0 up, and its coefficient."""

    steps: tuple[tuple[Fraction, Fraction], ...]

    def at(self, value: Fraction) -> Fraction:
        """Give the coefficient of the band that a value ≥ 0 lies in."""
        return [counts for starts, counts in self.steps if starts <= value][-1]


ParameterValue = Fraction | Weights | Bands | bool
"""A share (0 to 1), yuan per head and year, yuan per unit of work, yuan, weights, a rate, bands, or
yes/no."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value of a parameter: whom it holds for, what it rests on, where it stands.

    ``scope`` pairs a key (unit, class, severity, category, affiliation) with its admitted values.
    ``ends`` is the first day on which it no longer holds. A standard is kept per head and **year**;
    ``shown`` is the value as its source writes it.
    """

    parameter: str
    value: ParameterValue
    shown: str
    share_of: ShareOf | None
    starts: date
    ends: date | None
    scope: tuple[tuple[str, tuple[str, ...]], ...]
    standing: Standing
    source: str
    published: date
    file: int
    at: Place

    @property
    def specificity(self) -> tuple[int, int]:
        """Rank it: one for a unit, before one for a class, before neither; then by further keys."""
        keys = {key for key, _ in self.scope}
        place = 2 if "unit" in keys else 1 if "class" in keys else 0
        return place, len(keys - {"unit", "class"})

    @property
    def number(self) -> Fraction:
        """Give a value that is a number; its kind was checked when it was read."""
        assert isinstance(self.value, Fraction), f"{self.parameter} is not a number"
        return self.value

    @property
    def bands(self) -> Bands:
        """Give a value that is bands; its kind was checked when it was read."""
        assert isinstance(self.value, Bands), f"{self.parameter} holds no bands"
        return self.value

    def holds_on(self, day: date) -> bool:
        """Tell whether its dates include a day."""
        return self.starts <= day and (self.ends is None or day < self.ends)

    def holds_for(self, circumstances: Mapping[str, str | None]) -> bool:
        """Tell whether every key of its scope admits the circumstances; a blank is never admitted."""
        return all(circumstances.get(key) in values for key, values in self.scope)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every entry known, by parameter; ``asked_of`` is the kind of each parameter a pack uses."""

    entries: Mapping[str, tuple[Entry, ...]]
    sources: tuple[tuple[str, str], ...] = ()
    """The files merged, in their order, each with its SHA-256."""

    def of(self, parameter: str) -> tuple[Entry, ...]:
        """List the entries of a parameter, in the order of the files."""
        return self.entries.get(parameter, ())

    def with_entries(self, entries: Iterable[Entry]) -> Parameters:
        """Merge entries as a last file: of equal scope, they win."""
        merged = dict(self.entries)
        last = 1 + len(self.sources)
        for entry in entries:
            held = merged.get(entry.parameter, ())
            merged[entry.parameter] = (*held, replace(entry, file=last))
        return replace(self, entries=merged)

    def within(self, named: str) -> Parameters:
        """Take the parameters whose names begin alike, by the rest of their names."""
        held = {
            parameter.removeprefix(named): entries
            for parameter, entries in self.entries.items()
            if parameter.startswith(named)
        }
        return Parameters(held, self.sources)

    def columns_asked_by(self, parameter: str) -> tuple[str, ...]:
        """List the columns that the parameter tells apart: a line must then fill them."""
        keys = {key for entry in self.of(parameter) for key, _ in entry.scope}
        return tuple(key for key in ("category", "severity") if key in keys)

    def value(
        self, parameter: str, day: date, circumstances: Mapping[str, str | None]
    ) -> Entry | None:
        """Find the entry in force on a day for a line's circumstances, or None.

        The most specific scope wins, then the later file; ties were refused when the files were
        read (``readers.parameters``).
        """
        holding = (
            entry
            for entry in self.of(parameter)
            if entry.holds_on(day) and entry.holds_for(circumstances)
        )
        return max(holding, key=lambda entry: (entry.specificity, entry.file), default=None)
