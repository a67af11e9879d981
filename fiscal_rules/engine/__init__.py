"""The verbs, in pipeline order: compile, rete, infer, prove, allocate, cases."""
