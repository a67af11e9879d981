"""Search for what breaks the laws of a pack."""

from __future__ import annotations

from importlib.util import find_spec

import click

from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.readers.packs import DEFAULT_PACK


def verify(asked: Asked) -> int:
    """Verify; 1 where anything was found against the pack."""
    if find_spec("hypothesis") is None:
        raise MisusedError(answer_messages.NO_HYPOTHESIS.at(None))
    from fiscal_rules.changes import verify as verified  # noqa: PLC0415 (an extra)
    from fiscal_rules.output.answers.verification import (  # noqa: PLC0415 (an extra)
        verification_answer,
    )

    check_output(asked, ())
    found = verified(
        asked.pack or DEFAULT_PACK,
        against=asked.against,
        examples=asked.examples,
        seed=asked.seed,
        mutate=asked.mutants,
        told=lambda law: None if asked.quiet else click.echo(law, err=True),
    )
    code = give(asked, verification_answer(found))
    return code if found.holds else Exit.FAILED
