"""Packs to begin with: one that works, and one made from the text of a document."""
