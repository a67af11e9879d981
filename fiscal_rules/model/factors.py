"""Factors of a pot (因素法): how measures become shares of it, and what bounds a unit's grant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class MeasureBy(StrEnum):
    """How a measure counts before it is taken as a share of its total."""

    VALUE = "value"
    INVERSE = "inverse"
    """By its reciprocal: less fiscal capacity, more money."""
    PER_HEAD = "per_head"
    """Divided by another measure."""
    BANDED = "banded"
    """By the coefficient of the band that it lies in."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A factor of a pot; ``of`` is what it is divided by, ``bands`` the parameter of its bands."""

    id: str
    by: MeasureBy = MeasureBy.VALUE
    of: str | None = None
    bands: str | None = None

    @property
    def divisors(self) -> tuple[str, ...]:
        """Name what it divides by, which must be above 0."""
        if self.by is MeasureBy.INVERSE:
            return (self.id,)
        return () if self.of is None else (self.of,)

    @property
    def asked(self) -> tuple[str, ...]:
        """Name every measure whose value it needs."""
        return (self.id,) if self.of is None else (self.id, self.of)


@dataclass(frozen=True, slots=True)
class Times:
    """A measure by which a unit's weighted share is multiplied (绩效系数).

    Renormalised, the whole pot is given all the same; else what the coefficients cut stays unspent.
    """

    measure: str
    renormalise: bool = True


@dataclass(frozen=True, slots=True)
class PotBound:
    """The least or most of a unit's grant: a rate times a measure, or times the pot."""

    rate: str
    of: str | None = None


class FloorsFrom(StrEnum):
    """Who bears what floors add to a unit's grant."""

    OTHERS = "others"
    """The other units: the pot stays as it is."""
    PAYER = "payer"
    """The government that pays the pot, beside it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds the grants of a pot, beside each line's local amount; a floor holds over a cap."""

    at_least: tuple[PotBound, ...] = ()
    at_most: tuple[PotBound, ...] = ()
    floors_from: FloorsFrom = FloorsFrom.OTHERS

    @property
    def all(self) -> tuple[PotBound, ...]:
        """Every bound, the floors first."""
        return (*self.at_least, *self.at_most)


NO_BOUNDS = Bounds()


def measures_asked(
    measures: tuple[Measure, ...], times: Times | None, bounds: Bounds
) -> Iterator[str]:
    """Name every measure that a pot needs, each once."""
    found = [name for measure in measures for name in measure.asked]
    found += [] if times is None else [times.measure]
    found += [bound.of for bound in bounds.all if bound.of is not None]
    yield from dict.fromkeys(found)
