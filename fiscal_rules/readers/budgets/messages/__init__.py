"""What the readers of budgets and of measures say (FR400 to FR499)."""

from __future__ import annotations

from fiscal_rules.readers.budgets.messages import files, measures, parquet, rows, tables, workbooks

MESSAGES = (
    *files.MESSAGES,
    *workbooks.MESSAGES,
    *tables.MESSAGES,
    *rows.MESSAGES,
    *measures.MESSAGES,
    *parquet.MESSAGES,
)
