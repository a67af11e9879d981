"""What breaks laws, as a file that a pack keeps: tried first from then on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fiscal_rules.analysis.verify import Verdict
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.output.answers.samples import rows_and_measures, written_entries

_HEAD = """\
# 曾违反定律的预算行及参数，由 `fiscal-rules verify --keep` 写入；以后每次验证先试这些。
# What once broke a law, as `fiscal-rules verify --keep` found it; every verification tries these first.
counterexamples:
"""


def with_broken(text: str, verdicts: Iterable[Verdict]) -> str:
    """Add what breaks laws to the text of a file of examples, each once; an empty one gets a head."""
    for held in filter(None, map(_example, verdicts)):
        if held not in text:
            text = f"{(text or _HEAD).rstrip()}\n{held}"
    return text


def _example(verdict: Verdict) -> str:
    broken = verdict.broken
    if broken is None or verdict.is_kept:
        return ""
    rows = ({"line": line.id, **line.cells} for line in broken.budget.lines)
    return (
        f"  - law: {verdict.law}\n    says: {json.dumps(broken.says, ensure_ascii=False)}\n"
        f"{''.join(_files(broken.parameters))}{rows_and_measures(rows, broken.budget.measures)}"
    )


def _files(parameters: Parameters) -> Iterator[str]:
    """Write values file by file: of equal scope, those of a later one win."""
    entries = [entry for held in parameters.entries.values() for entry in held]
    files = sorted({entry.file for entry in entries})
    if files:
        yield "    parameters:\n"
    for file in files:
        lines = written_entries(entry for entry in entries if entry.file == file)
        for number, line in enumerate(lines):
            yield f"      {'  ' if number else '- '}{line}\n"
