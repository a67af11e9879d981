"""HTML: one file that needs no network, with tables, and figures that can be looked into."""
