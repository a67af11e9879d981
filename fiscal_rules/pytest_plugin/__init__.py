"""The pytest plug-in: the worked cases of packs as tests, and fixtures for tests of one's own.

Every run of pytest loads it where fiscal-rules is installed, whatever is tested there: so it
imports the engine only when a pack is collected, or a fixture asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fiscal_rules.model.text import Text
from fiscal_rules.output.language import terminal_language

if TYPE_CHECKING:
    from fiscal_rules.engine.infer import DecisionTable
    from fiscal_rules.model.parameter import Parameters
    from fiscal_rules.model.rulepack import RulePack
    from fiscal_rules.testing.fixtures import AllocateLines, NoBudgetBreaks

_CASES_FILE, _PACK_FILE = "cases.yaml", "pack.yaml"
_PACK = Text(
    "测试用哪个规则包：文件夹或编号；优先于配置中的 fiscal_rules_pack",
    "the pack that fixtures give: a folder or an id; before fiscal_rules_pack of the configuration",
)
_PACK_INI = Text(
    "测试用哪个规则包：文件夹（从 rootdir 起）或编号",
    "the pack that fixtures give: a folder (seen from rootdir) or an id",
)
_PARAMETERS_INI = Text(
    "规则包参数之外的参数文件，每行一个",
    "files of parameters beside those of the pack, one a line",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run, or a configuration, name the pack that the fixtures give."""
    lang = terminal_language()
    group = parser.getgroup("fiscal-rules")
    group.addoption("--fiscal-rules-pack", metavar="PACK", default="", help=_PACK.say(lang))
    parser.addini("fiscal_rules_pack", _PACK_INI.say(lang), default="")
    parser.addini("fiscal_rules_parameters", _PARAMETERS_INI.say(lang), type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the cases of a pack; a file of that name that lies elsewhere is none of ours."""
    if file_path.name != _CASES_FILE or not file_path.with_name(_PACK_FILE).is_file():
        return None
    from fiscal_rules.pytest_plugin.cases import CasesFile  # noqa: PLC0415 (a pack was found)

    return CasesFile.from_parent(parent, path=file_path)


@pytest.fixture(scope="session")
def decided_pack(pytestconfig: pytest.Config) -> DecisionTable:
    """Give the pack that is named, with every situation decided."""
    from fiscal_rules.pytest_plugin.packs import named_pack  # noqa: PLC0415 (it is asked for)

    return named_pack(pytestconfig)


@pytest.fixture(scope="session")
def pack(decided_pack: DecisionTable) -> RulePack:
    """Give the pack that is named: its units, items, clauses and rules."""
    return decided_pack.pack


@pytest.fixture(scope="session")
def pack_parameters(pytestconfig: pytest.Config, pack: RulePack) -> Parameters:
    """Give the pack's parameters, with those of the files that are named."""
    from fiscal_rules.pytest_plugin.packs import named_parameters  # noqa: PLC0415 (asked for)

    return named_parameters(pytestconfig, pack)


@pytest.fixture(scope="session")
def allocate_lines(decided_pack: DecisionTable, pack_parameters: Parameters) -> AllocateLines:
    """Give a function that allocates lines, which are written as those of a worked case are."""
    from fiscal_rules.testing.written import lines_allocator  # noqa: PLC0415 (it is asked for)

    return lines_allocator(decided_pack, pack_parameters)


@pytest.fixture(scope="session")
def no_budget_breaks(pytestconfig: pytest.Config, decided_pack: DecisionTable) -> NoBudgetBreaks:
    """Give a function that searches for a budget and parameters that break a law."""
    from fiscal_rules.pytest_plugin.laws import law_searcher  # noqa: PLC0415 (it is asked for)

    return law_searcher(pytestconfig, decided_pack)
