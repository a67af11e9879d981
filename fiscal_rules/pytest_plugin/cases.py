"""Worked cases as tests: a file of them is collected, each case is one test named by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from os import PathLike

import pytest

from fiscal_rules.engine.cases import CaseResult, run_cases
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.case import Case
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.output.case_failure import case_failure
from fiscal_rules.output.language import terminal_language
from fiscal_rules.pytest_plugin.packs import decided, from_here, written
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.parameters import read_parameters


class CasesFile(pytest.File):
    """The ``cases.yaml`` of a pack. A pack that is refused is an error of collection, once."""

    def collect(self) -> Iterator[pytest.Item]:
        """Decide the pack and read its cases."""
        root = self.path.parent
        try:
            table = decided(self.config, root)
            parameters = read_parameters(table.pack, (), as_of=None)
            cases = read_cases(root, table.pack)
        except PackRefusedError as error:
            raise self.CollectError(written(error.problems, self.config)) from error
        for case in cases:
            yield WorkedCase.from_parent(
                self, name=case.id, case=case, table=table, parameters=parameters
            )


class WorkedCase(pytest.Item):
    """One worked case."""

    def __init__(
        self,
        name: str,
        parent: CasesFile,
        *,
        case: Case,
        table: DecisionTable,
        parameters: Parameters,
    ) -> None:
        super().__init__(name, parent)
        self._case, self._table, self._parameters = case, table, parameters

    def runtest(self) -> None:
        """Allocate its lines and compare; fail as ``fiscal-rules test`` says it."""
        (result,) = run_cases(self._table, self._parameters, (self._case,))
        if not result.passed:
            pytest.fail(self._said_of(result), pytrace=False)

    def _said_of(self, result: CaseResult) -> str:
        place = from_here(self._case.at, self.config)
        seen = replace(result, case=replace(self._case, at=place))
        return "\n".join(said.say(terminal_language()) for said in case_failure(seen))

    def reportinfo(self) -> tuple[PathLike[str], int | None, str]:
        """Give the line at which the case stands, counted from 0 as pytest does."""
        line = self._case.at.line
        return self.path, None if line is None else line - 1, self.name
