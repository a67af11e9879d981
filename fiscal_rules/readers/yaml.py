"""Read YAML strictly, keeping the place of every key and value.

One document, no anchors, aliases, tags, merges or duplicate keys; every scalar is text, so that
clause 3.10 is not 3.1 and ``no`` is not False. What is read is a tree of ``Node``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from ruamel.yaml import YAML
from ruamel.yaml.error import StreamMark, YAMLError
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
from fiscal_rules.model.text import Text, same
from fiscal_rules.readers import messages
from fiscal_rules.readers.syntax import explain

MAX_BYTES = 1 << 19
"""The largest file that is read; reading it takes half a second at most."""
MAX_VALUES = 25_000
"""How many keys, values, lists and mappings a file may hold."""
MAX_DEPTH = 40
"""How deeply a file may nest."""

_LONGEST_QUOTE = 400
_MOST_PROBLEMS = 1000
"""After so many the file is not one of ours: reading on would only take time."""

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
        return message.at(at, self.quote(at), **values)

    def quote(self, at: Place) -> str | None:
        """Give the line of a place as it stands in the file, unless it is too long to be shown."""
        return _quote(at, self.lines)


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
    lines = tuple(_LINE_BREAK.split(text))
    root, problems = _tree(_events(text, shown, lines), shown, lines)
    if not problems and not isinstance(root, Table):
        problems = [_quoting(messages.NOT_A_MAPPING, Place(shown, 1, 1), lines)]
    if problems or not isinstance(root, Table):
        raise PackRefusedError(tuple(sorted(problems, key=lambda p: p.place or Place(shown))))
    return Source(shown, root, lines)


_UNREADABLE: Mapping[type[OSError], Text] = {
    FileNotFoundError: Text("没有这个文件", "there is no such file"),
    IsADirectoryError: Text("这是一个文件夹", "it is a folder"),
    NotADirectoryError: Text("路径中有一段不是文件夹", "a part of its path is no folder"),
    PermissionError: Text("没有读取的权限", "it may not be read"),
}
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
"""Where YAML 1.2 ends a line."""
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that nobody can see, and halves of characters."""


def _text(path: Path, shown: str) -> str:
    place = Place(shown)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
            size = max(len(content), os.fstat(file.fileno()).st_size)
    except OSError as error:
        reason = _UNREADABLE.get(type(error), same(error.strerror or type(error).__name__))
        raise PackRefusedError((messages.UNREADABLE.at(place, reason=reason),)) from error
    if len(content) > MAX_BYTES:
        problem = messages.TOO_LARGE.at(place, size=size, limit=MAX_BYTES)
        raise PackRefusedError((problem,))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise PackRefusedError((messages.NOT_UTF8.at(Place(shown, line, column)),)) from error


def _events(text: str, shown: str, lines: tuple[str, ...]) -> Iterator[Event]:
    """Yield what the file is made of; a mistake of syntax ends it with its place and reason."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except (YAMLError, ValueError, OverflowError) as error:
        reason, (line, column) = explain(error, text)
        problem = _quoting(messages.NOT_YAML, Place(shown, line, column), lines, reason=reason)
        raise PackRefusedError((problem,)) from error


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
            self.key = node if isinstance(node, Scalar) else Scalar("", node.at)
        else:
            # What is left out stands nowhere: its key is the place to look at.
            is_left_out = isinstance(node, Scalar) and not node.text
            value = Scalar("", self.key.at) if is_left_out else node
            self.entries.append((self.key, value))
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
    for count, event in enumerate(events):
        at = _place(shown, event.start_mark)
        problems += (_quoting(message, at, lines) for message in _forbidden(event, lines))
        match event:
            case DocumentStartEvent():
                documents += 1
                if documents > 1:
                    problems.append(_quoting(messages.DOCUMENTS, at, lines))
                    break
            case ScalarEvent() | AliasEvent():
                text = event.value if isinstance(event, ScalarEvent) else ""
                open_[-1].take(Scalar(text, at))
                problems += _odd_characters(text, at, lines)
            case MappingStartEvent() | SequenceStartEvent():
                open_.append(_Open(at, is_table=isinstance(event, MappingStartEvent)))
                if len(open_) > MAX_DEPTH + 1:
                    problems.append(_quoting(messages.TOO_DEEP, at, lines, limit=MAX_DEPTH))
                    break
            case MappingEndEvent() | SequenceEndEvent():
                done = open_.pop()
                open_[-1].take(done.closed())
                problems += _bad_keys(done, lines)
        if len(problems) >= _MOST_PROBLEMS:
            break
        if count > MAX_VALUES:
            problems.append(_quoting(messages.TOO_MANY, at, lines, limit=MAX_VALUES))
            break
    return (root.items[0] if root.items else None), problems


def _forbidden(event: Event, lines: tuple[str, ...]) -> Iterator[Message]:
    match event:
        case AliasEvent():
            yield messages.ALIAS
        case ScalarEvent() | MappingStartEvent() | SequenceStartEvent():
            if event.anchor is not None:
                yield messages.ANCHOR
            if event.tag is not None:
                yield messages.TAG
        case DocumentStartEvent():
            above = lines[: event.start_mark.line]
            if any(line.startswith("%") for line in above):
                yield messages.DIRECTIVE


def _bad_keys(done: _Open, lines: tuple[str, ...]) -> Iterator[Diagnostic]:
    seen: dict[str, Scalar] = {}
    for key, _ in done.entries:
        if key.text == "":
            yield _quoting(messages.NOT_A_KEY, key.at, lines)
        elif key.text == "<<":
            yield _quoting(messages.MERGE_KEY, key.at, lines)
        elif key.text in seen:
            first = seen[key.text].at.line
            yield _quoting(messages.DUPLICATE_KEY, key.at, lines, key=key.text, line=first)
        seen.setdefault(key.text, key)


def _odd_characters(text: str, at: Place, lines: tuple[str, ...]) -> Iterator[Diagnostic]:
    for character in dict.fromkeys(_ODD.findall(text)):
        yield _quoting(messages.ODD_CHARACTER, at, lines, found=f"U+{ord(character):04X}")


def _place(shown: str, mark: StreamMark) -> Place:
    return Place(shown, mark.line + 1, mark.column + 1)


def _quoting(message: Message, at: Place, lines: tuple[str, ...], **values: object) -> Diagnostic:
    return message.at(at, _quote(at, lines), **values)


def _quote(at: Place, lines: tuple[str, ...]) -> str | None:
    line = lines[at.line - 1] if at.line is not None and at.line <= len(lines) else ""
    return line if 0 < len(line) <= _LONGEST_QUOTE else None


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
