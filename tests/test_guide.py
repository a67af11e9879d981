"""What rules/README.md shows is what happens: its guide is followed, its forms are those of a pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import run

from fiscal_rules.readers.shapes import RulesShape
from fiscal_rules.readers.validate import validate
from fiscal_rules.readers.yaml import Plain, read_yaml

HERE = Path(__file__).parent
PAGE = HERE.parent / "rules" / "README.md"
VALLEY = HERE / "packs" / "valley" / "rules.yaml"
GUIDE, FILES, FORMS = re.split(r"\n## (?:The files|Forms of funding)\n", PAGE.read_text("utf-8"))
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(text: str, kind: str) -> list[str]:
    return [body for found, body in BLOCK.findall(text) if found == kind]


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Do what the guide says, up to its last step."""
    monkeypatch.chdir(tmp_path)
    Path("paragraph.txt").write_text(blocks(GUIDE, "text")[0], encoding="utf-8")
    assert run("new", "insurance", "--text", "paragraph.txt").code == 0
    for block in blocks(GUIDE, "yaml"):
        name = block.splitlines()[0].removeprefix("# ")
        assert (tmp_path / "insurance" / name).exists()
        (tmp_path / "insurance" / name).write_text(block, encoding="utf-8")
    Path("budget.csv").write_text(blocks(GUIDE, "csv")[0], encoding="utf-8")
    return tmp_path / "insurance"


def said(output: str, shown: str) -> None:
    lines = [line.strip() for line in output.splitlines()]
    assert [line for line in shown.splitlines() if line.strip() not in lines] == []


def test_the_guide_leads_to_a_pack_that_checks(followed: Path) -> None:
    done = run("check", followed, "--text", followed / "document.txt", lang="en")
    assert done.code == 0
    said(done.out, blocks(GUIDE, "text")[2])


def test_the_guides_budget_waits_for_the_share_that_the_text_does_not_say(followed: Path) -> None:
    done = run("explain", "budget.csv", "1", "--rules", followed, lang="en")
    assert done.code == 0
    said(done.out, blocks(GUIDE, "text")[1])


def test_the_guides_case_comes_out_as_by_hand(followed: Path) -> None:
    done = run("test", followed, lang="en")
    assert (done.code, done.out.splitlines()[-1]) == (0, "1 passed, 0 failed")


def test_the_guides_clause_is_as_it_was_made(followed: Path, tmp_path: Path) -> None:
    made = run("new", "again", "--text", "paragraph.txt")
    assert made.code == 0
    digest = re.compile("[0-9a-f]{64}")
    texts = [(tmp_path / name / "clauses.yaml").read_text("utf-8") for name in ("again", followed)]
    assert digest.findall(texts[0]) == digest.findall(texts[1]) != []


def funds(text: str) -> list[Plain]:
    """Read the forms that a page shows."""
    found = []
    for number, block in enumerate(blocks(text, "yaml")):
        path = Path(f"form-{number}.yaml")
        path.write_text(block, encoding="utf-8")
        found.append(read_yaml(path, shown=str(path)).plain())
    return found


def test_every_form_that_is_shown_is_one_that_a_pack_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = read_yaml(VALLEY, shown="rules.yaml")
    validate(source, RulesShape)
    whole = source.plain()
    assert isinstance(whole, dict)
    rules = whole["rules"]
    assert isinstance(rules, list)
    held = [rule.get("fund") for rule in rules if isinstance(rule, dict)]
    shown = funds(FORMS)
    assert [form for form in shown if form not in held] == []
    ways = {way for form in held if isinstance(form, dict) for way in form}
    assert ways == {way for form in shown if isinstance(form, dict) for way in form}
