"""Short words side by side, so that a long list of them stays on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_WIDTH = 80
_INDENT = 2
_GAP = 2


def in_columns(words: Sequence[str]) -> Iterator[str]:
    """Write plain words in columns, line by line.

    >>> list(in_columns(["1.1 3/3", "1.2a 1/1"]))
    ['  1.1 3/3   1.2a 1/1']
    """
    widest = max(map(len, words), default=0) + _GAP
    in_a_line = max(1, (_WIDTH - _INDENT) // widest)
    for start in range(0, len(words), in_a_line):
        line = "".join(word.ljust(widest) for word in words[start : start + in_a_line])
        yield f"{' ' * _INDENT}{line}".rstrip()
