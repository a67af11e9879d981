"""The footer of a Parquet file: read, shifted and written, so that files can be put end to end.

A footer is a struct in Thrift's compact protocol (apache/parquet-format, ``parquet.thrift``). It is
taken apart without knowing its fields; only those that hold a place in the file are changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

Value: TypeAlias = "int | bytes | list[Value] | Struct"

_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(
    13
)
_WHOLE = (_I16, _I32, _I64)
_LONG_LIST = 15
_LONG_STEP = 15
_DOUBLE_BYTES = 8
ROWS: Final = 3
ROW_GROUPS: Final = 4
"""Fields of the whole file: how many rows, and the row groups."""
_CHUNKS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
_CHUNK_OFFSETS = (2, 4, 6)
_CHUNK_META = 3
_META_OFFSETS = (9, 10, 11, 14)


@dataclass
class Field:
    """A field of a struct: its id, its type (of the members, for a list), its value."""

    id: int
    type: int
    value: Value
    members: int = 0


@dataclass
class Struct:
    """A struct: its fields in the order in which they stand."""

    fields: list[Field]

    def field(self, number: int) -> Field | None:
        """Find a field by its id."""
        return next((field for field in self.fields if field.id == number), None)


def read_footer(content: bytes) -> Struct:
    """Take a footer apart."""
    return _Reading(content).struct()


def write_footer(footer: Struct) -> bytes:
    """Put a footer together."""
    return bytes(_struct(footer))


def shifted_groups(footer: Struct, by: int, first: int) -> list[Value]:
    """Give the row groups of a file as they are when its bytes stand further back.

    ``first`` is the number of row groups before them.
    """
    groups = footer.field(ROW_GROUPS)
    assert groups is not None, "a Parquet file has row groups"
    assert isinstance(groups.value, list), "row groups are a list"
    for number, group in enumerate(groups.value, start=first):
        assert isinstance(group, Struct), "a row group is a struct"
        _shift(group, (_GROUP_OFFSET,), by)
        ordinal = group.field(_ORDINAL)
        if ordinal is not None:
            ordinal.value = number
        _shift_chunks(group, by)
    return groups.value


def _shift_chunks(group: Struct, by: int) -> None:
    chunks = group.field(_CHUNKS)
    assert chunks is not None, "a row group has columns"
    assert isinstance(chunks.value, list), "columns are a list"
    for chunk in chunks.value:
        assert isinstance(chunk, Struct), "a column chunk is a struct"
        _shift(chunk, _CHUNK_OFFSETS, by)
        meta = chunk.field(_CHUNK_META)
        assert meta is not None, "a column chunk says where it is"
        assert isinstance(meta.value, Struct), "what it says is a struct"
        _shift(meta.value, _META_OFFSETS, by)


def _shift(struct: Struct, numbers: tuple[int, ...], by: int) -> None:
    for number in numbers:
        field = struct.field(number)
        # A place of 0 says that there is none.
        if field is not None and isinstance(field.value, int) and field.value:
            field.value += by


class _Reading:
    """Bytes while they are read."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def struct(self) -> Struct:
        fields: list[Field] = []
        number = 0
        while (head := self._byte()) != _STOP:
            step, type_ = head >> 4, head & 0x0F
            number = number + step if step else self._zigzag()
            fields.append(self._field(number, type_))
        return Struct(fields)

    def _field(self, number: int, type_: int) -> Field:
        if type_ in (_TRUE, _FALSE):
            return Field(number, type_, type_ == _TRUE)
        if type_ in (_LIST, _SET):
            members, value = self._list()
            return Field(number, type_, value, members)
        return Field(number, type_, self._value(type_))

    def _list(self) -> tuple[int, list[Value]]:
        head = self._byte()
        count, members = head >> 4, head & 0x0F
        count = self._varint() if count == _LONG_LIST else count
        read: Callable[[], Value] = lambda: self._value(members)  # noqa: E731
        return members, [read() for _ in range(count)]

    def _value(self, type_: int) -> Value:
        if type_ in _WHOLE:
            return self._zigzag()
        if type_ == _BINARY:
            return self._bytes(self._varint())
        if type_ == _STRUCT:
            return self.struct()
        if type_ == _BYTE or type_ in (_TRUE, _FALSE):
            return self._byte()
        assert type_ == _DOUBLE, f"a footer holds no type {type_}"
        return self._bytes(_DOUBLE_BYTES)

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return self._content[self._at - count : self._at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 (the bit that says that more follows)
                return value
            shift += 7

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)


def _struct(struct: Struct) -> bytearray:
    written = bytearray()
    last = 0
    for field in struct.fields:
        step = field.id - last
        if 0 < step <= _LONG_STEP:
            written.append(step << 4 | field.type)
        else:
            written.append(field.type)
            written += _zigzag(field.id)
        last = field.id
        if field.type not in (_TRUE, _FALSE):
            written += _value(field.type, field.members, field.value)
    written.append(_STOP)
    return written


def _value(type_: int, members: int, value: Value) -> bytes | bytearray:
    match value:
        case Struct():
            return _struct(value)
        case list():
            count = len(value)
            head = (min(count, _LONG_LIST) << 4) | members
            long = _varint(count) if count >= _LONG_LIST else b""
            return bytes([head]) + long + b"".join(_value(members, 0, each) for each in value)
        case bytes():
            return value if type_ == _DOUBLE else _varint(len(value)) + value
        case int():
            return _zigzag(value) if type_ in _WHOLE else bytes([value])
        case _:
            raise AssertionError(value)


def _zigzag(value: int) -> bytes:
    return _varint(value << 1 if value >= 0 else (-value << 1) - 1)


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:  # noqa: PLR2004 (seven bits a byte)
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
