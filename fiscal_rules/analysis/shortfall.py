"""Shortfall: the least that would have to be otherwise for a condition to hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from fiscal_rules.model.condition import AllOf, AnyOf, Condition, Is, Not


class Must(Enum):
    """Whether an attribute must have one of some values, or none of them."""

    BE = "be"
    NOT_BE = "not be"


@dataclass(frozen=True, slots=True)
class Failed:
    """A test that does not hold; ``found`` is None where the attribute is blank."""

    attribute: str
    must: Must
    values: tuple[str, ...]
    found: str | None


Derivations = Callable[[str], Sequence[tuple[str, Condition]]]
"""The values that rules derive for an attribute, each with the condition of its rule."""


def no_derivations(_attribute: str) -> Sequence[tuple[str, Condition]]:
    """Say that no rule derives an attribute."""
    return ()


def shortfall(
    condition: Condition,
    known: Mapping[str, str],
    derivations: Derivations = no_derivations,
    *,
    must: Must = Must.BE,
) -> tuple[Failed, ...]:
    """List the fewest tests of a condition that would have to change; none where it holds.

    A blank fails a test either way, since nothing is said. A derived attribute is followed back to
    what the rule that derives it asks.

    >>> both = AllOf((Is("affiliation", ("city",)), Is("in_health_plan", ("yes",))))
    >>> [(failed.attribute, failed.found) for failed in shortfall(both, {"affiliation": "county"})]
    [('affiliation', 'county'), ('in_health_plan', None)]
    """
    match condition:
        case Is():
            return _of_a_test(condition, known, derivations, must)
        case AllOf(parts) | AnyOf(parts):
            found = [shortfall(part, known, derivations, must=must) for part in parts]
            together = isinstance(condition, AllOf) is (must is Must.BE)
            return _together(found) if together else min(found, key=len, default=())
        case Not(part):
            return shortfall(part, known, derivations, must=_opposite(must))
        case _:
            assert_never(condition)


def _of_a_test(
    test: Is, known: Mapping[str, str], derivations: Derivations, must: Must
) -> tuple[Failed, ...]:
    found = known.get(test.attribute)
    if found is not None and (found in test.values) is (must is Must.BE):
        return ()
    ways = [
        shortfall(condition, known, derivations)
        for value, condition in derivations(test.attribute)
        if (value in test.values) is (must is Must.BE)
    ]
    itself = (Failed(test.attribute, must, test.values, found),)
    return min((way for way in ways if way), key=len, default=itself)


def _together(found: Sequence[tuple[Failed, ...]]) -> tuple[Failed, ...]:
    return tuple(dict.fromkeys(failed for part in found for failed in part))


def _opposite(must: Must) -> Must:
    return Must.NOT_BE if must is Must.BE else Must.BE
