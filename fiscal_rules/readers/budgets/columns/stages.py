"""Stages in columns: rows whose stage, settlement or deduction cannot stand together."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.model.vocabulary import ADVANCE, SETTLEMENT, STAGE
from fiscal_rules.readers.budgets.cells import read_choice
from fiscal_rules.readers.budgets.columns.codes import Coded, Keys
from fiscal_rules.readers.budgets.columns.schema import Schema
from fiscal_rules.readers.database import stripped


def suspect_stages(schema: Schema, keys: Keys) -> Iterator[str]:
    """Write when a row's stage cannot stand: the scalar reader then says why (``wrong_stage``)."""
    stage = next((coded for coded in keys.coded if coded.column.id == STAGE.id), None)
    settles = schema.known.get("settles")
    unsettled = "true" if settles is None else f"{stripped(f'{settles.sql}::VARCHAR')} IS NULL"
    if stage is not None:
        yield f"{_says(stage, ADVANCE, SETTLEMENT)} AND {unsettled}"
    if "deduction" in keys.numbers:
        settled = "false" if stage is None else _says(stage, SETTLEMENT)
        yield f"{keys.numbers['deduction']} > 0 AND NOT {settled}"


def _says(coded: Coded, *values: str) -> str:
    """Write when a row's text means one of some values."""
    said = enumerate((read_choice(coded.column.id, label) for label in coded.labels[1:]), start=2)
    codes = [str(code) for code, value in said if value in values]
    return f"coalesce({coded.position} IN ({', '.join(codes)}), false)"
