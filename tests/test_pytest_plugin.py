"""The pytest plug-in, run by pytest itself in folders of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fiscal_rules import api, pytest_plugin
from fiscal_rules.output.scaffold.packs import worked_pack
from fiscal_rules.pytest_plugin import cases, laws
from fiscal_rules.testing import searching, written

pytest_plugins = ["pytester"]
KEPT = (api, cases, laws, searching, written)
"""Imported here once: pytester forgets what its runs import."""
PACK = Path("rules", "mine")
INI = f"[pytest]\naddopts = -W error --strict-markers\nfiscal_rules_pack = {PACK}\n"
BY_HAND = "central 37000.00, province 10000.00, city 10700.00, county 22300.00"
FOUND = "central 37000.00, province 10000.00, city 10800.00, county 22200.00"
FAILURE = {
    "en": f"""\
rules/mine/cases.yaml:4:5: case above-the-standard fails
  line A, payers: by hand {BY_HAND}, found {FOUND}
""",
    "zh": f"""\
rules/mine/cases.yaml:4:5：算例 above-the-standard 不符
  行 A，payers：手工算得 {BY_HAND}，程序得出 {FOUND}
""",
}
REFUSAL = {
    "en": """\
rules/mine/rules.yaml:23:13: error[FR154]: assign cannot be cty
  23 |     assign: cty
     |             ^
  hint: it can be: central, province, city, county, shared, unstated
""",
    "zh": """\
rules/mine/rules.yaml:23:13: 错误[FR154]：assign 不能是 cty
  23 |     assign: cty
     |             ^
  提示：可以是：central, province, city, county, shared, unstated
""",
}


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bureau(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Give a folder with a pack that works, whose three cases pass."""
    speak("en", monkeypatch)
    folder = pytester.path / PACK
    folder.mkdir(parents=True)
    for name, content in worked_pack("mine").items():
        (folder / name).write_text(content, encoding="utf-8")
    pytester.makeini(INI)
    return pytester


def speak(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}[lang])


def change(folder: pytest.Pytester, file: str, before: str, after: str) -> None:
    path = folder.path / PACK / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(folder: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return folder.runpytest_inprocess(*arguments, plugins=[pytest_plugin])


def test_each_case_is_a_test_named_by_its_id(bureau: pytest.Pytester) -> None:
    collected = run(bureau, "--collect-only", "-q").outlines[:3]
    ids = ("above-the-standard", "hospitals", "another-item")
    assert collected == [f"rules/mine/cases.yaml::{each}" for each in ids]
    run(bureau).assert_outcomes(passed=3)
    run(bureau, "rules/mine/cases.yaml::hospitals").assert_outcomes(passed=1)


def test_a_failure_says_where_the_case_stands_and_what_differs(
    bureau: pytest.Pytester, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(lang, monkeypatch)
    change(bureau, "cases.yaml", "city: 10800.00, county: 222", "city: 10700.00, county: 223")
    result = run(bureau)
    result.assert_outcomes(passed=2, failed=1)
    shown = result.stdout.str()
    assert f"__ above-the-standard ___{'_' * 27}\n{FAILURE[lang]}=====" in shown
    assert ".py:" not in shown


def test_a_pack_that_cannot_be_read_is_one_error_with_its_diagnostics(
    bureau: pytest.Pytester, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(lang, monkeypatch)
    change(bureau, "rules.yaml", "assign: city", "assign: cty")
    result = run(bureau)
    result.assert_outcomes(errors=1)
    title = f" ERROR collecting rules/mine/cases.yaml {'_' * 20}"
    assert f"{title}\n{REFUSAL[lang]}=====" in result.stdout.str()


def test_a_situation_without_a_rule_is_such_an_error_too(bureau: pytest.Pytester) -> None:
    change(bureau, "rules.yaml", "when: {item: unlisted}", "when: {item: unlisted, level: county}")
    result = run(bureau)
    result.assert_outcomes(errors=1)
    assert "error[FR501]" in result.stdout.str()


def test_cases_that_cannot_be_read_are_such_an_error_too(bureau: pytest.Pytester) -> None:
    change(bureau, "cases.yaml", 'clauses: ["2"]', 'clauses: ["9"]')
    result = run(bureau)
    result.assert_outcomes(errors=1)
    assert "rules/mine/cases.yaml:17:15: error[FR" in result.stdout.str()


def test_paths_are_as_seen_from_where_pytest_is_run(
    bureau: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(bureau, "rules.yaml", "assign: city", "assign: cty")
    monkeypatch.chdir(bureau.path / "rules")
    assert "\nmine/rules.yaml:23:13: error[FR154]" in run(bureau).stdout.str()


def test_where_there_is_no_pack_nothing_is_collected(bureau: pytest.Pytester) -> None:
    (bureau.path / PACK / "pack.yaml").rename(bureau.path / PACK / "bundle.yaml")
    result = run(bureau)
    assert result.ret is pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_run_without_packs_does_not_wait_for_the_engine() -> None:
    asked = (
        "import sys, fiscal_rules.pytest_plugin\n"
        "print(*sorted(name for name in sys.modules if name.startswith('fiscal_rules.')))"
    )
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == [
        "fiscal_rules.model",
        "fiscal_rules.model.text",
        "fiscal_rules.output",
        "fiscal_rules.output.language",
        "fiscal_rules.pytest_plugin",
    ]


def test_the_fixtures_give_the_pack_that_is_named_decided_once(bureau: pytest.Pytester) -> None:
    bureau.makepyfile(
        """
        from fiscal_rules.pytest_plugin.packs import decided

        def test_it(pack, decided_pack, pack_parameters, pytestconfig):
            assert pack.id == "mine"
            assert decided_pack.pack is pack
            assert "basic-public-health.standard" in pack_parameters.entries
            assert decided(pytestconfig, pytestconfig.rootpath / "rules" / "mine") is decided_pack

        def test_lines(allocate_lines):
            line = {"unit": "甲县", "year": 2020, "item": "hospitals", "affiliation": "city"}
            found = allocate_lines({**line, "amount": "500.25"}, {**line, "amount": 7})
            assert [result.paid_by("city") for result in found.results] == [500_25, 7_00]
        """
    )
    run(bureau, "-p", "no:cacheprovider").assert_outcomes(passed=5)


def test_the_option_names_another_pack_and_a_file_gives_further_values(
    bureau: pytest.Pytester,
) -> None:
    bureau.makeini(f"{INI}fiscal_rules_parameters = values.yaml\n")
    values = "{value: 50%, of: rest, from: 2020-01-01, standing: assumed, source: a test}"
    (bureau.path / "values.yaml").write_text(
        f"parameters:\n  basic-public-health.city-share:\n    - {values}\n", encoding="utf-8"
    )
    bureau.makepyfile(
        """
        def test_it(allocate_lines, pack):
            line = {"unit": "甲县", "year": 2020, "item": "基本公卫"}
            (result,) = allocate_lines({**line, "amount": "74000", "headcount": 1000}).results
            assert (pack.id, result.paid_by("city")) == ("mine", 37_000_00)
        """
    )
    run(bureau).assert_outcomes(passed=4)
    other = run(bureau, "--fiscal-rules-pack", "china/2018-67", "-k", "test_it")
    assert "values.yaml:2:3: error[FR" in other.stdout.str()


NO_PACK = """\
error[FR790]: no pack is named that fixtures could give
  hint: write fiscal_rules_pack = rules/… in the configuration of pytest, or use --fiscal-rules-pack
"""
UNKNOWN_PACK = """\
error[FR113]: no pack rules/yours: neither a folder with a pack.yaml nor the id of a shipped pack
  hint: shipped packs: china/2018-67, liaocheng/2019-9
"""


@pytest.mark.parametrize(
    ("configured", "expected"),
    [("", NO_PACK), ("fiscal_rules_pack = rules/yours", UNKNOWN_PACK)],
    ids=["none", "one that there is not"],
)
def test_without_a_pack_a_fixture_says_what_to_configure(
    bureau: pytest.Pytester, configured: str, expected: str
) -> None:
    bureau.makeini(f"[pytest]\n{configured}\n")
    bureau.makepyfile("def test_it(pack):\n    pass\n")
    result = run(bureau, "-k", "test_it")
    result.assert_outcomes(errors=1, deselected=3)
    assert f" ERROR at setup of test_it {'_' * 27}\n{expected}=====" in result.stdout.str()


def test_lines_that_cannot_be_read_are_refused_by_number(bureau: pytest.Pytester) -> None:
    bureau.makepyfile(
        """
        import pytest
        from fiscal_rules.model.diagnostic import BudgetRefusedError

        def test_it(allocate_lines):
            line = {"unit": "甲县", "year": 2020, "item": "hospitals", "amount": "500"}
            with pytest.raises(BudgetRefusedError) as refused:
                allocate_lines(line, {**line, "affilation": "city"})
            assert str(refused.value) == "lines:2: FR151: unknown key affilation"
            with pytest.raises(BudgetRefusedError) as refused:
                allocate_lines(line, {**line, "unit": "乙县"}, {**line, "amount": "x"})
            assert [str(problem.place) for problem in refused.value.problems] == ["lines:2", "lines:3"]
        """
    )
    run(bureau, "-k", "test_it").assert_outcomes(passed=1, deselected=3)


def test_a_law_that_a_budget_breaks_fails_with_the_smallest_such_budget(
    bureau: pytest.Pytester,
) -> None:
    bureau.makepyfile(
        """
        def no_line_is_of_a_hospital(table, parameters, budget):
            assert not budget.lines, "there is a line"

        def test_it_is_broken(no_budget_breaks):
            no_budget_breaks(no_line_is_of_a_hospital, examples=1, items=["hospitals"])
        """
    )
    result = run(bureau, "-k", "test_it")
    result.assert_outcomes(failed=1, deselected=3)
    title = "no_line_is_of_a_hospital does not hold: there is a line"
    expected = f"{title}\n\n[no_line_is_of_a_hospital: the lines that break it]\nline "
    assert f" test_it_is_broken {'_' * 31}\n{expected}" in result.stdout.str()


def test_the_cases_are_shared_out_among_workers(bureau: pytest.Pytester) -> None:
    result = run(bureau, "-n", "2", "-p", "fiscal_rules.pytest_plugin")
    result.assert_outcomes(passed=3)


def test_without_hypothesis_a_law_says_what_to_install(
    bureau: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.makepyfile("def test_it(no_budget_breaks):\n    pass\n")
    monkeypatch.setattr(laws, "find_spec", lambda _: None)
    result = run(bureau, "-k", "test_it")
    result.assert_outcomes(errors=1, deselected=3)
    assert (
        "error[FR791]: hypothesis is not installed, so laws cannot be searched\n"
        "  hint: install it: pip install 'fiscal-rules[verify]'\n====="
    ) in result.stdout.str()
