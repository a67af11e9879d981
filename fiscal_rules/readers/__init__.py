"""The only place that parses: YAML packs and parameters, budgets as workbooks and CSV."""
