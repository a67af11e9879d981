"""Read budgets that are columns already (Parquet): checked by column, refused row by row."""
