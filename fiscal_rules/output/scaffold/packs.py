"""Make the files of a new pack: a small one that works, or clauses out of the text of a document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fiscal_rules.model.plan import digests, ends_segment

_HERE = Path(__file__).parent
_WORKED, _UNREAD = _HERE / "worked", _HERE / "unread"
_MOST_TITLE = 60
DOCUMENT = "document.txt"
Files = Mapping[str, str]
"""The files of a pack by their names."""


def worked_pack(name: str) -> Files:
    """Make a small pack of an invented document that works, with a budget to try it on."""
    return _filled(_WORKED, {"id": _inside(name)})


def unread_pack(name: str, text: str, found: list[Passage]) -> Files:
    """Make a pack of a document: its clauses (``clauses_of``: some), and rules that leave all open."""
    said = {
        "id": _inside(name),
        "title": _inside(_first_paragraph(text)),
        "clause": "1",
        "quote": _quoted(found[0].quote),
    }
    made = {DOCUMENT: text, "clauses.yaml": "clauses:\n" + "".join(_written(found))}
    return {**_filled(_UNREAD, said), **made}


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, or several of which only the last ends where a segment ends."""

    first: int
    last: int
    text: str

    @property
    def place(self) -> str:
        """Say which paragraphs it is, counted from 1."""
        return f"第{self.first}段" if self.first == self.last else f"第{self.first}—{self.last}段"

    @property
    def quote(self) -> str:
        """Give its first sentence."""
        return re.split("(?<=。)", self.text)[0].strip()


def clauses_of(text: str) -> list[Passage]:
    r"""Divide a text into passages that are whole segments, however its lines are broken.

    A heading without a mark at its end is one segment with what follows it.

    >>> [held.text for held in clauses_of("总则\n一、甲。\n二、乙。\n")]
    ['总则 一、甲。', '二、乙。']
    """
    found: list[Passage] = []
    held: list[str] = []
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    for number, paragraph in enumerate(paragraphs, start=1):
        held.append(paragraph)
        is_whole = ends_segment(paragraph) or number == len(paragraphs)
        if is_whole and digests("".join(held)):
            found.append(Passage(number - len(held) + 1, number, " ".join(held)))
            held = []
    return found


def _first_paragraph(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if digests(line))[:_MOST_TITLE]


def _filled(folder: Path, said: Mapping[str, str]) -> dict[str, str]:
    """Read the files of a template; ``@name@`` in them stands for what is said."""
    found = {}
    for path in sorted(folder.iterdir()):
        content = path.read_text(encoding="utf-8")
        for key, value in said.items():
            content = content.replace(f"@{key}@", value)
        found[path.name] = content
    return found


def _written(found: list[Passage]) -> Iterator[str]:
    """Write the clauses; the first is cited by the rules, the others say that they wait."""
    for number, passage in enumerate(found, start=1):
        yield f'  - id: "{number}"\n'
        yield f"    place: {passage.place}\n"
        yield f"    quote: {_quoted(passage.quote)}\n"
        yield "    segments:\n"
        yield from (f"      - {digest}\n" for digest in digests(passage.text))
        yield '    summary: {zh: 尚未概括, en: "not summarised yet"}\n'
        if number > 1:
            yield '    reason: {zh: 尚未阅读, en: "not read yet"}\n'


def _inside(text: str) -> str:
    """Write a text as it stands inside quotation marks of YAML."""
    return _quoted(text)[1:-1]


def _quoted(text: str) -> str:
    """Write a text in quotation marks, as JSON does and YAML reads."""
    return json.dumps(text, ensure_ascii=False)
