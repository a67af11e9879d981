"""Say what a change of rules changes: situations, clauses, values, money."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules import changes
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.exits import Exit
from fiscal_rules.output.answers.difference import difference_answer


def diff(asked: Asked) -> int:
    """Compare two packs; with ``--exit-code``, 1 where they differ."""
    budget = None
    if asked.with_budget is not None:
        budget = replace(request_of(asked), budget=asked.with_budget)
    check_output(asked, (*asked.parameters, *([] if budget is None else [budget.budget])))
    found = changes.diff(
        asked.old_pack,
        asked.new_pack,
        parameters=asked.parameters,
        as_of=asked.as_of,
        budget=budget,
    )
    code = give(asked, difference_answer(found))
    is_empty = found.difference.is_empty and not found.difference.settled
    return Exit.FAILED if asked.exit_code and not is_empty else code
