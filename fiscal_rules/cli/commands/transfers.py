"""Base transfers that stand beside other questions: by the old shares and the new of a base year."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules.analysis.base_transfer import BaseTransfer, base_transfer
from fiscal_rules.api import Request, run
from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import year_of
from fiscal_rules.cli.misused import MisusedError


def transfer_asked(asked: Asked, base: Request) -> BaseTransfer | None:
    """Work out base transfers on a budget; None where no shares are named, both must be."""
    if not asked.old and not asked.new:
        return None
    if not asked.old or not asked.new:
        missing = "--new" if asked.old else "--old"
        raise MisusedError(answer_messages.NO_SHARES.at(None, name=missing))
    old, new = (
        run(replace(base, parameters=(*asked.parameters, *shares)))[1]
        for shares in (asked.old, asked.new)
    )
    return base_transfer(old, new, year=year_of(new, asked.year))
