"""Who must pay for what in local health spending: official plans as executable rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fiscal_rules.notebook import Run, Shown, run

__all__ = ["Run", "Shown", "run"]


def __getattr__(name: str) -> object:
    """Import what notebooks use when it is asked for: the command line starts without it."""
    if name in __all__:
        from fiscal_rules import notebook  # noqa: PLC0415 (only when it is asked for)

        return getattr(notebook, name)
    said = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(said)
