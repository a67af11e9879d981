"""The statement: a program as one SELECT over the lines, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from fiscal_rules.engine.columns.arithmetic import Program, Shape

_IN_64_BITS = 2**63


def load_program(database: duckdb.DuckDBPyConnection, name: str, program: Program) -> None:
    """Put the coefficients of a program in a table, a row for each kind of line."""
    made = list(program.kinds.values())
    columns: dict[str, list[int | None]] = {
        "kind": [*program.kinds],
        "shape": [shape for shape, _ in made],
    }
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
    return "HUGEINT" if any(abs(v or 0) >= _IN_64_BITS for v in values) else "BIGINT"


def _at(numbers: Sequence[int], position: int) -> int | None:
    return numbers[position] if position < len(numbers) else None


def computed(program: Program, name: str, relation: str) -> str:
    """Write the SELECT that adds a program's amounts and ``bits`` to a relation.

    Lines of kinds that the program does not know have none of them.
    """
    shapes = program.shapes
    own = ["shape", *(f"c{i}" for i in range(program.width))]
    sql = (
        f"SELECT l.*, k.* EXCLUDE (kind) FROM ({relation}) l LEFT JOIN {name} k ON k.kind = l.kind"
    )
    for layer in range(max((len(shape.steps) for shape in shapes), default=0)):
        steps = dict(_steps(shapes, layer))
        own += steps
        sql = f"SELECT *, {_listed(steps)} FROM ({sql})"
    names = dict.fromkeys(each for shape in shapes for each, _ in shape.amounts)
    last = {each: f"{_choose(shapes, _amounts(shapes, each))}::BIGINT" for each in names}
    last["bits"] = f"{_choose(shapes, [shape.bits for shape in shapes])}::INTEGER"
    return f"SELECT * EXCLUDE ({', '.join(own)}), {_listed(last)} FROM ({sql})"


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in columns.items())


def _steps(shapes: Sequence[Shape], layer: int) -> Iterator[tuple[str, str]]:
    held = [shape.steps[layer] if layer < len(shape.steps) else () for shape in shapes]
    for slot in range(max(len(steps) for steps in held)):
        written = [steps[slot] if slot < len(steps) else None for steps in held]
        yield f"s{layer}_{slot}", _choose(shapes, written)


def _amounts(shapes: Sequence[Shape], name: str) -> list[str | None]:
    return [dict(shape.amounts).get(name) for shape in shapes]


def _choose(shapes: Sequence[Shape], written: Sequence[str | None]) -> str:
    """Choose by shape; shapes that say the same share a branch, and nothing is said as NULL."""
    branches: dict[str, list[int]] = {}
    for number, (shape, sql) in enumerate(zip(shapes, written, strict=True)):
        if sql is not None:
            branches.setdefault(_filled(sql, shape), []).append(number)
    if not branches:
        return "NULL"
    whens = (
        f"WHEN shape IN ({', '.join(map(str, numbers))}) THEN {sql}"
        for sql, numbers in branches.items()
    )
    return f"CASE {' '.join(whens)} END"


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


class _WideNames(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{key}::HUGEINT"


def _filled(sql: str, shape: Shape) -> str:
    return sql.format_map(_WideNames() if shape.wide else _Names())
