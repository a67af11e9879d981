"""The document behind a pack: its clauses, and citations that can be verified without its text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.text import Text

_ENDS_OF_SEGMENTS = re.compile("[。;,、]")
_QUOTATION_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Document:
    """An official document: its number, title and day of publication."""

    number: str
    title: Text
    published: date
    source: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: where it stands, its operative words, and the digests of all its segments.

    ``reason`` says why a clause has no rules; it is None where rules cite the clause.
    """

    id: str
    place: str
    quote: str
    segments: tuple[str, ...]
    summary: Text
    reason: Text | None
    at: Place


def canonical(text: str) -> str:
    """Make a text canonical: NFKC, no white space, one kind of quotation mark.

    >>> canonical("（ 一 ）公共卫生， ")
    '(一)公共卫生,'
    """
    folded = unicodedata.normalize("NFKC", text.translate(_QUOTATION_MARKS))
    return "".join(folded.split()).translate(_QUOTATION_MARKS)


def digests(text: str) -> tuple[str, ...]:
    """Give the SHA-256 of each piece of a text between 。；，and 、 in order.

    >>> len(digests("甲、乙，丙。"))
    3
    """
    pieces = (piece for piece in _ENDS_OF_SEGMENTS.split(canonical(text)) if piece)
    return tuple(hashlib.sha256(piece.encode()).hexdigest() for piece in pieces)


def ends_segment(text: str) -> bool:
    """Tell whether a text ends where a segment ends.

    >>> ends_segment("甲。 "), ends_segment("总则")
    (True, False)
    """
    return _ENDS_OF_SEGMENTS.fullmatch(canonical(text)[-1:]) is not None


def contains(segments: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether some segments hold a run of consecutive ones.

    >>> contains("abcd", "bc"), contains("abcd", "bd")
    (True, False)
    """
    width = len(run)
    starts = range(len(segments) - width + 1)
    return width > 0 and any(tuple(segments[i : i + width]) == tuple(run) for i in starts)
