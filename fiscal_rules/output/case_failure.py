"""Say of a worked case that fails where it stands, and what came out otherwise than by hand."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.engine.cases import CaseResult, Mismatch
from fiscal_rules.model.text import Text

_FAILED = Text("{at}：算例 {case} 不符", "{at}: case {case} fails")
_DIFFERS = Text(
    "  行 {line}，{key}：手工算得 {expected}，程序得出 {found}",
    "  line {line}, {key}: by hand {expected}, found {found}",
)
_NOTHING = Text("（无）", "(nothing)")


def case_failure(result: CaseResult) -> Iterator[Text]:
    """Say it in lines: the case with its place, then every key that differs."""
    yield _FAILED.fill(at=result.case.at, case=result.case.id)
    yield from (_mismatch(mismatch) for mismatch in result.mismatches)


def _mismatch(mismatch: Mismatch) -> Text:
    return _DIFFERS.fill(
        line=mismatch.line,
        key=mismatch.key,
        expected=mismatch.expected or _NOTHING,
        found=mismatch.found or _NOTHING,
    )
