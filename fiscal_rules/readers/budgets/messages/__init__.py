"""What the readers of budgets, of measures (FR400 to FR499) and of gaps (FR680 to FR689) say."""

from __future__ import annotations

from fiscal_rules.readers.budgets.messages import (
    files,
    gaps,
    measures,
    parquet,
    rows,
    tables,
    workbooks,
)

MESSAGES = (
    *files.MESSAGES,
    *workbooks.MESSAGES,
    *tables.MESSAGES,
    *rows.MESSAGES,
    *measures.MESSAGES,
    *gaps.MESSAGES,
    *parquet.MESSAGES,
)
