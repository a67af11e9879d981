"""Each folder of packs/broken changes the pack of the shire a little, and says what is said of it.

``change.txt`` names a file, the lines taken out of it and those put in; more files after a blank
line; ``--text FILE`` first where the official text is given. The two others hold the exact text.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from fiscal_rules import api
from fiscal_rules.check import messages as of_check
from fiscal_rules.engine import messages as of_engine
from fiscal_rules.model.text import Lang
from fiscal_rules.output.diagnostics import write_diagnostics

PACKS = Path(__file__).parent / "packs"
FOLDERS = tuple(sorted(path for path in (PACKS / "broken").iterdir() if path.is_dir()))
WITH_TEXT = "--text "

SEEN_ELSEWHERE = {
    "FR508": "a question of --as-of, not of the pack alone",
    "FR521": "seen when a budget's pots are divided",
    "FR522": "seen when a budget's lines are allocated",
    "FR523": "a mistake of a budget's measures",
}


@dataclass(frozen=True)
class Edit:
    """Lines of a file that are taken out, and those that stand there instead."""

    file: str
    out: str
    put_in: str


def read_change(folder: Path) -> tuple[str | None, tuple[Edit, ...]]:
    blocks = (folder / "change.txt").read_text(encoding="utf-8").split("\n\n")
    text = blocks.pop(0).removeprefix(WITH_TEXT) if blocks[0].startswith(WITH_TEXT) else None
    return (None if text is None else text.strip()), tuple(edit(block) for block in blocks)


def edit(block: str) -> Edit:
    file, *lines = block.splitlines()
    assert lines, f"nothing is changed in {file}"
    assert {line[0] for line in lines} <= {"-", "+"}, f"a line of another kind in {file}"
    out, put_in = ("".join(f"{line[1:]}\n" for line in lines if line[0] == sign) for sign in "-+")
    return Edit(file, out, put_in)


def make(edits: tuple[Edit, ...]) -> None:
    """Copy the shire to ``pack`` and change it."""
    shutil.copytree(PACKS / "shire", "pack")
    for each in edits:
        file = Path("pack") / each.file
        text = f"\n{file.read_text(encoding='utf-8')}"
        assert text.count(f"\n{each.out}") == 1, f"{each.out!r} must stand once in {each.file}"
        file.write_text(text.replace(f"\n{each.out}", f"\n{each.put_in}")[1:], encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_of_a_broken_pack_exactly_this_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text, edits = read_change(folder)
    make(edits)

    problems = api.check("pack", text=text)

    for lang in Lang:
        expected = (folder / f"expected.{lang}.txt").read_text(encoding="utf-8")
        assert f"{write_diagnostics(problems, lang)}\n" == expected
    assert folder.name.split("-")[0] in {problem.code for problem in problems}


def test_every_code_that_a_check_of_a_pack_can_say_has_a_broken_pack() -> None:
    shown = {folder.name.split("-")[0] for folder in FOLDERS}
    known = {message.code for message in (*of_check.MESSAGES, *of_engine.MESSAGES)}
    assert known - shown == set(SEEN_ELSEWHERE)
