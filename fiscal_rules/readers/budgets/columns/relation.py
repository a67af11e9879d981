"""The relation: the lines of a Parquet file as the engine reads them, whatever its fields are named."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.model.vocabulary import UNITS, ColumnKind
from fiscal_rules.readers.budgets.columns.codes import Coded, Keys
from fiscal_rules.readers.budgets.columns.schema import Schema
from fiscal_rules.readers.budgets.staged import TEXTS


def relation_of(schema: Schema, keys: Keys, *, without: bool) -> str:
    """Write the SELECT of a file's lines (``model.budget.LineTable``).

    ``without`` says that some rows are refused: those in the variable ``refused`` are left out.
    """
    digits = [f"{sql} AS key_{i}" for i, sql in enumerate(keys.sql)]
    columns = ["row", *digits, f"{schema.line} AS line", *_numbers(keys), *_texts(schema, keys)]
    columns += [f"{field.sql} AS carried_{i}" for i, field in enumerate(schema.carried)]
    names = [f"key_{i}" for i in range(len(digits))]
    kinds = ", ".join(
        f"unnest(getvariable('{each}')) AS {each}" for each in (*names, "combination")
    )
    sql = (
        f"SELECT * EXCLUDE ({', '.join(names)}) FROM (SELECT {', '.join(columns)} FROM ({schema.rows})) "
        f"JOIN (SELECT {kinds}) USING ({', '.join(names)})"
    )
    refused = "SELECT unnest(getvariable('refused')) AS row"
    return f"SELECT * FROM ({sql}) ANTI JOIN ({refused}) USING (row)" if without else sql


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


def _canonical(coded: Coded) -> str:
    """Write a column as results do: closed values by their ids, other texts as they stand."""
    if coded.is_counted or coded.column.kind in (ColumnKind.UNIT, ColumnKind.ITEM):
        return coded.field.sql
    return f"list_extract(getvariable('{coded.canonical}'), {coded.position})"
