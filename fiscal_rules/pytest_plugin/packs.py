"""Packs of a run of pytest: each decided once, and the one that its configuration names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from fiscal_rules.api import open_pack
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError, Place
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.output.language import terminal_language
from fiscal_rules.pytest_plugin import messages
from fiscal_rules.readers.packs import find_pack
from fiscal_rules.readers.parameters import read_parameters

_DECIDED = pytest.StashKey[dict[Path, DecisionTable]]()


def decided(config: pytest.Config, folder: Path) -> DecisionTable:
    """Decide a pack, once a run; PackRefusedError if anything is wrong with it."""
    held = config.stash.setdefault(_DECIDED, {})
    root = folder.resolve()
    if root not in held:
        held[root] = open_pack(str(folder))
    return held[root]


def named_pack(config: pytest.Config) -> DecisionTable:
    """Decide the pack that is named; where none is, or it is refused, the test is an error."""
    said = config.getoption("--fiscal-rules-pack")
    beside = config.invocation_params.dir
    if not said:
        said, beside = config.getini("fiscal_rules_pack"), config.rootpath
    if not said:
        raise failure((messages.NO_PACK_NAMED.at(None),), config)
    folder = beside / said
    try:
        return decided(config, folder if folder.is_dir() else find_pack(said))
    except PackRefusedError as error:
        raise failure(error.problems, config) from None


def named_parameters(config: pytest.Config, pack: RulePack) -> Parameters:
    """Read the pack's parameters and the files that are named; refused, the test is an error."""
    files = [str(file) for file in config.getini("fiscal_rules_parameters")]
    try:
        return read_parameters(pack, files, as_of=None)
    except PackRefusedError as error:
        raise failure(error.problems, config) from None


def failure(problems: Iterable[Diagnostic], config: pytest.Config) -> BaseException:
    """Make diagnostics the failure of a test, without a traceback: no line of Python is at fault."""
    return pytest.fail.Exception(written(problems, config), pytrace=False)


def written(problems: Iterable[Diagnostic], config: pytest.Config) -> str:
    """Write diagnostics in the terminal's language, with paths as seen from where pytest was run."""
    seen = (
        problem if problem.place is None else replace(problem, place=from_here(problem.place, config))
        for problem in problems
    )  # fmt: skip
    return write_diagnostics(seen, terminal_language())


def from_here(place: Place, config: pytest.Config) -> Place:
    """Shorten the path of a place to what is seen from where pytest was run."""
    path, here = Path(place.path), config.invocation_params.dir
    return replace(place, path=str(path.relative_to(here))) if path.is_relative_to(here) else place
