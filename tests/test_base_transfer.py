"""Base transfers: each treasury stays as it was, nothing open is guessed, growth is comparable."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from command_line import EXAMPLE, Outcome, run, write

from fiscal_rules.analysis.base_transfer import comparable_growth, growth_of

BUDGET, SHARES = EXAMPLE / "budget.xlsx", EXAMPLE / "shares.yaml"
HEAD = "line,unit,year,item,amount,headcount,affiliation,in_health_plan\n"
LINES = (
    "A,莘县,2020,基本公共卫生服务,74000,1000,,\n"
    "B,东阿县,2020,基本公共卫生服务,37000,500,,\n"
    "C,莘县,2020,卫生健康管理事务,100,,county,\n"
    "D,东阿县,2020,医疗救助,900,,,\n"
    "E,茌平区,2020,医疗救助,50,,,\n"
)
NEXT = (
    "A,莘县,2021,基本公共卫生服务,81400,1000,,\n"
    "B,东阿县,2021,基本公共卫生服务,40700,500,,\n"
    "C,莘县,2021,卫生健康管理事务,104,,county,\n"
    "D,东阿县,2021,医疗救助,900,,,\n"
)


def shares(share: str, standard: str = "") -> str:
    """Write parameters with one share of the city, a standard, and the city paying everywhere."""
    entry = "from: 2019-01-01, standing: {standing}, source: invented"
    assumed, official = entry.format(standing="assumed"), entry.format(standing="official")
    return (
        "parameters:\n"
        f"  basic-public-health.city-share: [{{value: {share}, of: rest, {official}}}]\n"
        f"  province-managed.city-pays: [{{value: yes, {assumed}}}]\n{standard}"
    )


STANDARD = """\
  basic-public-health.standard:
    - {value: 74, from: 2020-01-01, to: 2020-12-31, standing: official, source: invented}
    - {value: 81.40, from: 2021-01-01, to: 2021-12-31, standing: official, source: invented}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write(tmp_path, "budget.csv", HEAD + LINES)
    write(tmp_path, "next.csv", HEAD + NEXT)
    write(tmp_path, "old.yaml", shares("40%", STANDARD))
    write(tmp_path, "new.yaml", shares("50%", STANDARD))
    return tmp_path


def compared(files: Path, *more: object, lang: str = "en") -> Outcome:
    old, new = files / "old.yaml", files / "new.yaml"
    return run("base-transfer", files / "budget.csv", "--old", old, "--new", new, *more, lang=lang)


def cells(line: str) -> list[str]:
    """Read the cells of a row of a table on the terminal."""
    return re.split(r"\s{2,}", line.strip())


def test_what_each_treasury_receives_is_as_by_hand(files: Path) -> None:
    """40 % of 74000 and 37000 is 44400 for the city, 50 % is 55500; the counties have the rest."""
    outcome = compared(files)
    assert (outcome.code, outcome.err) == (0, "")
    title, _, head, columns, _, *rows = outcome.out.splitlines()
    assert title == "Base transfers: budget.csv, 2020 (amounts in yuan)"
    assert head == "[What each treasury receives]"
    assert cells(columns) == [
        "treasury", "bears by the old shares", "bears by the new shares",
        "receives (below 0: gives)", "how far known", "standing",
    ]  # fmt: skip
    assert [cells(row) for row in rows[:6] if not row.startswith("---")] == [
        ["city", "44,400.00", "55,500.00", "11,100.00", "lines open, not counted: 2", "assumed"],
        ["Chiping District", "0.00", "0.00", "not known: lines open: 1"],
        ["Shen County", "44,500.00", "37,100.00", "-7,400.00", "all lines settled", "assumed"],
        [
            "Dong'e County",
            "22,200.00",
            "18,500.00",
            "-3,700.00",
            "lines open, not counted: 1",
            "official",
        ],
        ["total", "111,100.00", "111,100.00", "0.00"],
    ]


def test_it_is_said_in_chinese_too_with_the_clause_and_its_words(files: Path) -> None:
    out = compared(files, lang="zh").out
    assert out.startswith(
        "支出基数划转：budget.csv，2020 年（金额单位：元）\n\n【各级财政的划转】\n"
    )
    assert "依据 5.8：“上述分担比例调整涉及的市与县支出基数划转”。" in out
    assert "未知：1 行待定" in out
    assert "只计两套比例下都已算定的行；待定的行不作猜测，另行列出。" in out


def test_open_lines_are_listed_with_what_they_wait_for(files: Path) -> None:
    data = json.loads(compared(files, "--format", "json").out)
    assert [
        (line["line"], line["open_before"], line["open_after"]) for line in data["open_lines"]
    ] == [
        ("D", "900.00", "900.00"),
        ("E", "50.00", "50.00"),
    ]
    assert data["open_lines"][0]["treasuries"] == ["city", "东阿县"]
    assert {need["id"] for need in data["open_lines"][0]["needs"]} >= {"medical-assistance.pot"}


def test_a_treasury_with_open_lines_alone_has_no_transfer_rather_than_0(files: Path) -> None:
    data = json.loads(compared(files, "--format", "json").out)
    (chiping,) = (held for held in data["treasuries"] if held["treasury"] == "茌平区")
    assert (chiping["transfer"], chiping["open_lines"], chiping["settled_lines"]) == (None, 1, 0)


def test_a_line_that_only_one_set_of_shares_settles_is_open(files: Path) -> None:
    write(files, "new.yaml", "parameters: {}\n")
    data = json.loads(compared(files, "--format", "json").out)
    opened = {
        line["line"]: (line["open_before"], line["open_after"]) for line in data["open_lines"]
    }
    assert opened["A"] == ("0.00", "74000.00")
    assert data["treasuries"][0]["transfer"] is None
    (shen,) = (held for held in data["treasuries"] if held["treasury"] == "莘县")
    assert (shen["transfer"], shen["open_lines"]) == ("0.00", 1)


def test_rows_name_every_treasury_and_item(files: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(compared(files, "--format", "csv").out.lstrip("\ufeff")))
    )
    assert [(r["treasury"], r["item"], r["transfer"], r["open_lines"]) for r in rows] == [
        ("city", "basic-public-health", "11100.00", "0"),
        ("city", "medical-assistance", "", "2"),
        ("茌平区", "medical-assistance", "", "1"),
        ("莘县", "basic-public-health", "-7400.00", "0"),
        ("莘县", "health-administration", "0.00", "0"),
        ("东阿县", "basic-public-health", "-3700.00", "0"),
        ("东阿县", "medical-assistance", "", "1"),
    ]
    assert {(r["year"], r["clause"]) for r in rows} == {("2020", "5.8")}
    assert [r["standing"] for r in rows] == ["assumed", "", "", "assumed", "", "official", ""]


def test_growth_leaves_the_transfer_out(files: Path) -> None:
    """All costs grow by a tenth: so does what each bears, on a comparable basis.

    Without that the city would seem to bear 61050 of 44400, 37.50 % more, and the counties less.
    Shen County also pays 104 after 100: (40700 + 104) / (37000 + 100) is 9.98 % more.
    """
    data = json.loads(compared(files, "--next", files / "next.csv", "--format", "json").out)
    grown = {held["treasury"]: held for held in data["growth"]["treasuries"]}
    assert {name: (held["growth"], held["comparable_growth"]) for name, held in grown.items()} == {
        "city": ("37.50%", "10.00%"),
        "茌平区": (None, None),
        "莘县": ("-8.31%", "9.98%"),
        "东阿县": ("-8.33%", "10.00%"),
    }
    assert data["growth"]["year"] == 2021
    assert grown["东阿县"]["left_out"] == ["medical-assistance"]


def test_growth_stands_in_the_tables_and_beside_the_rows(files: Path) -> None:
    asked = ("--next", files / "next.csv")
    out = compared(files, *asked).out
    assert "[Growth without the transfer (comparable basis)]" in out
    assert "medical assistance" in out
    rows = list(csv.DictReader(io.StringIO(compared(files, *asked, "--format", "csv").out)))
    assert [(r["later"], r["growth"], r["comparable_growth"]) for r in rows][:2] == [
        ("61050.00", "37.50%", "10.00%"),
        ("", "", ""),
    ]


def test_growth_of_nothing_is_not_known() -> None:
    assert growth_of(0, 7) is None
    assert comparable_growth(40, 50, transfer=-40) is None
    assert comparable_growth(0, 7, transfer=5) == Fraction(2, 5)


def test_files_are_written_by_their_suffixes(files: Path) -> None:
    outcome = compared(files, "-o", files / "a.md", "-o", files / "a.json", "-o", files / "a.csv")
    assert outcome.err == "".join(f"wrote {files / name}\n" for name in ("a.md", "a.json", "a.csv"))
    assert (files / "a.md").read_text(encoding="utf-8").startswith("# 支出基数划转：budget.csv")
    assert json.loads((files / "a.json").read_text(encoding="utf-8"))["question"] == "base-transfer"
    assert (files / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfyear,treasury,item,")


def test_the_same_comparison_has_the_same_bytes_in_any_locale(files: Path) -> None:
    asked = ("--next", files / "next.csv", "--format", "json")
    assert compared(files, *asked, lang="zh").out == compared(files, *asked, lang="en").out


def test_the_whole_example_agrees_with_two_runs_of_allocate(tmp_path: Path) -> None:
    """A second way: what each treasury pays, read off the payments of both runs, line by line."""
    new = write(tmp_path, "new.yaml", CHANGED)
    asked = ("--parameters", SHARES)
    old_run, new_run = (
        json.loads(run("allocate", BUDGET, *asked, *more, "--format", "json").out)
        for more in ((), ("--parameters", new))
    )
    expected: dict[str, int] = {}
    for before, after in zip(old_run["lines"], new_run["lines"], strict=True):
        if before["input"]["year"] != "2020" or (before["open"], after["open"]) != ("0.00", "0.00"):
            continue
        for sign, line in ((-1, before), (1, after)):
            county = line["input"].get("counterpart") or line["input"]["unit"]
            for payer, treasury in (("city", "city"), ("county", county)):
                amount = sign * int(line["payers"][payer].replace(".", ""))
                name = {"371523": "茌平区", "市本级": "city"}.get(treasury, treasury)
                expected[name] = expected.get(name, 0) + amount
    found = run(
        "base-transfer", BUDGET, *asked, "--old", SHARES, "--new", new, "--year", "2020",
        "--format", "json",
    )  # fmt: skip
    transfers = {
        held["treasury"]: int(held["transfer"].replace(".", ""))
        for held in json.loads(found.out)["treasuries"]
    }
    assert transfers == expected
    assert sum(transfers.values()) == 0
    assert transfers["city"] == 36_679_370_70


CHANGED = """\
parameters:
  basic-public-health.city-share:
    - {value: 50%, of: rest, from: 2020-01-01, to: 2020-12-31, standing: assumed, source: invented}
  residents-insurance.city-share:
    - {value: 25%, of: rest, from: 2020-01-01, to: 2020-12-31, standing: assumed, source: invented}
"""


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (
            ["b.csv", "--new", "n.yaml"],
            "错误[FR660]：缺少 --old",
            "error[FR660]: --old is missing",
        ),
        (
            ["b.csv", "--year", "20"],
            "错误[FR661]：--year 后面的 20 不是年份",
            "error[FR661]: 20 after --year is not a year",
        ),
    ],
)
def test_a_wrong_command_line_is_told_at_once(
    arguments: list[str], chinese: str, english: str
) -> None:
    for lang, expected in (("zh", chinese), ("en", english)):
        outcome = run("base-transfer", *arguments, lang=lang)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.splitlines()[0] == expected


def test_how_shares_are_given_is_said() -> None:
    chinese, english = (run("base-transfer", "b.csv", lang=lang).err for lang in ("zh", "en"))
    assert chinese.splitlines()[1] == (
        "  提示：写法：fiscal-rules base-transfer 预算 --old 旧比例.yaml --new 新比例.yaml"
    )
    assert english.splitlines()[1] == (
        "  hint: write it like this: "
        "fiscal-rules base-transfer BUDGET --old OLD.yaml --new NEW.yaml"
    )
    outcome = run("base-transfer", "b.csv", "--year", "20")
    assert outcome.err.splitlines()[1] == "  hint: write it like 2020"


def test_a_budget_of_several_years_needs_its_base_year(files: Path) -> None:
    write(files, "budget.csv", HEAD + LINES + NEXT.replace("A,", "A2,").replace("B,", "B2,")
          .replace("C,", "C2,").replace("D,", "D2,"))  # fmt: skip
    chinese, english = (compared(files, lang=lang).err for lang in ("zh", "en"))
    assert chinese.startswith(
        "错误[FR662]：budget.csv 有几个年度的行：2020, 2021，看不出要哪一年\n"
        "  提示：用 --year 指定年度\n"
    )
    assert english.startswith(
        "error[FR662]: budget.csv has lines of several years, 2020, 2021: it is not clear which one "
        "is meant\n  hint: name the year with --year\n"
    )
    assert compared(files, "--year", "2020").code == 0


def test_a_year_that_there_is_not_is_refused(files: Path) -> None:
    chinese, english = (compared(files, "--year", "2019", lang=lang) for lang in ("zh", "en"))
    assert (chinese.code, english.code) == (2, 2)
    assert chinese.err.startswith(
        "错误[FR663]：budget.csv 没有 2019 年的行\n  提示：有这些年度：2020\n"
    )
    assert english.err.startswith(
        "error[FR663]: budget.csv has no line of 2019\n  hint: it has these years: 2020\n"
    )


def test_the_next_budget_must_be_of_one_later_year(files: Path) -> None:
    asked = ("--next", files / "budget.csv")
    chinese, english = (compared(files, *asked, lang=lang).err for lang in ("zh", "en"))
    assert chinese.startswith(
        "错误[FR664]：budget.csv 应有且只有一个晚于 2020 的年度，实际有：2020\n"
        "  提示：--next 后面写下一年度的预算\n"
    )
    assert english.startswith(
        "error[FR664]: budget.csv must have lines of one year after 2020, and has: 2020\n"
        "  hint: give the budget of the next year after --next\n"
    )


def test_a_refused_row_is_told_and_fails_where_it_is_skipped(files: Path) -> None:
    write(files, "budget.csv", HEAD + LINES + "F,北京,2020,医疗救助,5,,,\n")
    assert compared(files).code == 3
    skipped = compared(files, "--skip-refused")
    assert (skipped.code, skipped.out != "") == (1, True)
    assert "warning[FR622]: rows refused, and in no total: 1" in skipped.err


def test_no_input_is_written_over(files: Path) -> None:
    for name in ("budget.csv", "old.yaml"):
        assert run(
            "base-transfer", files / "budget.csv", "--old", files / "old.yaml",
            "--new", files / "new.yaml", "-o", (files / name).with_suffix(".csv"),
        ).code == (2 if name == "budget.csv" else 0)  # fmt: skip
    outcome = compared(files, "-o", files / "a.pdf")
    assert outcome.err.startswith(
        "error[FR645]: .pdf files cannot be written; the suffixes are .json, .csv, .md, .html, .xlsx"
    )
