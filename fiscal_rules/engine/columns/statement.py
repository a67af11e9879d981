"""The statement: a program as one SELECT over the lines, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from fiscal_rules.engine.columns.arithmetic import Program, Shape

_TYPES = (("BIGINT", 2**63), ("HUGEINT", 2**127))
"""Nothing narrower: coefficients multiply, and the result has the type of its factors."""
BITS = "bits"
"""The column that says how comparisons came out, a bit for each."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A column that is computed: the ways in which it is written, and which way each shape takes."""

    name: str
    ways: tuple[str, ...]
    way_of: tuple[int | None, ...]

    @property
    def way(self) -> str:
        """The column that says which way a line takes."""
        return f"w_{self.name}"

    @property
    def sql(self) -> str:
        """Choose the way; a line that takes none has nothing."""
        whens = (f"WHEN {number} THEN {sql}" for number, sql in enumerate(self.ways))
        return f"CASE {self.way} {' '.join(whens)} END" if self.ways else "NULL"


def load_program(database: duckdb.DuckDBPyConnection, name: str, program: Program) -> None:
    """Put the coefficients of a program in a table, and which way each kind of line takes."""
    made = list(program.kinds.values())
    columns: dict[str, list[int | None]] = {"kind": [*program.kinds]}
    for slot in _slots(program):
        columns[slot.way] = [slot.way_of[shape] for shape, _ in made]
    for i in range(program.width):
        columns[f"c{i}"] = [_at(numbers, i) for _, numbers in made]
    load_table(database, name, columns)


def load_table(
    database: duckdb.DuckDBPyConnection, name: str, columns: dict[str, list[int | None]]
) -> None:
    """Make a table of whole numbers, each column as wide as it needs."""
    typed = ", ".join(f'unnest($"{c}"::{_type(v)}[]) AS "{c}"' for c, v in columns.items())
    database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {typed}", columns)


def _type(values: Sequence[int | None]) -> str:
    most = max((abs(value or 0) for value in values), default=0)
    return next(name for name, limit in _TYPES if most < limit)


def _at(numbers: Sequence[int], position: int) -> int | None:
    return numbers[position] if position < len(numbers) else None


def computed(program: Program, name: str, relation: str, *, wide: bool = False) -> str:
    """Write the SELECT that adds a program's amounts and ``bits`` to a relation.

    Lines of kinds that the program does not know have none of them. Amounts have 64 bits, or 128
    where they are ``wide``.
    """
    *layers, last = _layers(program)
    own = [f"c{i}" for i in range(program.width)]
    own += [slot.way for slot in _slots(program)]
    sql = (
        f"SELECT l.*, k.* EXCLUDE (kind) FROM ({relation}) l LEFT JOIN {name} k ON k.kind = l.kind"
    )
    for layer in layers:
        own += [slot.name for slot in layer]
        sql = f"SELECT *, {_listed(layer)} FROM ({sql})"
    amount = "HUGEINT" if wide else "BIGINT"
    asked = (f"{s.sql}::{'INTEGER' if s.name == BITS else amount} AS {s.name}" for s in last)
    return f"SELECT * EXCLUDE ({', '.join(own)}), {', '.join(asked)} FROM ({sql})"


def _listed(slots: Sequence[_Slot]) -> str:
    return ", ".join(f"{slot.sql} AS {slot.name}" for slot in slots)


def _slots(program: Program) -> Iterator[_Slot]:
    return (slot for layer in _layers(program) for slot in layer)


def _layers(program: Program) -> list[list[_Slot]]:
    """List the columns that are computed, layer by layer; the last are what was asked for."""
    shapes = program.shapes
    depth = max((len(shape.steps) for shape in shapes), default=0)
    layers = [list(_steps(shapes, layer)) for layer in range(depth)]
    names = dict.fromkeys(each for shape in shapes for each, _ in shape.amounts)
    last = [
        _slot(name, shapes, [dict(shape.amounts).get(name) for shape in shapes]) for name in names
    ]
    return [*layers, [*last, _slot(BITS, shapes, [shape.bits for shape in shapes])]]


def _steps(shapes: Sequence[Shape], layer: int) -> Iterator[_Slot]:
    held = [shape.steps[layer] if layer < len(shape.steps) else () for shape in shapes]
    for number in range(max(len(steps) for steps in held)):
        written = [steps[number] if number < len(steps) else None for steps in held]
        yield _slot(f"s{layer}_{number}", shapes, written)


def _slot(name: str, shapes: Sequence[Shape], written: Sequence[str | None]) -> _Slot:
    ways: dict[str, int] = {}
    way_of = [
        None if sql is None else ways.setdefault(_filled(sql, shape), len(ways))
        for shape, sql in zip(shapes, written, strict=True)
    ]
    return _Slot(name, tuple(ways), tuple(way_of))


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


class _WideNames(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{key}::HUGEINT"


def _filled(sql: str, shape: Shape) -> str:
    return sql.format_map(_WideNames() if shape.wide else _Names())
