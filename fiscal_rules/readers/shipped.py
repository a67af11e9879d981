"""Find what ships with the package: packs and the worked example."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(*parts: str) -> Path:
    """Give the path of something shipped, such as ``shipped("rules", "liaocheng", "2019-9")``.

    Installed, it lies inside the package; in a checkout, at the top beside it.
    """
    installed = _PACKAGE / "_shipped"
    root = installed if installed.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)
