"""What users' own tests import: strategies for packs, parameters and budgets; and the laws."""
