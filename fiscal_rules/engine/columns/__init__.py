"""Allocate a budget in columns: one pass over its lines in whole numbers, whatever their number."""
