"""What breaks laws, as a file that a pack keeps: tried first from then on."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fiscal_rules.analysis.verify import Verdict
from fiscal_rules.output.answers.samples import small_budget

_HEAD = """\
# 曾违反定律的预算行及参数，由 `fiscal-rules verify --keep` 写入；以后每次验证先试这些。
# What once broke a law, as `fiscal-rules verify --keep` found it; every verification tries these first.
counterexamples:
"""


def with_broken(text: str, verdicts: Iterable[Verdict]) -> str:
    """Add what breaks laws to the text of a file of examples, each once; an empty one gets a head."""
    whole = text or _HEAD
    for verdict in verdicts:
        held = _example(verdict)
        if held and held not in whole:
            whole = f"{whole.rstrip()}\n{held}"
    return whole


def _example(verdict: Verdict) -> str:
    broken = verdict.broken
    if broken is None or verdict.is_kept:
        return ""
    entries = (entry for held in broken.parameters.entries.values() for entry in held)
    rows = ({"line": line.id, **line.cells} for line in broken.budget.lines)
    return (
        f"  - law: {verdict.law}\n    says: {json.dumps(broken.says, ensure_ascii=False)}\n"
        f"{small_budget(entries, rows, broken.budget.measures)}"
    )
