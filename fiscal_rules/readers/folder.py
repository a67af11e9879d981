"""A pack's folder: what is read lies inside it."""

from __future__ import annotations

from pathlib import Path


def holds(root: Path, name: str) -> bool:
    """Tell whether a path stays inside a folder, links followed."""
    try:
        return (root / name).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False
