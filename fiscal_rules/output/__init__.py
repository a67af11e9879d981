"""Results as people and programs read them: the report, its formats, and diagnostics."""
