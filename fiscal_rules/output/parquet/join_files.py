"""Join Parquet files of one schema end to end: their bytes as they are, under one footer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from fiscal_rules.output.parquet.footer import (
    ROW_GROUPS,
    ROWS,
    Struct,
    Value,
    read_footer,
    shifted_groups,
    write_footer,
)

_MAGIC = b"PAR1"
_LENGTH_BYTES = 4
_AT_ONCE = 1 << 20


def join_files(parts: Sequence[Path], target: Path) -> None:
    """Write the rows of all parts, in their order, to one file."""
    groups: list[Value] = []
    rows = 0
    whole: Struct | None = None
    with target.open("wb") as file:
        file.write(_MAGIC)
        for part in parts:
            footer, end = _footer_of(part)
            groups += shifted_groups(footer, file.tell() - len(_MAGIC), len(groups))
            rows += _rows(footer)
            whole = whole or footer
            _copy(part, end, file)
        assert whole is not None, "there is nothing to join"
        _set(whole, ROW_GROUPS, groups)
        _set(whole, ROWS, rows)
        written = write_footer(whole)
        file.write(written + len(written).to_bytes(_LENGTH_BYTES, "little") + _MAGIC)


def _footer_of(part: Path) -> tuple[Struct, int]:
    """Read a file's footer; give the place at which it begins too."""
    with part.open("rb") as file:
        tail = _LENGTH_BYTES + len(_MAGIC)
        size = part.stat().st_size
        file.seek(size - tail)
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        assert file.read() == _MAGIC, "a part is no Parquet file"
        file.seek(size - tail - length)
        return read_footer(file.read(length)), size - tail - length


def _rows(footer: Struct) -> int:
    field = footer.field(ROWS)
    assert field is not None, "a footer counts the rows"
    assert isinstance(field.value, int), "a count of rows is a number"
    return field.value


def _set(footer: Struct, number: int, value: Value) -> None:
    field = footer.field(number)
    assert field is not None, "a footer has this field"
    field.value = value


def _copy(part: Path, end: int, file: BinaryIO) -> None:
    with part.open("rb") as source:
        source.seek(len(_MAGIC))
        left = end - len(_MAGIC)
        while left:
            held = source.read(min(_AT_ONCE, left))
            assert held, "a part ends early"
            file.write(held)
            left -= len(held)
