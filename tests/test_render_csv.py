"""CSV: one row a line, in columns that other people's scripts and Excel rely on."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from small_reports import allocation, budget_line, everything, paid, result, split

from fiscal_rules.model.allocation import Allocation, Need, Remark
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Authority, Duty, Finding, NeedKind, Status
from fiscal_rules.output.lines import decision_id
from fiscal_rules.output.render_csv import render_csv
from fiscal_rules.output.report import build_report

RESULT = [
    *("status", "authority", "decision", "standing", "pay_central", "pay_city", "pay_county"),
    *("pay_other", "open", "rules", "clauses", "needs", "duties", "findings"),
]


def written(made: Allocation) -> str:
    return render_csv(build_report(made), Lang.ZH).decode("utf-8-sig")


def rows(made: Allocation) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(made), newline="")))


def header(made: Allocation) -> list[str]:
    return next(csv.reader(io.StringIO(written(made), newline="")))


def test_a_line_is_written_with_its_input_then_its_result() -> None:
    assert rows(allocation(split("A1"))) == [
        {
            "line": "A1",
            "year": "2020",
            "unit": "东县",
            "item": "care",
            "amount": "1000.00",
            "status": "determined",
            "authority": "shared",
            "decision": decision_id("care", ("care",)),
            "standing": "assumed",
            "pay_central": "300.00",
            "pay_city": "280.00",
            "pay_county": "420.00",
            "pay_other": "0.00",
            "open": "0.00",
            "rules": "care",
            "clauses": "1",
            "needs": "",
            "duties": "",
            "findings": "",
        }
    ]


def test_input_columns_stand_in_the_order_of_the_vocabulary_and_only_those_read() -> None:
    made = allocation(split("A1"), columns=("amount", "unit", "year", "headcount"))
    assert header(made) == ["line", "year", "unit", "amount", "headcount", *RESULT]


def test_lists_are_joined_by_semicolons() -> None:
    line = result(
        budget_line("A1", 5_00),
        status=Status.NEEDS,
        needs=(Need(NeedKind.COLUMN, "item", "1"), Need(NeedKind.PARAMETER, "relief.pot", "2")),
        duties=(Remark(Duty.FILE_STANDARD, "4"), Remark(Duty.FILE_POLICY, "4")),
        findings=(Remark(Finding.CODE_MISMATCH, None), Remark(Finding.BASIS_DIFFERS, None)),
        clauses=("1", "4"),
        rules=("care", "top-up"),
    )
    (row,) = rows(allocation(line))
    assert [row[column] for column in ("rules", "clauses", "needs", "duties", "findings")] == [
        "care;top-up",
        "1;4",
        "item;relief.pot",
        "file-standard;file-policy",
        "code-mismatch;basis-differs",
    ]


def test_what_is_null_is_blank() -> None:
    line = result(budget_line("A1", 5_00), status=Status.OUTSIDE, authority=Authority.UNSTATED)
    (row,) = rows(allocation(line))
    assert (row["authority"], row["standing"], row["open"]) == ("", "", "5.00")


def test_carried_columns_come_last_and_a_clash_gets_in_before_its_name() -> None:
    extra = {"项目": "筛查", "status": "旧", "in_status": "更旧"}
    made = allocation(split("A1", extra=extra), extra_columns=("项目", "status", "in_status"))
    assert header(made)[-3:] == ["项目", "in_in_status", "in_status"]
    (row,) = rows(made)
    assert (row["in_in_status"], row["in_status"]) == ("旧", "更旧")


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "＝1", "＋1a", "－x", "＠x", "\t=1"]
)
def test_text_from_data_never_becomes_a_formula(text: str) -> None:
    made = allocation(split("A1", extra={"备注": text}), extra_columns=("备注",))
    assert rows(made)[0]["备注"] == f"'{text}"


@pytest.mark.parametrize("number", ["-5", "+3.50", "-12.5%", "2100408"])
def test_true_numbers_stay_numbers(number: str) -> None:
    made = allocation(split("A1", extra={"备注": number}), extra_columns=("备注",))
    assert rows(made)[0]["备注"] == number


def test_a_header_from_data_never_becomes_a_formula() -> None:
    assert header(allocation(split("A1"), extra_columns=("=1+1",)))[-1] == "'=1+1"


@pytest.mark.parametrize("text", ['说"好"', "甲,乙", "第一行\n第二行", "回车\r结束", " 前后 "])
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    made = allocation(split("A1", extra={"备注": text}), extra_columns=("备注",))
    assert rows(made)[0]["备注"] == text


def test_excel_is_told_that_the_file_is_utf_8_and_lines_end_in_line_feeds() -> None:
    content = render_csv(build_report(allocation(split("A1"))), Lang.ZH)
    assert content.startswith(b"\xef\xbb\xbfline,")
    assert b"\r" not in content
    assert content.endswith(b"\n")


def test_refused_rows_are_not_in_it() -> None:
    assert [row["line"] for row in rows(everything())] == [f"A{n}" for n in range(1, 8)]


def test_the_language_changes_nothing() -> None:
    report = build_report(everything())
    assert render_csv(report, Lang.ZH) == render_csv(report, Lang.EN)


def test_lines_under_the_same_rules_share_a_decision_and_others_do_not() -> None:
    same, other = split("A1"), replace(split("A3"), rules=("care", "top-up"))
    decisions = [row["decision"] for row in rows(allocation(same, split("A2", at="西县"), other))]
    assert decisions[0] == decisions[1] != decisions[2]


def test_what_a_line_pays_beside_the_pack_is_other() -> None:
    line = result(budget_line("A1", 5_00), paid("A1", "town", 5_00, treasury="city"))
    assert rows(allocation(line))[0]["pay_other"] == "5.00"
