"""Exits: what the command line tells the shell."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Why a command ended; scripts rely on the numbers."""

    DONE = 0
    FAILED = 1
    """A check found an error, a worked case failed, or rows were refused and skipped."""
    USAGE = 2
    BUDGET_REFUSED = 3
    PACK_REFUSED = 4
    OUR_FAULT = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141
