"""Settlements as they are written: rows, JSON, Parquet, and what explains one."""
