"""Budgets and the measures beside them: CSV files, plain workbooks, directories."""
