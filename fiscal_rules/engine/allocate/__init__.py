"""Allocate a budget, one line at a time, exact to the fen: the scalar path, and the oracle."""
