"""Search for what breaks the laws of a pack."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.output.write import write_files
from fiscal_rules.readers.kept_examples import EXAMPLES_FILE
from fiscal_rules.readers.packs import DEFAULT_PACK

if TYPE_CHECKING:
    from fiscal_rules.analysis.verify import Verified


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
    if asked.keep:
        _keep(Path(found.table.pack.root) / EXAMPLES_FILE, found)
    code = give(asked, verification_answer(found))
    return code if found.holds else Exit.FAILED


def _keep(path: Path, found: Verified) -> None:
    """Write what breaks laws beside the pack, where it is not kept yet."""
    from fiscal_rules.output.answers.kept import with_broken  # noqa: PLC0415 (an extra)

    text = path.read_text(encoding="utf-8") if path.exists() else ""
    whole = with_broken(text, found.verdicts)
    if whole != text:
        write_files([(path, whole.encode())])
