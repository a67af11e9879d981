"""Verify: laws that hold, laws that a pack breaks, shrunk to a line; the same seed, the same verdict."""

from __future__ import annotations

import json
import shutil
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from command_line import run, write

from fiscal_rules.analysis.mutation import Fate, judge, mutants
from fiscal_rules.analysis.sample import Side
from fiscal_rules.api import decided
from fiscal_rules.cli.commands import verify as command
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.text import Lang
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.laws import read_laws
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.parameters import read_parameters

RULES = Path(__file__).parent.parent / "rules"
LAW = """\
laws:
  - id: a-county-pays-nothing-of-hospitals
    says: {zh: 甲, en: invented}
    when: {item: hospitals}
    payer: county
    at_most: 0
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules" / "liaocheng" / "2019-9"


def verified(*asked: object, code: int, examples: int = 4) -> dict[str, Any]:
    done = run("verify", *asked, "--examples", examples, "--quiet", "--format", "json")
    assert (done.code, done.err) == (code, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_the_shipped_pack_holds_and_the_same_seed_says_the_same() -> None:
    found = verified("--seed", 7, code=0)
    assert found["holds"]
    assert (found["problems"], found["cases"], found["old_cases"]) == ([], [], None)
    assert [law["law"] for law in found["laws"] if law["declared"]] == [
        "a-county-pays-nothing-of-the-citys-pension",
        "the-city-pays-nothing-of-a-countys-own-capacity",
        "the-city-pays-no-more-than-what-is-left",
    ]
    assert verified("--seed", 7, code=0) == found


def test_what_breaks_a_declared_law_is_shrunk_to_one_line(tmp_path: Path) -> None:
    pack = tmp_path / "small"
    assert run("new", pack).code == 0
    write(pack, "laws.yaml", LAW)
    found = verified(pack, code=1, examples=20)
    broken = {law["law"]: law["broken"] for law in found["laws"] if law["broken"] is not None}
    assert [*broken] == ["a-county-pays-nothing-of-hospitals"]
    (line,) = broken["a-county-pays-nothing-of-hospitals"]["lines"]
    assert (line["item"], line["affiliation"], line["amount"]) == ("hospitals", "county", "0.01")
    assert broken["a-county-pays-nothing-of-hospitals"]["says"] == (
        "line 1: county pays 0.01, at most 0 is declared"
    )


def test_what_breaks_a_law_is_kept_and_tried_first_from_then_on(tmp_path: Path) -> None:
    """One drawn example finds nothing by itself; what was kept breaks the law all the same."""
    pack = tmp_path / "small"
    assert run("new", pack).code == 0
    write(pack, "laws.yaml", LAW)
    found = verified(pack, "--keep", code=1, examples=60)
    kept = (pack / "counterexamples.yaml").read_text(encoding="utf-8")
    (broken,) = (each for each in found["laws"] if each["broken"])
    assert f"  - law: {broken['law']}\n" in kept
    again = verified(pack, "--keep", code=1, examples=1)
    (first, *_) = again["laws"]
    assert (first["law"], first["kept"]) == (broken["law"], True)
    assert first["broken"]["says"] == broken["broken"]["says"]
    assert (pack / "counterexamples.yaml").read_text(encoding="utf-8").count("- law:") == 1


def test_a_kept_example_that_cannot_be_read_is_refused_at_its_place(tmp_path: Path) -> None:
    pack = tmp_path / "small"
    assert run("new", pack).code == 0
    write(
        pack,
        "counterexamples.yaml",
        "counterexamples:\n  - law: one\n    says: two\n    lines:\n"
        "      - {line: a, unit: 无, year: 2020, item: x, amount: 1}\n",
    )
    done = run("verify", pack, "--lang", "en", "--quiet")
    assert done.code == 4
    assert "counterexamples.yaml:5:" in done.err


def test_cases_of_the_version_before_are_run_too(copy: Path) -> None:
    path = copy / "parameters.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- value: 74\n", "- value: 75\n"), encoding="utf-8")
    found = verified(copy, "--against", DEFAULT_PACK, code=1, examples=1)
    assert found["cases"] == found["old_cases"]
    assert found["old_cases"]


def test_a_conflict_is_proved_and_no_law_is_searched(copy: Path) -> None:
    path = copy / "4-capacity.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    overrides: [institution-of-the-city]\n", ""), encoding="utf-8"
    )
    found = verified(copy, code=1)
    assert {problem["code"] for problem in found["problems"]} == {"FR502"}
    assert found["laws"] == []


def test_without_hypothesis_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    done = run("verify", "--lang", "en")
    assert done.code == 2
    assert done.err.startswith("error[FR676]: hypothesis is not installed")


def test_mutants_of_a_small_pack_are_judged_and_survivors_have_a_case(tmp_path: Path) -> None:
    """A case that is pasted in notices what nothing noticed before."""
    pack = tmp_path / "small"
    assert run("new", pack).code == 0
    found = verified(pack, "--mutants", code=0, examples=1)["mutants"]
    assert sum(found["fates"].values()) > 40
    assert found["fates"]["killed"] > 0 < found["fates"]["proved wrong"]
    noticed = sum(score["noticed"] for score in found["scores"].values())
    every = sum(score["all"] for score in found["scores"].values())
    assert every - noticed == found["fates"]["survived"] == len(found["survived"])
    case = next(each["case"] for each in found["survived"] if each["case"] is not None)
    path = pack / "cases.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{case}", encoding="utf-8")
    again = verified(pack, "--mutants", code=0, examples=1)["mutants"]
    assert again["fates"]["survived"] < found["fates"]["survived"]


def test_a_value_without_an_end_is_no_tie_with_the_next_one() -> None:
    """In this pack 74 stands without an end before the 79 of a year later."""
    table = decided(read_pack(Path(__file__).parent / "packs" / "tidy"))
    old = Side(table, read_parameters(table.pack, (), as_of=None))
    fates = [judge(mutant, old, ()).fate for mutant in islice(mutants(table.pack), 4)]
    assert Fate.REFUSED not in fates


HEAD = "laws:\n  - id: a\n    says: {zh: 甲, en: one}\n"
WRONG = {
    "    payer: town\n    at_most: 0\n": "there is no government town",
    "    payer: city\n": "error[FR195]",
    "    payer: city\n    at_most: 0\n    at_least: 0\n": "error[FR195]",
    "    payer: city\n    at_most: 110%\n": "a share lies between 0 and 1, not 110%",
    "    payer: city\n    at_most: 0\n    when: {level: city}\n": "there is no attribute level",
    "    payer: city\n    at_most: 0\n    when: {item: care}\n": "there is no value care",
    "    payer: city\n    at_most: 0\n    of: base\n": "error[FR1",
}


@pytest.mark.parametrize(("law", "said"), WRONG.items())
def test_what_is_wrong_with_a_law_is_said(tmp_path: Path, law: str, said: str) -> None:
    write(tmp_path, "laws.yaml", HEAD + law)
    with pytest.raises(PackRefusedError) as refused:
        read_laws(tmp_path, read_pack(find_pack(DEFAULT_PACK)))
    assert said in write_diagnostics(refused.value.problems, Lang.EN)


def test_a_pack_without_laws_has_none(tmp_path: Path) -> None:
    assert read_laws(tmp_path, read_pack(find_pack(DEFAULT_PACK))) == ()
