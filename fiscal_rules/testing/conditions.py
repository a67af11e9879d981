"""Strategies for conditions: small, overlapping, nested, and with negations."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from fiscal_rules.model.condition import AllOf, AnyOf, Condition, Is, Not

Vocabulary = Mapping[str, tuple[str, ...]]
"""The attributes that conditions may test, each with its values."""

_MOST_VALUES = 3
_MOST_TESTS = 4


def conditions(vocabulary: Vocabulary) -> st.SearchStrategy[Condition]:
    """Draw a condition of at most four tests."""
    return st.recursive(tests(vocabulary), _combined, max_leaves=_MOST_TESTS)


def tests(vocabulary: Vocabulary) -> st.SearchStrategy[Condition]:
    """Draw a test of one attribute."""
    return st.sampled_from(sorted(vocabulary)).flatmap(lambda a: _test(a, vocabulary[a]))


def _test(attribute: str, values: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=_MOST_VALUES, unique=True)
    return some.map(lambda chosen: Is(attribute, tuple(chosen)))


def _combined(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(part, min_size=1, max_size=2).map(tuple)
    return several.map(AllOf) | several.map(AnyOf) | part.map(Not)
