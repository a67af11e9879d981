"""Mutants: every small change of a pack that could be a mistake."""
