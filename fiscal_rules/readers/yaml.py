"""Read YAML strictly, keeping the place of every key and value.

One document, no anchors, aliases, tags, merges or duplicate keys; every scalar is text, so that
clause 3.10 is not 3.1 and ``no`` is not False. What is read is a tree of ``Node``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from fiscal_rules.model.diagnostic import Diagnostic, Message, PackRefusedError, Place
from fiscal_rules.readers import messages

MAX_BYTES = 1 << 20
"""The largest file that is read."""
MAX_DEPTH = 40
"""How deeply a file may nest."""

Way = tuple[str | int, ...]
"""The way to a value from the top: keys and positions."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text."""

    text: str
    at: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Node, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    at: Place


Node = Scalar | Listing | Table
Plain = str | list["Plain"] | dict[str, "Plain"]
"""A tree without its places."""


@dataclass(frozen=True)
class Source:
    """A file that was read: its tree, and its lines to quote from."""

    path: str
    root: Node
    lines: tuple[str, ...] = field(repr=False)

    def plain(self) -> Plain:
        """Give the tree without its places."""
        return plain(self.root)

    def place(self, way: Way) -> Place:
        """Find where a value stands, or the nearest thing above it that is there."""
        return _walk(self.root, way)[0].at

    def key_place(self, way: Way) -> Place:
        """Find where the key of a value stands."""
        parent, rest = _walk(self.root, way[:-1])
        if isinstance(parent, Table) and not rest:
            for key, _ in parent.entries:
                if key.text == way[-1]:
                    return key.at
        return parent.at

    def say(self, message: Message, at: Place, **values: object) -> Diagnostic:
        """Say something of a place in this file, quoting its line."""
        line = at.line or 0
        quoted = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        return message.at(at, quoted, **values)


def plain(node: Node) -> Plain:
    """Give a tree without its places."""
    match node:
        case Scalar(text):
            return text
        case Listing(items):
            return [plain(item) for item in items]
        case Table(entries):
            return {key.text: plain(value) for key, value in entries}
        case _:
            assert_never(node)


def read_yaml(path: Path, *, shown: str) -> Source:
    """Read a file; PackRefusedError says with line and column what is not allowed in it.

    ``shown`` is the path as people know it.
    """
    text = _text(path, shown)
    lines = tuple(text.splitlines())
    root, problems = _tree(_events(text, shown, lines), shown, lines)
    if problems:
        raise PackRefusedError(tuple(problems))
    if not isinstance(root, Table):
        raise PackRefusedError((messages.NOT_A_MAPPING.at(Place(shown, 1, 1)),))
    return Source(shown, root, lines)


def _text(path: Path, shown: str) -> str:
    place = Place(shown)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PackRefusedError((messages.UNREADABLE.at(place, reason=reason),)) from error
    if len(content) > MAX_BYTES:
        problem = messages.TOO_LARGE.at(place, size=len(content), limit=MAX_BYTES)
        raise PackRefusedError((problem,))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PackRefusedError((messages.NOT_UTF8.at(Place(shown, line)),)) from error


def _events(text: str, shown: str, lines: tuple[str, ...]) -> Iterator[Event]:
    """Yield what the file is made of; a mistake of syntax ends it with its place and reason."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Place(shown) if mark is None else _place(shown, mark)
        reason = " ".join(str(error.problem or error.context or "").split())
        problem = _quoting(messages.NOT_YAML, at, lines, reason=reason)
        raise PackRefusedError((problem,)) from error
    except (YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise PackRefusedError((messages.NOT_YAML.at(Place(shown), reason=reason),)) from error


@dataclass
class _Open:
    """A list or a mapping that is being read; in a mapping, ``key`` waits for its value."""

    at: Place
    is_table: bool
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    key: Scalar | None = None

    def take(self, node: Node) -> None:
        if not self.is_table:
            self.items.append(node)
        elif self.key is None:
            # A key that is itself a list or a mapping is no name of ours: refused as unknown.
            self.key = node if isinstance(node, Scalar) else Scalar("?", node.at)
        else:
            self.entries.append((self.key, node))
            self.key = None

    def closed(self) -> Node:
        if self.is_table:
            return Table(tuple(self.entries), self.at)
        return Listing(tuple(self.items), self.at)


def _tree(
    events: Iterator[Event], shown: str, lines: tuple[str, ...]
) -> tuple[Node | None, list[Diagnostic]]:
    """Build the tree of the first document, and list everything that packs may not use."""
    root = _Open(Place(shown, 1, 1), is_table=False)
    open_ = [root]
    problems: list[Diagnostic] = []
    documents = 0
    for event in events:
        at = _place(shown, event.start_mark)
        problems += (_quoting(message, at, lines) for message in _forbidden(event))
        match event:
            case DocumentStartEvent():
                documents += 1
                if documents > 1:
                    problems.append(_quoting(messages.DOCUMENTS, at, lines))
                    break
            case ScalarEvent():
                open_[-1].take(Scalar(event.value, at))
            case MappingStartEvent() | SequenceStartEvent():
                open_.append(_Open(at, is_table=isinstance(event, MappingStartEvent)))
                if len(open_) > MAX_DEPTH + 1:
                    problems.append(_quoting(messages.TOO_DEEP, at, lines, limit=MAX_DEPTH))
                    break
            case MappingEndEvent() | SequenceEndEvent():
                done = open_.pop()
                open_[-1].take(done.closed())
                problems += _duplicates(done, lines)
    return (root.items[0] if root.items else None), problems


def _forbidden(event: Event) -> Iterator[Message]:
    match event:
        case AliasEvent():
            yield messages.ALIAS
        case ScalarEvent() | MappingStartEvent() | SequenceStartEvent():
            if event.anchor is not None:
                yield messages.ANCHOR
            if event.tag is not None:
                yield messages.TAG
        case DocumentStartEvent():
            if event.version is not None or event.tags:
                yield messages.DIRECTIVE


def _duplicates(done: _Open, lines: tuple[str, ...]) -> Iterator[Diagnostic]:
    seen: dict[str, Scalar] = {}
    for key, _ in done.entries:
        if key.text in seen:
            first = seen[key.text].at.line
            yield _quoting(messages.DUPLICATE_KEY, key.at, lines, key=key.text, line=first)
        seen.setdefault(key.text, key)


def _place(shown: str, mark: StreamMark) -> Place:
    return Place(shown, mark.line + 1, mark.column + 1)


def _quoting(message: Message, at: Place, lines: tuple[str, ...], **values: object) -> Diagnostic:
    line = at.line or 0
    return message.at(at, lines[line - 1] if 0 < line <= len(lines) else None, **values)


def _walk(node: Node, way: Way) -> tuple[Node, Way]:
    """Follow a way as far as the tree goes; give where it ends and what is left of the way."""
    if not way:
        return node, ()
    step, *rest = way
    if isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
        return _walk(node.items[step], tuple(rest))
    if isinstance(node, Table):
        for key, value in node.entries:
            if key.text == step:
                return _walk(value, tuple(rest))
    return node, way
