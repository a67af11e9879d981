"""Answers: what questions asked of whole budgets come to, a module for each question."""
