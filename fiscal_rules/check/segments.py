"""Segments: the pieces of a text between 。；，and 、 as words and as digests, and runs of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fiscal_rules.model.plan import canonical, digests

_ENDS = re.compile("[。;,、]")


@dataclass(frozen=True, slots=True)
class Segments:
    """The pieces of a text, in order: each as canonical words and as its digest."""

    words: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The longest beginning of a run that stands somewhere in a text: where, and how long."""

    start: int
    length: int


def segments_of(text: str) -> Segments:
    """Cut a text into its segments."""
    words = tuple(piece for piece in _ENDS.split(canonical(text)) if piece)
    found = Segments(words, digests(text))
    assert len(found.words) == len(found.digests), "words and digests are cut alike"
    return found


def agreement(text: Sequence[str], run: Sequence[str]) -> Agreement:
    """Find the longest beginning of a run in a text, the first of equals."""
    best = Agreement(0, 0)
    for start in range(len(text)):
        length = _agreeing(text[start : start + len(run)], run)
        if length > best.length:
            best = Agreement(start, length)
    return best


def first_stray(text: Sequence[str], quote: str) -> str:
    """Give the words of a quote from which on it is not a run of a text's segments."""
    segments = segments_of(quote)
    length = agreement(text, segments.digests).length
    return segments.words[length] if length < len(segments.words) else quote


def _agreeing(text: Sequence[str], run: Sequence[str]) -> int:
    for i, (one, other) in enumerate(zip(text, run, strict=False)):
        if one != other:
            return i
    return min(len(text), len(run))
