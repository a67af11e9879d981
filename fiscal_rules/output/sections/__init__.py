"""The sections of the report: each is one function from a report to a table, or to None."""
