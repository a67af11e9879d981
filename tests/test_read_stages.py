"""Stages are read in both languages; what cannot be settled is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack

PACK = read_pack(find_pack(DEFAULT_PACK))
HEAD = "编号,区划,年度,事项,金额,阶段,结算编号,扣减"
LINE = "莘县,2020,医疗救助,100"

REFUSED = [
    ("定金,J,", "FR486", '"定金" is no value of stage'),
    ("预拨,,", "FR487", ("advance: the line has no settles, so that nothing says which lines "
     "it is settled with")),
    ("结算,　,", "FR487", ("settlement: the line has no settles, so that nothing says which "
     "lines it is settled with")),
    ("预拨,J,1", "FR488", ("deduction 1.00 yuan in a line of stage advance: only a settlement "
     "deducts")),
    (",J,0.01", "FR488", ("deduction 0.01 yuan in a line of stage whole: only a settlement "
     "deducts")),
]  # fmt: skip
"""Stage, settles and deduction of a row, and what is said of them."""


def read(path: Path) -> Budget:
    return read_budget(str(path), PACK, money_unit=None)


def in_a_file(folder: Path, *rows: str, head: str = HEAD) -> Budget:
    path = folder / "budget.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return read(path)


def in_parquet(folder: Path, *rows: str, head: str = HEAD) -> Budget:
    """Write rows of texts; amounts become whole yuan or decimals."""
    path = folder / "budget.parquet"
    columns = head.split(",")
    exact = {"金额": "::BIGINT", "扣减": "::DECIMAL(18, 2)"}
    values = ", ".join(
        "("
        + ", ".join(
            f"nullif('{cell}', ''){exact.get(column, '')}"
            for column, cell in zip(columns, row.split(","), strict=True)
        )
        + ")"
        for row in rows
    )
    names = ", ".join(columns)
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT * FROM (VALUES {values}) t({names})) TO '{path}'")
    return read(path)


def problems(budget: Budget) -> list[Diagnostic]:
    return [problem for row in budget.refused for problem in row.problems]


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("一次下达", "whole"),
        ("全额", "whole"),
        ("预拨", "advance"),
        ("提前下达", "advance"),
        ("advance", "advance"),
        ("结算", "settlement"),
        ("清算", "settlement"),
    ],
)
def test_a_stage_is_read_by_any_of_its_names(tmp_path: Path, said: str, stage: str) -> None:
    (line,) = in_a_file(tmp_path, f"1,{LINE},{said},J-1,").lines
    assert (line.choices["stage"], line.cells["stage"], line.cells["settles"]) == (
        stage, stage, "J-1",
    )  # fmt: skip


@pytest.mark.parametrize("header", ["扣减", "扣减金额", "应扣金额", "deduction"])
def test_a_deduction_is_read_under_the_headers_that_people_write(
    tmp_path: Path, header: str
) -> None:
    budget = in_a_file(tmp_path, f"1,{LINE},结算,J-1,12.34", head=HEAD.replace("扣减", header))
    assert dict(budget.lines[0].money) == {"deduction": 1234}


def test_a_column_of_noughts_deducts_nothing(tmp_path: Path) -> None:
    budget = in_a_file(tmp_path, f"1,{LINE},,,0", f"2,{LINE},预拨,J,0.00")
    assert problems(budget) == []


@pytest.mark.parametrize(("cells", "code", "message"), REFUSED)
def test_what_cannot_be_settled_is_refused(
    tmp_path: Path, cells: str, code: str, message: str
) -> None:
    (problem,) = problems(in_a_file(tmp_path, f"1,{LINE},{cells}"))
    assert (problem.code, problem.message.en) == (code, message)
    assert str(problem.place).endswith("budget.csv:2")


@pytest.mark.parametrize(("cells", "code", "message"), REFUSED)
def test_what_cannot_be_settled_is_refused_in_columns_too(
    tmp_path: Path, cells: str, code: str, message: str
) -> None:
    budget = in_parquet(tmp_path, f"1,{LINE},{cells}", f"2,{LINE},结算,J,1", f"3,{LINE},,,0")
    (problem,) = problems(budget)
    assert (problem.code, problem.message.en) == (code, message)
    assert [row.row for row in budget.refused] == ["1"]


def test_the_messages_are_said_in_chinese_with_a_hint(tmp_path: Path) -> None:
    budget = in_a_file(tmp_path, f"1,{LINE},定金,J,", f"2,{LINE},预拨,,2", f"3,{LINE},,J,3")
    said = [(p.message.zh, p.hint.zh) for p in problems(budget) if p.hint is not None]
    assert said == [
        ("阶段没有“定金”这个取值", "可填：一次下达、预拨、结算；留空即一次下达"),
        (
            "预拨的行没有结算编号，不知道与哪些行一起结算",
            "给同一笔资金的各批预拨和结算写同一个结算编号",
        ),
        (
            "扣减 2.00 元写在预拨的行里：只有结算的行才扣减",
            "写到结算的行里，或把阶段改为结算",
        ),
        (
            "扣减 3.00 元写在一次下达的行里：只有结算的行才扣减",
            "写到结算的行里，或把阶段改为结算",
        ),
    ]


def test_a_refused_row_says_what_it_would_have_been_settled_with(tmp_path: Path) -> None:
    budget = in_a_file(tmp_path, "1,莘县,2020,医疗救助,x,预拨,J-7,")
    assert [row.settles for row in budget.refused] == ["J-7"]


def test_columns_settle_by_a_stage_or_not_at_all(tmp_path: Path) -> None:
    head = "编号,区划,年度,事项,金额,阶段"
    (problem,) = problems(in_parquet(tmp_path, f"1,{LINE},预拨", f"2,{LINE},", head=head))
    assert problem.code == "FR487"
    head = "编号,区划,年度,事项,金额,扣减"
    (problem,) = problems(in_parquet(tmp_path, f"1,{LINE},5", f"2,{LINE},", head=head))
    assert problem.code == "FR488"
