"""The commands end to end: results, messages and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import EXAMPLE, WORKED_LINE, WORKED_PARAMETERS, run, write

from fiscal_rules.output.formats import known_suffixes

BUDGET = EXAMPLE / "budget.xlsx"
SHARES = EXAMPLE / "shares.yaml"
HEAD = "line,unit,year,item,amount,headcount,central_funds\n"
GOOD = "A1,莘县,2020,基本公共卫生服务,74000,1000,\n"


def test_the_worked_example_of_the_contract_comes_out_to_the_fen(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", WORKED_LINE)
    parameters = write(tmp_path, "parameters.yaml", WORKED_PARAMETERS)
    outcome = run("allocate", budget, "--parameters", parameters, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    (line,) = json.loads(outcome.out)["lines"]
    assert {key: line[key] for key in ("status", "authority", "clauses", "open", "standing")} == {
        "status": "determined",
        "authority": "shared",
        "clauses": ["1.1", "5.4"],
        "open": "0.00",
        "standing": "assumed",
    }
    assert line["payers"] == {
        "central": "37000.00",
        "province": "10000.00",
        "city": "10800.00",
        "county": "22200.00",
        "other": "0.00",
    }
    assert line["duties"] == [{"duty": "file-standard", "clause": "5.6"}]
    assert (line["needs"], line["findings"]) == ([], [])


def test_without_shares_nothing_is_invented(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", WORKED_LINE)
    outcome = run("allocate", budget, "--format", "json")
    (line,) = json.loads(outcome.out)["lines"]
    needs = [{"kind": "parameter", "id": "basic-public-health.city-share", "clause": "1.1"}]
    assert (line["status"], line["needs"], line["open"]) == ("needs", needs, "27000.00")
    assert (line["payers"]["central"], line["payers"]["county"]) == ("37000.00", "6000.00")


def test_the_report_goes_to_standard_output_and_messages_beside_it(tmp_path: Path) -> None:
    written = tmp_path / "lines.csv"
    outcome = run("allocate", BUDGET, "--parameters", SHARES, "-o", written, lang="zh")
    assert outcome.code == 0
    assert outcome.out.startswith("支出责任划分结果：budget.xlsx")
    assert outcome.err == f"已写出 {written}\n"


def test_quiet_leaves_the_result_alone(tmp_path: Path) -> None:
    loud = run("allocate", BUDGET, "--parameters", SHARES, "-o", tmp_path / "a.csv")
    quiet = run("allocate", BUDGET, "--parameters", SHARES, "-o", tmp_path / "b.csv", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")
    assert quiet.out == loud.out


def test_a_terminal_is_answered_in_its_language_and_a_file_is_chinese(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    outcome = run("allocate", BUDGET, "--parameters", SHARES, "-o", report, lang="en")
    assert outcome.out.startswith("Who pays what: budget.xlsx")
    assert "支出责任划分结果" in report.read_text(encoding="utf-8")
    run("allocate", BUDGET, "--parameters", SHARES, "-o", report, "--lang", "en", lang="zh")
    assert "Who pays what" in report.read_text(encoding="utf-8")


def test_data_do_not_follow_the_locale() -> None:
    asked = ("allocate", BUDGET, "--parameters", SHARES, "--format")
    for form in ("json", "csv", "md"):
        assert run(*asked, form, lang="zh").out == run(*asked, form, lang="en").out


def test_standard_input_is_read_as_csv() -> None:
    outcome = run("allocate", "-", "--format", "csv", stdin=HEAD + GOOD)
    assert outcome.code == 0
    assert "A1,2020" in outcome.out


def test_the_unit_of_money_may_be_said(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + "A1,莘县,2020,基本公共卫生服务,7.4,1000,\n")
    outcome = run("allocate", budget, "--unit", "万元", "--format", "json")
    assert json.loads(outcome.out)["totals"]["amount"] == "74000.00"


def test_rules_may_be_named_by_folder_or_by_id() -> None:
    by_id, by_folder = (
        run("allocate", BUDGET, "--rules", rules, "--format", "json")
        for rules in ("liaocheng/2019-9", EXAMPLE.parent.parent / "rules" / "liaocheng" / "2019-9")
    )
    assert by_id.code == 0
    assert by_id.out == by_folder.out


def test_what_was_published_later_is_not_seen() -> None:
    outcome = run("allocate", BUDGET, "--as-of", "2019-10-16")
    assert outcome.code == 4
    assert "error[FR508]: on 2019-10-16 the pack liaocheng/2019-9 was not yet published" in (
        outcome.err
    )


BAD_BUDGETS = [
    pytest.param(
        HEAD + "A1,北京市,2020,基本公共卫生服务,1,1,\n",
        ':2: error[FR471]: the pack has no unit "北京市"',
        id="unknown unit",
    ),
    pytest.param(
        HEAD + 'A1,莘县,2020,基本公共卫生服务,"12,5x",1,\n',
        ':2: error[FR461]: amount "12,5x" is not an amount',
        id="amount with a letter",
    ),
    pytest.param(
        HEAD + "A1,莘县,2020,基本公共卫生服务,1.234,1,\n",
        ':2: error[FR462]: amount "1.234" (in yuan) is not a whole number of fen',
        id="three decimals",
    ),
    pytest.param(
        HEAD + "A1,莘县,2020,基本公共卫生服务,nan,1,\n",
        ':2: error[FR461]: amount "nan" is not an amount',
        id="nan",
    ),
    pytest.param(
        HEAD + GOOD + GOOD,
        ':3: error[FR484]: line "A1" is repeated: {budget}:2 has it already',
        id="duplicate line",
    ),
    pytest.param(
        "line,unit,item,amount\nA1,莘县,基本公共卫生服务,1\n",
        ":1: error[FR441]: the header lacks: year",
        id="missing header",
    ),
    pytest.param(
        HEAD + "A1,莘县,2020,基本公共卫生服务,1,1,,9,9\n",
        ":2: error[FR447]: this row has 9 cells, the header has 7",
        id="ragged row",
    ),
    pytest.param(
        HEAD + "A1,莘县,2020,基本公共卫生服务,1,1,2\n",
        ":2: error[FR482]: money from above, 2.00 yuan, exceeds the amount, 1.00 yuan",
        id="money from above exceeds the amount",
    ),
    pytest.param(
        HEAD + "A1,莘县,2020,基本公共卫生服务,1,-1,\n",
        ':2: error[FR463]: headcount "-1" is negative',
        id="negative heads",
    ),
    pytest.param(
        HEAD + "A1,莘县,2020,基本公共卫生服务,1,1.5,\n",
        ':2: error[FR477]: headcount "1.5" is not a whole number',
        id="half a head",
    ),
    pytest.param("", ": error[FR409]: the file is empty", id="empty file"),
    pytest.param(
        HEAD,
        ":1: error[FR446]: there is a header, but no row below it",
        id="header only",
    ),
]
CLOSING = "error[FR620]: the budget is refused, no file was written; problems found: 1"


@pytest.mark.parametrize(("text", "expected"), BAD_BUDGETS)
def test_a_bad_budget_is_refused_with_its_place_and_nothing_is_written(
    text: str, expected: str, tmp_path: Path
) -> None:
    budget = write(tmp_path, "budget.csv", text)
    output = tmp_path / "lines.csv"
    outcome = run("allocate", budget, "-o", output)
    assert (outcome.code, outcome.out) == (3, "")
    said = [line for line in outcome.err.splitlines() if not line.startswith("  ")]
    assert said == [f"{budget}{expected.format(budget=budget)}", CLOSING]
    assert not output.exists()


def test_a_refusal_is_said_in_chinese_too(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + "A1,莘县,2020,基本公共卫生服务,nan,1,\n")
    assert run("allocate", budget, lang="zh").err == (
        f"{budget}:2: 错误[FR461]：金额“nan”不是金额\n"
        "  提示：只写数字，可带每三位一节的千分位和小数点，如 1234.56 或 1,234.56\n"
        "错误[FR620]：预算被退回，没有写出任何文件；共发现 1 处问题\n"
        "  提示：改正后重新运行；若只是个别行有误，加 --skip-refused 可先处理其余的行\n"
    )


def test_a_folder_without_a_budget_is_refused(tmp_path: Path) -> None:
    outcome = run("allocate", tmp_path)
    assert outcome.code == 3
    assert "the folder holds neither budget.csv nor budget.parquet" in outcome.err


def test_a_file_that_is_not_what_its_suffix_says_is_refused(tmp_path: Path) -> None:
    outcome = run("allocate", write(tmp_path, "budget.xlsx", HEAD + GOOD))
    assert outcome.code == 3
    assert "error[FR408]: the name says" in outcome.err


def test_a_file_that_is_not_there_is_refused() -> None:
    outcome = run("allocate", "nowhere.csv")
    assert outcome.code == 3
    assert outcome.err.startswith("nowhere.csv: error[FR400]: there is no such file or folder\n")


def test_every_refused_row_is_listed_and_the_closing_counts_them(tmp_path: Path) -> None:
    rows = "A1,北京市,2020,基本公共卫生服务,1,1,\n" + "A2,莘县,2020,基本公共卫生服务,1,x,\n"
    outcome = run("allocate", write(tmp_path, "budget.csv", HEAD + rows))
    assert outcome.code == 3
    assert "budget.csv:2: error[FR471]" in outcome.err
    assert "budget.csv:3:" in outcome.err
    assert (
        "error[FR620]: the budget is refused, no file was written; problems found: 2" in outcome.err
    )


def test_refused_rows_may_be_left_out_and_are_then_listed(tmp_path: Path) -> None:
    text = HEAD + GOOD + "A2,北京市,2020,基本公共卫生服务,1,1,\n"
    budget, output = write(tmp_path, "budget.csv", text), tmp_path / "lines.json"
    outcome = run("allocate", budget, "--skip-refused", "-o", output, "--quiet")
    assert outcome.code == 1
    assert "error[FR471]" in outcome.err
    assert "warning[FR622]: rows refused, and in no total: 1" in outcome.err
    result = json.loads(output.read_text(encoding="utf-8"))
    assert [line["line"] for line in result["lines"]] == ["A1"]
    assert len(result["rejected"]) == 1


def test_of_a_budget_without_any_row_that_can_be_read_nothing_is_left(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + "A2,北京市,2020,基本公共卫生服务,1,1,\n")
    outcome = run("allocate", budget, "--skip-refused", "-o", tmp_path / "lines.json")
    assert outcome.code == 3
    assert "budget.csv:2: error[FR471]" in outcome.err
    assert "error[FR623]: the whole budget is refused" in outcome.err
    assert not (tmp_path / "lines.json").exists()


def test_a_budget_that_is_wrong_as_a_whole_cannot_be_skipped(tmp_path: Path) -> None:
    outcome = run("allocate", write(tmp_path, "budget.csv", HEAD), "--skip-refused")
    assert outcome.code == 3
    assert "error[FR623]: the whole budget is refused" in outcome.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parameters:\n  no.such: []\n", "2:3: error[FR301]"),
        (
            """\
parameters:
  basic-public-health.city-share:
    - {value: 140%, from: 2020-01-01, standing: assumed, source: x}
""",
            "3:15: error[FR303]: a share lies between 0 and 1, not 140%",
        ),
        ("parameters: [", "1:14: error[FR104]"),
        ("a: &x 1\n", "1:4: error[FR107]"),
    ],
)
def test_a_bad_parameter_file_is_exit_4_with_its_place(
    text: str, expected: str, tmp_path: Path
) -> None:
    parameters = write(tmp_path, "shares.yaml", text)
    output = tmp_path / "lines.csv"
    outcome = run("allocate", BUDGET, "--parameters", parameters, "-o", output)
    assert (outcome.code, outcome.out) == (4, "")
    assert f"{parameters}:{expected}" in outcome.err
    assert "error[FR621]: the pack or a parameter file is refused" in outcome.err
    assert not output.exists()


def test_a_pack_that_is_not_there_is_exit_4() -> None:
    outcome = run("allocate", BUDGET, "--rules", "nowhere")
    assert outcome.code == 4
    assert "error[FR113]: no pack nowhere" in outcome.err
    assert "shipped packs: china/2018-67, liaocheng/2019-9" in outcome.err


def test_a_suffix_that_cannot_be_written_is_a_wrong_command_line(tmp_path: Path) -> None:
    outcome = run("allocate", "nowhere.csv", "-o", tmp_path / "lines.pdf")
    assert outcome.code == 2
    assert outcome.err == (
        "error[FR645]: .pdf files cannot be written; the suffixes are .json, .csv, .md, .html, .xlsx, "
        ".parquet\n"
        "  hint: choose one of these, as in lines.csv\n"
    )


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    budget = write(tmp_path, "budget.csv", HEAD + GOOD)
    outcome = run("allocate", budget, "-o", tmp_path / "." / "budget.csv")
    assert outcome.code == 2
    assert "error[FR609]" in outcome.err
    assert budget.read_text(encoding="utf-8") == HEAD + GOOD


def test_an_output_folder_that_is_not_there_is_a_wrong_command_line(tmp_path: Path) -> None:
    outcome = run("allocate", BUDGET, "-o", tmp_path / "none" / "lines.csv")
    assert (outcome.code, outcome.out) == (2, "")
    assert "error[FR640]: there is no folder" in outcome.err


def test_check_says_what_the_pack_covers_and_what_it_cannot() -> None:
    outcome = run("check", lang="zh")
    assert outcome.code == 0
    assert "规则包 liaocheng/2019-9：聊政办发〔2019〕9号" in outcome.out
    assert "不可计算的条款" in outcome.out
    assert "  6.3 " in outcome.out
    assert outcome.out.endswith("错误 0 个，警告 0 个\n")


def test_check_as_json_says_the_same() -> None:
    outcome = run("check", "--format", "json")
    summary = json.loads(outcome.out)["summary"]
    assert outcome.code == 0
    assert "1.1" in summary["with_rules"]
    assert all(clause["reason"]["zh"] for clause in summary["without_rules"])
    assert summary["situations"] >= summary["decisions"] > 0
    assert summary["rete_decided"] == (summary["situations"] if summary["rete"] else 0)


def test_check_of_a_text_that_cannot_be_read_is_a_wrong_command_line(tmp_path: Path) -> None:
    outcome = run("check", "--text", tmp_path / "none.txt")
    assert outcome.code == 2
    assert "error[FR615]: the text cannot be read" in outcome.err


def test_check_of_another_text_finds_that_nothing_agrees(tmp_path: Path) -> None:
    outcome = run("check", "--text", write(tmp_path, "other.txt", "另一份文件。\n"))
    assert outcome.code == 1
    assert "error[" in outcome.out
    assert "errors: 0" not in outcome.out


def test_the_shipped_cases_pass() -> None:
    outcome = run("test")
    assert outcome.code == 0
    assert " 0 failed" in outcome.out.splitlines()[-1]
    assert "1.1 " in outcome.out


def test_the_cases_as_json_say_the_same() -> None:
    found = json.loads(run("test", "--format", "json").out)
    assert found["failed"] == 0
    assert found["passed"] == len(found["cases"]) > 0


def test_a_case_that_fails_shows_its_place_and_both_values(tmp_path: Path) -> None:
    source = EXAMPLE.parent.parent / "rules" / "liaocheng" / "2019-9"
    for path in source.iterdir():
        if path.name != "cases.yaml":
            write(tmp_path, path.name, path.read_text(encoding="utf-8"))
    case = (
        "cases:\n"
        "  - id: wrong-on-purpose\n"
        '    clauses: ["3.1"]\n'
        "    because: nothing\n"
        "    lines:\n"
        "      - {line: A1, unit: 市本级, year: 2020, item: only-child-pension, amount: 100}\n"
        "    expect:\n"
        "      A1: {status: determined, payers: {county: 100.00}}\n"
    )
    write(tmp_path, "cases.yaml", case)
    outcome = run("test", tmp_path)
    assert outcome.code == 1
    assert f"{tmp_path}/cases.yaml:2:5: case wrong-on-purpose fails" in outcome.out
    assert "line A1, payers: by hand" in outcome.out
    assert outcome.out.endswith("0 passed, 1 failed\n")


def _program(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", "fiscal_rules", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        folder = tmp_path / seed
        folder.mkdir()
        files = [folder / f"result{suffix}" for suffix in known_suffixes()]
        outputs = [part for file in files for part in ("-o", file)]
        arguments = ("allocate", BUDGET, "--parameters", SHARES, "--quiet", *outputs)
        with _program(*arguments, PYTHONHASHSEED=seed, TZ=zone, LC_ALL="C.UTF-8") as process:
            printed, said = process.communicate()
        assert said == b""
        made.append([printed, *(file.read_bytes() for file in files)])
    assert made[0] == made[1]
    assert all(made[0])


def test_a_reader_that_goes_away_is_no_error_to_tell() -> None:
    with _program("allocate", BUDGET, "--format", "json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_not_called_our_fault() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "fiscal_rules", "test", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "error[FR631]: the disk is full; the result is not whole",
        "  hint: make room and run again",
    ]


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Let programs that are started be interrupted, even where we run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def _wait_until_it_waits(pid: int) -> None:
    """Wait until a program that started takes no more time: it waits for its input."""
    worked, before = 0, -1
    while worked == 0 or worked != before:
        time.sleep(1)
        before = worked
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        worked = int(fields[11]) + int(fields[12])


def test_an_interrupted_command_ends_without_a_word() -> None:
    with _program("allocate", "-") as process:
        assert process.stderr is not None
        _wait_until_it_waits(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130


def test_results_survive_a_terminal_that_knows_no_chinese() -> None:
    process = _program("check", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"Pack liaocheng/2019-9" in out
