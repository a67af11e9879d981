"""The subject of a check: a pack as it was read, its cases, its files, and the official text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fiscal_rules.check.segments import Segments
from fiscal_rules.model.case import Case
from fiscal_rules.model.diagnostic import Diagnostic, Message, Place
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.packs import CLAUSES_FILE, PACK_FILE, PARAMETERS_FILE
from fiscal_rules.readers.yaml import Listing, Node, Source, Table, Way, read_yaml


@dataclass(frozen=True)
class Subject:
    """What is checked. ``cases`` is None where they cannot be read, ``text`` where none is given.

    ``sources`` are the files of the pack by their paths: they tell where everything stands.
    """

    pack: RulePack
    cases: tuple[Case, ...] | None
    text: Segments | None
    sources: Mapping[str, Source]

    def say(self, message: Message, *way: str | int, **values: object) -> Diagnostic:
        """Say something of a place in ``pack.yaml``."""
        source = self.sources[self._path(PACK_FILE)]
        return source.say(message, source.place(way), **values)

    def say_of(self, message: Message, at: Place, *way: str | int, **values: object) -> Diagnostic:
        """Say something of a rule, clause or entry that stands at a place, or of a part of it."""
        source = self.sources[at.path]
        place = source.place((*self._ways[at], *way))
        return source.say(message, place, **values)

    def say_of_file(self, message: Message, name: str, **values: object) -> Diagnostic:
        """Say something of a file of the pack as a whole."""
        return message.at(Place(self._path(name)), None, **values)

    @cached_property
    def _ways(self) -> dict[Place, Way]:
        """Index the way to every mapping by its place."""
        return {at: way for source in self.sources.values() for at, way in _tables(source.root, ())}

    def _path(self, name: str) -> str:
        return str(Path(self.pack.root) / name)


def sources_of(pack: RulePack) -> dict[str, Source]:
    """Read the files of a pack once more, for the place of every mapping and its line."""
    root = Path(pack.root)
    fixed = (str(root / name) for name in (PACK_FILE, CLAUSES_FILE, PARAMETERS_FILE))
    paths = dict.fromkeys((*fixed, *(rule.at.path for rule in pack.rules)))
    return {path: read_yaml(Path(path), shown=path) for path in paths}


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
