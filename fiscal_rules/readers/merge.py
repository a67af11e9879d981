"""Merge dated entries: end the open ones where the next begins, and find those that tie."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from fiscal_rules.model.parameter import Entry

K = TypeVar("K")


def closed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """End each open entry where, in its file, the next one with the same scope begins."""
    starts = {
        key: sorted(entry.starts for entry in held)
        for key, held in _grouped(entries, _same_scope).items()
    }
    return tuple(
        replace(entry, ends=_after(entry.starts, starts[_same_scope(entry)]))
        if entry.ends is None
        else entry
        for entry in entries
    )


def ties(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Find entries of one file, equally specific, that can hold on one day for one line.

    Yields the later of the two in the file, and the earlier.
    """
    for held in _grouped(entries, lambda e: (e.parameter, e.file, e.specificity)).values():
        apart: list[Entry] = []
        for entry in sorted(held, key=lambda e: e.starts):
            apart = [other for other in apart if other.ends is None or entry.starts < other.ends]
            rival = next((other for other in apart if _share_a_line(entry, other)), None)
            if rival is None:
                apart.append(entry)
            else:
                yield max(entry, rival, key=_position), min(entry, rival, key=_position)


def _same_scope(entry: Entry) -> tuple[object, ...]:
    return entry.parameter, entry.file, entry.scope


def _position(entry: Entry) -> tuple[int, int]:
    return entry.at.line or 0, entry.at.column or 0


def _after(day: date, starts: Sequence[date]) -> date | None:
    following = bisect_right(starts, day)
    return starts[following] if following < len(starts) else None


def _share_a_line(one: Entry, other: Entry) -> bool:
    scope = dict(other.scope)
    return all(key not in scope or set(values) & set(scope[key]) for key, values in one.scope)


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], K]) -> dict[K, list[Entry]]:
    groups: dict[K, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups
