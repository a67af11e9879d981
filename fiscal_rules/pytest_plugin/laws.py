"""Laws of one's own: searched for a budget that breaks them, which is shown as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec

import pytest

from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.text import Text
from fiscal_rules.output.language import terminal_language
from fiscal_rules.pytest_plugin import messages
from fiscal_rules.pytest_plugin.packs import failure
from fiscal_rules.testing.fixtures import NoBudgetBreaks
from fiscal_rules.testing.laws import Law

_BROKEN = Text("{law} 不成立：{says}", "{law} does not hold: {says}")


def law_searcher(config: pytest.Config, table: DecisionTable) -> NoBudgetBreaks:
    """Make a function that fails a test where it finds what breaks a law."""
    if find_spec("hypothesis") is None:
        raise failure((messages.NO_HYPOTHESIS.at(None),), config)

    def no_budget_breaks(
        law: Law, *, examples: int = 100, seed: int = 0, items: Sequence[str] = ()
    ) -> None:
        __tracebackhide__ = True
        said = _what_breaks(law, table, examples=examples, seed=seed, items=items)
        if said is not None:
            pytest.fail(said, pytrace=False)

    return no_budget_breaks


def _what_breaks(
    law: Law, table: DecisionTable, *, examples: int, seed: int, items: Sequence[str]
) -> str | None:
    """Write the smallest budget found that breaks a law, and the values under which it does."""
    from fiscal_rules.output.answers.verification import (  # noqa: PLC0415 (an extra)
        counterexample_tables,
    )
    from fiscal_rules.output.render_terminal import draw_tables  # noqa: PLC0415 (beside it)
    from fiscal_rules.testing.searching import search  # noqa: PLC0415 (an extra)

    broken = search(law, table, examples=examples, start=seed, items=items)
    if broken is None:
        return None
    title = _BROKEN.fill(law=law.__name__, says=broken.says)
    tables = [
        replace(found, notes=())  # the title says it
        for found in counterexample_tables(table, law.__name__, broken)
    ]
    return draw_tables(title, tables, terminal_language()).decode()
