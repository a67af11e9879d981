"""A diagnostic says what is wrong with an input: where, what was found, what was expected, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fiscal_rules.model.text import Text


class Severity(StrEnum):
    """How much a diagnostic weighs: an error refuses the input, the others are said."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing stands: ``path:line:column`` of a text, or ``path:sheet!cell`` of a workbook.

    >>> str(Place("budget.csv", line=3, column=1)), str(Place("b.xlsx", sheet="预算", cell="D17"))
    ('budget.csv:3:1', 'b.xlsx:预算!D17')
    """

    path: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.path}:{self.sheet}" + (f"!{self.cell}" if self.cell else "")
        numbers = (n for n in (self.line, self.column) if n is not None)
        return ":".join((self.path, *(str(n) for n in numbers)))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, in both languages; ``code`` (FR…) never changes its meaning."""

    code: str
    message: Text
    place: Place | None = None
    hint: Text | None = None
    excerpt: str | None = None
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of the catalogue: what a code says, as templates for ``str.format``."""

    code: str
    text: Text
    hint: Text | None = None
    severity: Severity = Severity.ERROR

    def at(
        self, place: Place | None, excerpt: str | None = None, /, **values: object
    ) -> Diagnostic:
        """Say it of one place."""
        hint = None if self.hint is None else self.hint.fill(**values)
        return Diagnostic(self.code, self.text.fill(**values), place, hint, excerpt, self.severity)


@dataclass
class RefusedError(Exception):
    """An input is refused as a whole; carries every problem found, never only the first."""

    problems: tuple[Diagnostic, ...] = field(default=())

    def __str__(self) -> str:
        return "\n".join(f"{p.place}: {p.code}: {p.message.en}" for p in self.problems)


class BudgetRefusedError(RefusedError):
    """A budget, or a table beside it, is refused (exit 3)."""


class PackRefusedError(RefusedError):
    """A rule pack or a parameter file is refused (exit 4)."""
