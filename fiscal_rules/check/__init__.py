"""Check a pack's structure and citations, before anything is compiled."""
