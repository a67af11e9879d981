"""Places in files, as results name them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fiscal_rules.model.diagnostic import Place


def place_name(place: Place) -> str:
    """Write a place by the name of its file alone: results do not depend on where files lie.

    >>> place_name(Place("inputs/2020/budget.xlsx", sheet="预算", cell="D17"))
    'budget.xlsx:预算!D17'
    """
    return str(replace(place, path=file_name(place.path)))


def file_name(path: str) -> str:
    """Give the name of a file or folder without the folders above it."""
    return Path(path).name or path
