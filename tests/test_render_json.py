"""JSON: the shape that other people's scripts rely on."""

from __future__ import annotations

import json
from typing import Any

from small_reports import allocation, budget_line, everything, result, split

from fiscal_rules.model.allocation import Allocation, Need, Remark
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Authority, Duty, Finding, NeedKind, Status
from fiscal_rules.output.render_json import render_json
from fiscal_rules.output.report import build_report


def written(made: Allocation, lang: Lang = Lang.ZH) -> dict[str, Any]:
    def refuse(number: str) -> None:
        message = f"a float: {number}"
        raise AssertionError(message)

    found: dict[str, Any] = json.loads(render_json(build_report(made), lang), parse_float=refuse)
    return found


def test_the_keys_stand_in_the_contracts_order() -> None:
    whole = written(everything())
    assert list(whole) == [
        *("schema_version", "run", "totals", "units", "flows", "lines", "rejected"),
    ]
    assert list(whole["run"]) == [
        *("id", "pack", "parameters", "budget", "version", "libraries", "rete", "as_of", "lang"),
    ]
    assert list(whole["totals"])[:6] == [
        *("amount", "payers", "open", "by_status", "by_standing", "unspent_pots"),
    ]
    assert list(whole["units"][0]) == ["unit", "amount", "payers", "open", "by_status"]
    assert list(whole["flows"][0]) == ["from", "to", "amount", "kind"]
    assert list(whole["lines"][0])[:12] == [
        *("line", "status", "authority", "rules", "clauses", "payers", "open", "standing"),
        *("needs", "duties", "findings", "extra"),
    ]


def test_the_result_of_a_line_is_written_whole() -> None:
    (line,) = written(allocation(split("A1", extra={"备注": "急"})))["lines"]
    payments = line.pop("payments")
    assert line == {
        "line": "A1",
        "status": "determined",
        "authority": "shared",
        "rules": ["care"],
        "clauses": ["1"],
        "payers": {
            "central": "300.00",
            "city": "280.00",
            "county": "420.00",
            "other": "0.00",
        },
        "open": "0.00",
        "standing": "assumed",
        "needs": [],
        "duties": [],
        "findings": [],
        "extra": {"备注": "急"},
        "input": {
            "line": "A1",
            "year": "2020",
            "unit": "东县",
            "item": "care",
            "amount": "1000.00",
        },
    }
    assert payments[1] == {
        "line": "A1",
        "payer": "city",
        "recipient": "东县",
        "part": "base",
        "amount": "280.00",
        "rule": "care",
        "clause": "1",
        "standing": "assumed",
    }


def test_needs_duties_and_findings_say_their_clauses() -> None:
    line = result(
        budget_line("A1", 5_00),
        status=Status.NEEDS,
        authority=None,
        needs=(Need(NeedKind.MEASURE, "need", "2"),),
        duties=(Remark(Duty.FILE_STANDARD, "4"),),
        findings=(Remark(Finding.ITEM_NOT_IN_PACK, None, ("care",)),),
    )
    (found,) = written(allocation(line))["lines"]
    assert found["needs"] == [{"kind": "measure", "id": "need", "clause": "2"}]
    assert found["duties"] == [{"duty": "file-standard", "clause": "4"}]
    assert found["findings"] == [
        {"finding": "item-not-in-pack", "clause": None, "nearest": ["care"]}
    ]


def test_an_authority_that_is_not_stated_is_null() -> None:
    line = result(budget_line("A1", 5_00), status=Status.OUTSIDE, authority=Authority.UNSTATED)
    (found,) = written(allocation(line))["lines"]
    assert (found["authority"], found["standing"]) == (None, None)


def test_totals_are_money_as_text() -> None:
    totals = written(everything())["totals"]
    assert totals == {
        "amount": "2800.00",
        "payers": {"central": "700.00", "city": "680.00", "county": "890.00", "other": "0.00"},
        "open": "530.00",
        "by_status": {
            "determined": "2170.00",
            "needs": "500.00",
            "undetermined": "70.00",
            "outside": "60.00",
        },
        "by_standing": {"official": "840.00", "derived": "90.00", "assumed": "640.00"},
        "unspent_pots": [{"item": "relief", "year": 2020, "amount": "0.05"}],
        "lines_by_status": {"determined": 4, "needs": 1, "undetermined": 1, "outside": 1},
    }


def test_a_refused_row_is_listed_with_every_problem_in_the_language_asked_for() -> None:
    assert written(everything(), Lang.EN)["rejected"] == [
        {
            "row": "9",
            "problems": [
                {
                    "code": "FR999",
                    "place": "budget.csv:9:5",
                    "message": "12,5x is no amount",
                    "hint": "write 12.50",
                },
                {
                    "code": "FR998",
                    "place": "budget.csv:9:2",
                    "message": "the year is blank",
                    "hint": None,
                },
            ],
        }
    ]


def test_a_run_says_what_it_was_made_of_without_folders() -> None:
    assert written(everything(), Lang.EN)["run"] == {
        "id": "0123456789abcdef",
        "pack": {"id": "small/2020-1", "sha256": "a" * 64},
        "parameters": [{"file": "shares.yaml", "sha256": "c" * 64}],
        "budget": {"file": "budget.csv", "sha256": "b" * 64},
        "version": "0.1.0",
        "libraries": {"durable-rules": "2.0.28", "pydantic": "2"},
        "rete": True,
        "as_of": "2020-05-01",
        "lang": "en",
    }


def test_chinese_is_written_as_such_and_the_file_ends_in_a_line_feed() -> None:
    content = render_json(build_report(everything()), Lang.ZH)
    assert "东县".encode() in content
    assert content.endswith(b"}\n")
