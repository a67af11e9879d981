"""Write a diagnostic as people read it: place, code, what is wrong, the line in question, hint."""

from __future__ import annotations

from collections.abc import Iterable

from wcwidth import wcswidth

from fiscal_rules.model.diagnostic import Diagnostic, Severity
from fiscal_rules.model.text import Lang, Text

_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提醒", "note"),
}
_HINT = Text("提示：", "hint: ")
_COLON = Text("：", ": ")


def write_diagnostic(problem: Diagnostic, lang: Lang) -> str:
    """Write one problem: ``path:line:column: error[FR102]: …``, then excerpt and hint if any."""
    place = "" if problem.place is None else f"{problem.place}: "
    severity = _SEVERITIES[problem.severity].say(lang)
    head = f"{place}{severity}[{problem.code}]{_COLON.say(lang)}{problem.message.say(lang)}"
    hint = [] if problem.hint is None else [f"  {_HINT.say(lang)}{problem.hint.say(lang)}"]
    return "\n".join((head, *_excerpt(problem), *hint))


def write_diagnostics(problems: Iterable[Diagnostic], lang: Lang) -> str:
    """Write several problems, one after the other."""
    return "\n".join(write_diagnostic(problem, lang) for problem in problems)


def _excerpt(problem: Diagnostic) -> list[str]:
    """Quote the line in question, with a caret under the column where that is known."""
    if problem.excerpt is None:
        return []
    place = problem.place
    number = "" if place is None or place.line is None else str(place.line)
    quoted = f"  {number} | {problem.excerpt}"
    if place is None or place.column is None or place.line is None:
        return [quoted]
    before = wcswidth(problem.excerpt[: place.column - 1])
    return [quoted, f"  {' ' * len(number)} | {' ' * before}^"]
