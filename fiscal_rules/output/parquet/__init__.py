"""Lines and decisions as Parquet files."""
