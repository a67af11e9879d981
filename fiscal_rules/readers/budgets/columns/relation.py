"""The relation: the lines of a Parquet file as the engine reads them, whatever its fields are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fiscal_rules.model.vocabulary import UNITS, ColumnKind
from fiscal_rules.readers.budgets.columns.codes import HOW, PARTS, PERIOD, PLACE, WHICH, Coded, Keys
from fiscal_rules.readers.budgets.columns.schema import Schema
from fiscal_rules.readers.budgets.columns.sorting import Sorting
from fiscal_rules.readers.budgets.staged import TEXTS


def relation_of(schema: Schema, keys: Keys, *, without: bool) -> str:
    """Write the SELECT of a file's lines (``model.budget.LineTable``).

    ``without`` says that some rows are refused: those in the variable ``refused`` are left out.
    """
    digits = [
        f"{sql} AS {name}"
        for part in PARTS
        for sql, name in zip(keys.sql[part], keys.names(part), strict=True)
    ]
    columns = ["row", *digits, f"{schema.line} AS line", *_numbers(keys), *_texts(schema, keys)]
    columns += [f"{field.sql} AS carried_{i}" for i, field in enumerate(schema.carried)]
    sql = f"SELECT {', '.join(columns)} FROM ({schema.rows})"
    for part in PARTS:
        sql = _with_position(sql, part, keys.names(part))
    sql = _with_position_by_period(sql, WHICH)
    sql = _with_position_by_period(sql, PLACE)
    names = ", ".join(name for part in PARTS for name in keys.names(part))
    rows = ", ".join(f"row_of_{part}" for part in PARTS)
    sql = (
        f"SELECT * EXCLUDE ({names}, {rows}, position_{PERIOD}, position_{HOW}), "
        f"position_{PERIOD} AS {PERIOD}, position_{HOW} AS {HOW} FROM ({sql})"
    )
    refused = "SELECT unnest(getvariable('refused')) AS row"
    return f"SELECT * FROM ({sql}) ANTI JOIN ({refused}) USING (row)" if without else sql


def texts_of(schema: Schema, keys: Keys, *, without: bool) -> str:
    """Write the SELECT of what a file's lines say in words, and of the columns carried."""
    columns = ["row", f"{schema.line} AS line", *_texts(schema, keys)]
    columns += [f"{field.sql} AS carried_{i}" for i, field in enumerate(schema.carried)]
    sql = f"SELECT {', '.join(columns)} FROM ({schema.rows})"
    refused = "SELECT unnest(getvariable('refused')) AS row"
    return f"SELECT * FROM ({sql}) ANTI JOIN ({refused}) USING (row)" if without else sql


def variables_of(keys: Keys, sorting: Sorting) -> dict[str, tuple[int, ...]]:
    """Give what the relation refers to: the keys of each part, and where each is found."""
    periods = len(sorting.period_of)
    found: dict[str, tuple[int, ...]] = {"periods": (periods,)}
    positions = {PERIOD: sorting.period_of, HOW: sorting.how_of}
    for part in PARTS:
        count = len(sorting.keys[part][0])
        found[f"rows_{part}"] = tuple(range(count))
        found[f"positions_{part}"] = positions.get(part, tuple(range(count)))
        found.update(zip(keys.names(part), sorting.keys[part], strict=True))
    for part, held in ((WHICH, sorting.which_of), (PLACE, sorting.place_of)):
        found[f"pairs_{part}"] = tuple(range(len(held)))
        found[f"found_{part}"] = held
    return found


def _with_position(sql: str, part: str, names: Sequence[str]) -> str:
    """Add the row of a part's keys, and the position of what they say by themselves."""
    columns = ", ".join(f"unnest(getvariable('{name}')) AS {name}" for name in names)
    row = f"unnest(getvariable('rows_{part}')) AS row_of_{part}"
    position = f"unnest(getvariable('positions_{part}')) AS position_{part}"
    return f"SELECT * FROM ({sql}) JOIN (SELECT {columns}, {row}, {position}) USING ({', '.join(names)})"


def _with_position_by_period(sql: str, part: str) -> str:
    """Add the position of what a part says in the line's period."""
    pair = f"row_of_{part} * getvariable('periods')[1] + row_of_{PERIOD}"
    pairs = f"unnest(getvariable('pairs_{part}')) AS pair, unnest(getvariable('found_{part}')) AS {part}"
    return (
        f"SELECT l.* EXCLUDE (position_{part}), p.{part} FROM ({sql}) l "
        f"JOIN (SELECT {pairs}) p ON p.pair = {pair}"
    )


def _numbers(keys: Keys) -> Iterator[str]:
    for column in UNITS:
        yield f"{keys.numbers.get(column, 'NULL::BIGINT')} AS {column}"


def _texts(schema: Schema, keys: Keys) -> Iterator[str]:
    coded = {each.column.id: each for each in keys.coded}
    for column in TEXTS:
        if column in coded:
            yield f"{_canonical(coded[column])} AS {column}"
        elif column in schema.known:
            yield f"{schema.known[column].sql} AS {column}"
        else:
            yield f"NULL::VARCHAR AS {column}"


_AS_THEY_STAND = (ColumnKind.UNIT, ColumnKind.ITEM, ColumnKind.LABEL)


def _canonical(coded: Coded) -> str:
    """Write a column as results do: closed values by their ids, other texts as they stand."""
    if coded.is_counted or coded.column.kind in _AS_THEY_STAND:
        return coded.field.sql
    return f"list_extract(getvariable('{coded.canonical}'), {coded.position})"
