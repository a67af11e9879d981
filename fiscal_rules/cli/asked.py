"""What was asked: the options and arguments of one command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from fiscal_rules.model.text import Lang


@dataclass(frozen=True, slots=True)
class Span:
    """A parameter over a range, as PARAMETER=LOW..HIGH/STEP says it; the step may be left out."""

    parameter: str
    first: Fraction
    last: Fraction
    step: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that a command line can ask; a command reads what it knows.

    ``lang`` is the terminal's language; ``lang_said`` what ``--lang`` says, None where it is not.
    """

    lang: Lang
    lang_said: Lang | None
    budget: str = ""
    line: str = ""
    gaps: str = ""
    pack: str | None = None
    folder: Path = Path("fiscal-rules-demo")
    rules: str | None = None
    parameters: tuple[str, ...] = ()
    as_of: date | None = None
    unit: str | None = None
    format: str = "table"
    output: tuple[Path, ...] = ()
    text: str | None = None
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    next_budget: str | None = None
    year: int | None = None
    weights: tuple[Fraction, ...] | None = None
    scenarios: tuple[str, ...] = ()
    shapley: bool = False
    by_line: bool = False
    vary: str | None = None
    first: Fraction | None = None
    last: Fraction | None = None
    step: Fraction | None = None
    old_pack: str = ""
    new_pack: str = ""
    with_budget: str | None = None
    exit_code: bool = False
    against: str | None = None
    examples: int = 100
    seed: int = 0
    mutants: bool = False
    keep: bool = False
    scenario: str = ""
    years: int = 3
    advance: Fraction | None = None
    last_budget: str | None = None
    across: Span | None = None
    ranges: tuple[Span, ...] = ()
    target: str | None = None
    payer: str | None = None
    to: str = "wan-yuan"
    decimals: int = 2
    skip_refused: bool = False
    quiet: bool = False
    debug: bool = False
