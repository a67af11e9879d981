"""Widths: how wide texts stand, in the signs by which a workbook measures its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from wcwidth import wcwidth

_PADDING = 3
LINE_HEIGHT = 15.0
"""The height of a line of text, in points."""


@lru_cache(maxsize=65_536)
def width_of(text: str) -> int:
    r"""Measure the widest line of a text: signs of Chinese count double.

    >>> width_of("市级 city"), width_of("一\nabc")
    (9, 3)
    """
    lines = text.split("\n")
    return max(sum(max(wcwidth(sign), 0) for sign in line) for line in lines)


def fitting_width(texts: Iterable[str], *, least: int, most: int) -> int:
    """Choose the width of a column by its texts; longer ones are broken.

    >>> fitting_width(["金额", "1,000.00"], least=8, most=40)
    11
    """
    widest = max((width_of(text) for text in texts), default=0)
    return min(max(widest + _PADDING, least), most)


def height_of(cells: Iterable[tuple[str, int]]) -> float:
    """Say how high a row is whose texts are broken at the widths beside them.

    >>> height_of([("一二三四五六", 10), ("x", 8)]), height_of([])
    (30.0, 15.0)
    """
    return LINE_HEIGHT * max((_lines(text, width) for text, width in cells), default=1)


def _lines(text: str, width: int) -> int:
    """Count the lines of a text broken at a width; words are broken a little early."""
    room = max(width - _PADDING + 1, 1)
    return sum(_broken(line, room) for line in text.split("\n"))


def _broken(line: str, room: int) -> int:
    count, used = 1, 0
    for word in _words(line):
        width = width_of(word)
        if used and used + width > room:
            count, used = count + 1, 0
        while width > room:
            count, width = count + 1, width - room
        used += width
    return count


def _words(line: str) -> Sequence[str]:
    """Cut a line where it may be broken: at spaces, and around every sign of Chinese."""
    found: list[str] = []
    word = ""
    for sign in line:
        word += sign
        if sign == " " or wcwidth(sign) > 1:
            found.append(word)
            word = ""
    return [*found, word] if word else found
