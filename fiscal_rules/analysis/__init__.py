"""Questions asked of results: why a line came out so, and what else could have been."""
