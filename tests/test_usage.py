"""Help and usage errors, in both languages."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from time import perf_counter

import click
import pytest
from command_line import run
from wcwidth import wcswidth

from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.failures import tell
from fiscal_rules.cli.pages import PAGES
from fiscal_rules.cli.program import Program
from fiscal_rules.model.text import Lang
from fiscal_rules.output.formats import known_suffixes

USAGE_ZH = """\
错误[FR603]：缺少“行编号”
  提示：写法：fiscal-rules explain 预算 行编号 [选项]
查看说明：fiscal-rules explain --help
"""
USAGE_EN = """\
error[FR603]: LINE is missing
  hint: write it like this: fiscal-rules explain BUDGET LINE [OPTIONS]
For help: fiscal-rules explain --help
"""


def test_without_a_command_the_help_is_written_beside_the_results() -> None:
    outcome = run()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: fiscal-rules COMMAND [OPTIONS]\n")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command_and_exit_code(option: str) -> None:
    outcome = run(option)
    assert outcome.code == 0
    for expected in (*(page.name for page in PAGES), "--version", "70"):
        assert f"\n  {expected} " in outcome.out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_of_a_command_fits_a_screen_and_names_every_option(
    lang: str, page: object
) -> None:
    named = next(p for p in PAGES if p == page)
    outcome = run(named.name, "--help", lang=lang)
    assert outcome.code == 0
    assert outcome.out.startswith("用法：" if lang == "zh" else "Usage: ")
    assert all(f"  {', '.join(option.names)}" in outcome.out for option in named.options)
    assert max(map(wcswidth, outcome.out.splitlines())) <= 96


def test_no_help_in_chinese_is_left_in_english() -> None:
    english = ("Usage", "Options", "Show", "help", "default")
    for page in PAGES:
        outcome = run(page.name, "--help", lang="zh")
        assert not any(word in outcome.out.replace("--help", "") for word in english)


def test_the_help_names_every_suffix_that_can_be_written() -> None:
    for lang in ("zh", "en"):
        outcome = run("allocate", "--help", lang=lang)
        assert all(f" {suffix}" in outcome.out for suffix in known_suffixes())


def test_lang_comes_before_the_locale_even_in_help() -> None:
    assert run("--help", "--lang", "zh", lang="en").out.startswith("用法：")
    assert run("check", "--help", "--lang=en", lang="zh").out.startswith("Usage: ")


def test_a_missing_argument_is_named_in_the_users_language() -> None:
    chinese, english = (run("explain", "budget.csv", lang=lang) for lang in ("zh", "en"))
    assert (chinese.code, chinese.err) == (2, USAGE_ZH)
    assert (english.code, english.err) == (2, USAGE_EN)


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (
            ["alocate"],
            "错误[FR601]：没有命令 alocate",
            "error[FR601]: there is no command alocate",
        ),
        (
            ["allocate", "b.csv", "--fromat", "csv"],
            "错误[FR602]：没有选项 --fromat",
            "error[FR602]: there is no option --fromat",
        ),
        (
            ["allocate", "b.csv", "c.csv"],
            "错误[FR604]：多写了 c.csv",
            "error[FR604]: c.csv does not belong here",
        ),
        (
            ["allocate", "b.csv", "--rules"],
            "错误[FR605]：选项 --rules 后面缺少内容",
            "error[FR605]: the option --rules needs a value",
        ),
        (
            ["allocate", "b.csv", "--skip-refused=yes"],
            "错误[FR606]：选项 --skip-refused 后面不写内容",
            "error[FR606]: the option --skip-refused takes no value",
        ),
        (
            ["allocate", "b.csv", "--format", "pdf"],
            "错误[FR607]：--format 不能是 pdf",
            "error[FR607]: --format cannot be pdf",
        ),
        (
            ["allocate", "b.csv", "--unit", "千元"],
            "错误[FR607]：--unit 不能是 千元",
            "error[FR607]: --unit cannot be 千元",
        ),
        (
            ["--lang", "tlh", "check"],
            "错误[FR607]：--lang 不能是 tlh",
            "error[FR607]: --lang cannot be tlh",
        ),
        (
            ["allocate", "b.csv", "--as-of", "2020-02-30"],
            "错误[FR608]：--as-of 后面的 2020-02-30 不是日期",
            "error[FR608]: 2020-02-30 after --as-of is not a date",
        ),
    ],
)
def test_a_wrong_command_line_is_exit_2(arguments: list[str], chinese: str, english: str) -> None:
    for lang, expected in (("zh", chinese), ("en", english)):
        outcome = run(*arguments, lang=lang)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.splitlines()[0] == expected


def test_the_version_is_printed() -> None:
    outcome = run("--version")
    assert outcome.code == 0
    assert outcome.out.startswith("fiscal-rules ")


def test_every_option_fills_a_field_that_commands_read() -> None:
    for command in Program(Lang.EN, None).commands.values():
        context = command.make_context("x", ["a", "b"][: len(_arguments(command))])
        assert set(context.params) <= {field.name for field in fields(Asked)}


def test_an_error_of_ours_says_so_and_shows_where_only_on_demand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = _raised(AssertionError("payers do not add up"))
    assert tell(error, ["allocate"], Lang.EN) == 70
    said = capsys.readouterr().err
    assert said.startswith("error[FR630]: something went wrong inside the program.")
    assert "The mistake is ours, not yours; no result was written" in said
    assert "AssertionError: payers do not add up" in said
    assert "Traceback" not in said
    assert tell(error, ["allocate", "--debug"], Lang.ZH) == 70
    assert capsys.readouterr().err.startswith("Traceback (most recent call last):\n")


def test_help_is_written_in_a_quarter_of_a_second() -> None:
    command = [sys.executable, "-m", "fiscal_rules", "--help"]
    times = []
    for _ in range(3):
        start = perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (our own program)
        times.append(perf_counter() - start)
    assert min(times) < 0.25


def _arguments(command: click.Command) -> list[click.Parameter]:
    return [param for param in command.params if isinstance(param, click.Argument)]


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except AssertionError as caught:
        return caught
