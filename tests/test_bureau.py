"""The example of a bureau's own repository: its workflow is run, as it is, in a repository of git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from command_line import Outcome

from fiscal_rules.api import open_pack
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import Status
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.searching import search
from fiscal_rules.testing.years import years_of

BUREAU = Path(__file__).parent.parent / "examples" / "bureau"
PACK = Path("rules", "qinglan", "2024-3")
SHIRE = Path(__file__).parent / "packs" / "shire"
SHARE = "value: 60%"
PYTHON = sys.executable
AS_A_BUREAU_HAS_IT = {
    "FISCAL_RULES": f"{PYTHON} -m fiscal_rules",
    "PYTEST": f"{PYTHON} -m pytest -p no:cacheprovider",
    "PYTEST_PLUGINS": "fiscal_rules.pytest_plugin",  # where it is not installed, but on the path
    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    "LC_ALL": "zh_CN.UTF-8",
    "RULES_EXAMPLES": "1",
    "GIT_AUTHOR_NAME": "test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


def done(folder: Path, *command: str, **environment: str) -> Outcome:
    ended = subprocess.run(  # noqa: S603 (our own commands)
        command,
        cwd=folder,
        env={**os.environ, **AS_A_BUREAU_HAS_IT, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr)


def git(folder: Path, *arguments: str) -> None:
    outcome = done(folder, "git", *arguments)
    assert outcome.code == 0, outcome.err


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give the example as a repository: approved on main, on a branch for a change."""
    folder = tmp_path / "a bureau"
    shutil.copytree(BUREAU, folder, ignore=shutil.ignore_patterns("__pycache__", "build"))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "approved")
    git(folder, "switch", "--quiet", "--create", "change")
    return folder


def change(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def report_of(folder: Path) -> str:
    return (folder / "build" / "impact.md").read_text(encoding="utf-8")


def block(language: str) -> list[str]:
    """Give the lines of the README's block of a language."""
    text = (BUREAU / "README.md").read_text(encoding="utf-8")
    return text.partition(f"```{language}\n")[2].partition("```")[0].splitlines()


def test_a_change_that_is_worked_through_passes_and_its_money_is_told(repository: Path) -> None:
    """The share of mountain counties rises to 70 %: the values, the case and the test say so."""
    change(repository, f"{PACK}/parameters.yaml", SHARE, "value: 70%")
    before, after = ("city: 20400.00, county: 13600.00", "city: 23800.00, county: 10200.00")
    change(repository, f"{PACK}/cases.yaml", before, after)
    change(repository, "tests/test_our_rules.py", "20_400_00", "23_800_00")
    change(repository, "tests/test_our_rules.py", "left * 3 // 5", "left * 7 // 10")
    git(repository, "commit", "--quiet", "--all", "-m", "70 %")
    outcome = done(repository, "ci/rules.sh", "main")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        f"✓ check {PACK}", "✓ pytest", f"✓ verify {PACK}", "build/impact.md",
    ]  # fmt: skip
    report = report_of(repository)
    assert "| 西岚县 | 1 | 基本公共卫生服务 | 县级 | 市级 | 684,000.00 |" in report
    assert [line for line in block("markdown") if line not in report.splitlines()] == []
    assert "【原规则包中不再相符的算例】" in report
    assert git_status(repository) == ""


def git_status(folder: Path) -> str:
    return done(folder, "git", "status", "--porcelain").out


def test_a_broken_pack_fails_with_its_message_and_nothing_else_is_run(repository: Path) -> None:
    change(repository, f"{PACK}/rules.yaml", "assign: city", "assign: cty")
    outcome = done(repository, "ci/rules.sh", "main")
    assert outcome.code == 1
    message = f"{PACK}/rules.yaml:26:13: 错误[FR154]：assign 不能是 cty"
    assert outcome.out.splitlines()[:2] == [f"✗ check {PACK}", message]
    assert message in report_of(repository)
    assert "pytest" not in outcome.out


def test_every_file_that_the_readme_names_is_there() -> None:
    text = (BUREAU / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([^`]*[./][^`]*)` \|", text, re.MULTILINE))
    assert {"ci/rules.sh", str(PACK)} <= named
    assert [name for name in named if not (BUREAU / name).exists()] == []


def test_laws_are_tried_on_years_in_which_the_document_is_in_force() -> None:
    """The document is of 2024: of earlier lines every law would hold, since no rule applies."""
    found: Counter[Status] = Counter()

    def count(table: DecisionTable, parameters: Parameters, budget: Budget) -> None:
        found.update(result.status for result in allocated(table, parameters, budget).results)

    table = open_pack(str(BUREAU / PACK))
    assert search(count, table, examples=20, start=0, items=["village-clinics"]) is None
    assert found[Status.DETERMINED] > found[Status.UNDETERMINED]


def test_the_years_are_the_usual_ones_where_the_document_is_in_force_in_them() -> None:
    liaocheng, shire = (read_pack(find_pack(name)) for name in (DEFAULT_PACK, str(SHIRE)))
    assert years_of(liaocheng) == (2019, 2020, 2021)
    assert years_of(shire) == (2031, 2032, 2033)


def test_a_branch_that_there_is_not_is_exit_2(repository: Path) -> None:
    outcome = done(repository, "ci/rules.sh", "upstream/main")
    assert outcome.code == 2
    assert "upstream/main" in outcome.err
