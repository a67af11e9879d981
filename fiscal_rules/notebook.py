"""For notebooks: a budget allocated, looked into, put beside scenarios, given on as columns.

>>> import fiscal_rules
>>> held = fiscal_rules.run("budget.xlsx", parameters=["shares.yaml"])    # doctest: +SKIP
>>> held.compare("half.yaml")                                             # doctest: +SKIP
>>> held.lines().pandas()                                                 # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb

from fiscal_rules.analysis.explain import explain
from fiscal_rules.analysis.sensitivity import Ranged
from fiscal_rules.analysis.varying import grid_of
from fiscal_rules.api import RefusedRows, Request, read_inputs
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import exact_number
from fiscal_rules.model.text import Lang
from fiscal_rules.output.answers.answer import Answer, answer_form_for, answer_suffixes
from fiscal_rules.output.answers.comparison import comparison_answer
from fiscal_rules.output.answers.sensitivity import sensitivity_answer
from fiscal_rules.output.answers.sweeping import Swept, sweep_answer
from fiscal_rules.output.explanation import write_explanation
from fiscal_rules.output.formats import format_for, known_suffixes
from fiscal_rules.output.html.page import tables_html
from fiscal_rules.output.messages import NO_FORMAT
from fiscal_rules.output.parquet.render_parquet import write_decisions, write_parquet
from fiscal_rules.output.report import Report, build_report
from fiscal_rules.output.sections.whole import headline, payers, units
from fiscal_rules.output.titles import report_title
from fiscal_rules.output.write import OutputRefusedError, write_files
from fiscal_rules.readers.database import Workspace
from fiscal_rules.readers.packs import DEFAULT_PACK
from fiscal_rules.scenarios import Base, base_of, compared_with, sensitivity_of, vary_from

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

T = TypeVar("T")


def run(
    budget: str | Path,
    *,
    parameters: Sequence[str | Path] = (),
    rules: str | Path = DEFAULT_PACK,
    as_of: date | None = None,
    skip_refused: bool = False,
    lang: str = "zh",
) -> Run:
    """Allocate a budget: a path to a workbook, CSV, Parquet, or a folder.

    With ``skip_refused`` rows that cannot be read are left out, and listed in the report.

    Raises PackRefusedError for a pack or parameter file, BudgetRefusedError for a budget, each with
    every problem found (``error.problems``).
    """
    request = Request(
        str(budget),
        rules=str(rules),
        parameters=[str(name) for name in parameters],
        as_of=as_of,
        refused_rows=RefusedRows.SKIP if skip_refused else RefusedRows.REFUSE,
    )
    return Run(base_of(read_inputs(request)), len(request.parameters), Lang(lang))


@dataclass(frozen=True)
class Run:
    """A budget that is allocated. Shown in a notebook, it is what each government and unit pays."""

    base: Base
    files: int
    lang: Lang

    @property
    def allocation(self) -> Allocation:
        """The allocation, with the results of all lines."""
        return self.base.allocation

    @cached_property
    def report(self) -> Report:
        """Everything that a report shows, added up."""
        return build_report(self.allocation)

    def lines(self) -> Columns:
        """Give every line with its result; money is whole fen, in columns that end in ``_fen``."""
        return Columns(partial(write_parquet, self.report))

    def decisions(self) -> Columns:
        """Give the decisions that lines name: rules, clauses, form of funding."""
        return Columns(partial(write_decisions, self.report))

    def explain(self, line: str) -> Shown:
        """Say why a line came out so. KeyError where the budget has no such line."""
        if self.allocation.result_of(line) is None:
            raise KeyError(line)
        found = explain(self.base.inputs.table, self.allocation, line)
        return Shown(write_explanation(found, self.lang), self.lang)

    def compare(self, *scenarios: str | Path, shapley: bool = False) -> Shown:
        """Put scenario files beside the budget as it is."""
        names = [str(name) for name in scenarios]
        found = compared_with(self.base, names, file=self.files + 1, shapley=shapley)
        return Shown(comparison_answer(self.allocation, found), self.lang)

    def sweep(self, parameter: str, first: object, last: object, step: object) -> Shown:
        """Take a parameter through a range, such as ``"30%"`` to ``"50%"`` in steps of ``"5%"``."""
        ready = vary_from(self.base, parameter)
        grid = grid_of(*(_number(each) for each in (first, last, step)))
        values = [grid.at(number) for number in range(grid.count)]
        found = [(value, ready.totals_at(value)) for value in values]
        return Shown(sweep_answer(Swept(self.allocation, parameter, found)), self.lang)

    def sensitivity(self, ranges: Mapping[str, tuple[object, object]] | None = None) -> Shown:
        """Say how much totals move with each assumed parameter, and between what they lie."""
        held = [Ranged(k, _number(low), _number(high)) for k, (low, high) in (ranges or {}).items()]
        return Shown(sensitivity_answer(sensitivity_of(self.base, held)), self.lang)

    def write(self, path: str | Path) -> None:
        """Write the report, in the form of the suffix: .xlsx .html .md .json .csv .parquet."""
        target = Path(path)
        form = format_for(target)
        if form is None:
            raise _no_format(target, known_suffixes())
        write_files(form.outputs(self.report, self.lang, target))

    def _repr_html_(self) -> str:
        tables = (headline(self.report), payers(self.report), units(self.report))
        return tables_html(report_title(self.report), tables, self.lang)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a question comes to; shown in a notebook, its tables, or its words."""

    answer: Answer | str
    lang: Lang

    def write(self, path: str | Path) -> None:
        """Write it, in the form of the suffix; figures are in .html, their cells in .xlsx."""
        target = Path(path)
        if isinstance(self.answer, str):
            write_files([(target, self.answer.encode())])
            return
        form = answer_form_for(target)
        if form is None:
            raise _no_format(target, answer_suffixes())
        write_files([(target, form.render(self.answer, self.lang))])

    @property
    def rows(self) -> list[dict[str, str]]:
        """What it comes to as rows for machines, money as text in yuan."""
        if isinstance(self.answer, str):
            return []
        columns = self.answer.columns
        return [dict(zip(columns, row, strict=True)) for row in self.answer.rows]

    def __str__(self) -> str:
        if isinstance(self.answer, str):
            return self.answer
        form = answer_form_for(Path("answer.md"))
        assert form is not None, "Markdown is a form of an answer"
        return form.render(self.answer, self.lang).decode()

    def _repr_html_(self) -> str:
        if isinstance(self.answer, str):
            return f"<pre>{escape(self.answer)}</pre>"
        return tables_html(self.answer.title, self.answer.tables, self.lang)


@dataclass(frozen=True, slots=True)
class Columns:
    """A table that is written once, and given as Arrow, pandas or polars where these are installed."""

    write: Callable[[Path], None]

    def arrow(self) -> pa.Table:
        """Give an Arrow table."""
        _installed("pyarrow")
        return self._read(lambda found: found.to_arrow_table())

    def pandas(self) -> pd.DataFrame:
        """Give a data frame of pandas, its columns typed as Arrow's: whole and exact, blanks too."""
        _installed("pandas", "pyarrow")
        from pandas import ArrowDtype  # noqa: PLC0415 (only where it is asked for)

        frame: pd.DataFrame = self.arrow().to_pandas(types_mapper=ArrowDtype)
        return frame

    def polars(self) -> pl.DataFrame:
        """Give a data frame of polars."""
        _installed("polars", "pyarrow")
        frame: pl.DataFrame = self._read(lambda found: found.pl())
        return frame

    def _read(self, give: Callable[[duckdb.DuckDBPyRelation], T]) -> T:
        folder = Workspace()
        path = folder.path / "given.parquet"
        self.write(path)
        with duckdb.connect() as database:
            return give(database.read_parquet(str(path)))


def _installed(*names: str) -> None:
    for name in names:
        if find_spec(name) is None:
            said = f"{name} is not installed: pip install {' '.join(names)}"
            raise ModuleNotFoundError(said, name=name)


def _number(value: object) -> Fraction:
    """Read a number as it is written: 0.4, "40%" or "1/3"; a float by its shortest writing."""
    found = value if isinstance(value, Fraction) else exact_number(str(value))
    if found is None:
        said = f"{value!r} is not a number"
        raise ValueError(said)
    return found


def _no_format(path: Path, known: Sequence[str]) -> OutputRefusedError:
    listed = ", ".join(known)
    return OutputRefusedError((NO_FORMAT.at(None, suffix=path.suffix or path.name, known=listed),))
