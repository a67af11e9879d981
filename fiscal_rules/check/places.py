"""Places: where a thing of a pack stands in its files, and the line to quote.

Values keep the place of rules, clauses and entries; for what lies inside or beside them, the file
is read once more. That is done for problems only: a pack without any costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError, Place, Severity
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.packs import PACK_FILE
from fiscal_rules.readers.yaml import Listing, Node, Source, Table, Way, read_yaml


def declared(pack: RulePack, *way: str | int) -> Place:
    """Find where ``pack.yaml`` declares something."""
    path = str(Path(pack.root) / PACK_FILE)
    source = _read(path)
    return Place(path) if source is None else source.place(way)


def part_of(at: Place, *way: str | int) -> Place:
    """Find a part of a rule, clause or entry that stands at a place."""
    source = _read(at.path)
    if source is None:
        return at
    before = next((found for place, found in _tables(source.root, ()) if place == at), None)
    return at if before is None else source.place((*before, *way))


def quoted(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Quote the line of every error and warning that stands in one, reading each file once."""
    read = cache(_read)

    def quote(problem: Diagnostic) -> Diagnostic:
        place = problem.place
        if problem.severity is Severity.NOTE or problem.excerpt is not None:
            return problem
        if place is None or place.line is None:
            return problem
        source = read(place.path)
        return replace(problem, excerpt=None if source is None else source.quote(place))

    return tuple(quote(problem) for problem in problems)


def _read(path: str) -> Source | None:
    try:
        return read_yaml(Path(path), shown=path)
    except PackRefusedError:
        return None


def _tables(node: Node, way: Way) -> Iterator[tuple[Place, Way]]:
    match node:
        case Table(entries):
            yield node.at, way
            for key, value in entries:
                yield from _tables(value, (*way, key.text))
        case Listing(items):
            for i, item in enumerate(items):
                yield from _tables(item, (*way, i))
        case _:
            return
