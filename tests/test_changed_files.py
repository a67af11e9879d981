"""The hooks that pre-commit runs: each on the packs of the files that changed."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fiscal_rules.cli.changed_files import main, packs_of

TOP = Path(__file__).parent.parent
BUREAU = TOP / "examples" / "bureau"
PACK = BUREAU / "rules" / "qinglan" / "2024-3"
SHIRE = TOP / "tests" / "packs" / "shire"
HOOKS = {hook["id"]: hook for hook in YAML().load(TOP / ".pre-commit-hooks.yaml")}


def test_the_packs_of_files_are_listed_once() -> None:
    files = [SHIRE / "cases.yaml", PACK / "rules.yaml", PACK / "pack.yaml", TOP / "Makefile"]
    assert packs_of(map(str, files)) == [PACK, SHIRE]


def test_a_file_that_is_gone_belongs_to_the_pack_that_held_it(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").touch()
    assert packs_of([str(tmp_path / "gone.yaml")]) == [tmp_path]
    assert packs_of([str(tmp_path.parent / "gone.yaml")]) == []


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_passes_on_a_pack_that_holds(
    hook: str, capsys: pytest.CaptureFixture[str]
) -> None:
    python, run, module, *arguments = shlex.split(HOOKS[hook]["entry"])
    assert (python, run, module) == ("python", "-m", "fiscal_rules.cli.changed_files")
    few = ["--examples=1"] if arguments[0] == "verify" else []
    assert main([*arguments, *few, "--lang=en", str(PACK / "rules.yaml")]) == 0
    assert capsys.readouterr().out != ""


def test_the_worst_of_several_packs_decides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, whole = (shutil.copytree(PACK, tmp_path / name) for name in ("broken", "whole"))
    cases = broken / "cases.yaml"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace("open: 100.00", "open: 99.00"), encoding="utf-8")
    assert main(["test", "--lang=en", str(whole / "cases.yaml"), str(cases)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{cases}:43:5: case another-item fails"
    counts = [line for line in said if "passed, " in line]
    assert counts == ["4 passed, 1 failed", "5 passed, 0 failed"]


def test_without_files_of_a_pack_there_is_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(TOP / "Makefile")]) == 0
    assert capsys.readouterr().out == ""


def test_the_example_asks_for_hooks_that_there_are() -> None:
    (repository,) = YAML().load(BUREAU / ".pre-commit-config.yaml")["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == set(HOOKS)
