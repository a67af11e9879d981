"""Whole outputs in every format, and the formats themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_reports import allocation, everything

from fiscal_rules.api import Request, run
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.text import Lang
from fiscal_rules.output.formats import FORMATS, Format, format_for, format_named
from fiscal_rules.output.lines import line_columns
from fiscal_rules.output.render_csv import render_csv
from fiscal_rules.output.report import build_report

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
EXAMPLE = HERE.parent / "examples" / "liaocheng-2020"
WHOLE = [
    ("table", Lang.ZH, "report.zh.txt"),
    ("table", Lang.EN, "report.en.txt"),
    ("md", Lang.ZH, "report.zh.md"),
    ("md", Lang.EN, "report.en.md"),
    ("json", Lang.ZH, "report.json"),
    ("csv", Lang.ZH, "report.csv"),
]
"""Each is a whole output of ``small_reports.everything``."""

RENDER_ALL = """
import hashlib
from small_reports import allocation, everything
from fiscal_rules.model.text import Lang
from fiscal_rules.output.formats import FORMATS
from fiscal_rules.output.report import build_report
report = build_report(everything())
print([hashlib.sha256(f.render(report, lang)).hexdigest() for f in FORMATS for lang in Lang])
"""


@pytest.mark.parametrize(("name", "lang", "file"), WHOLE)
def test_a_whole_output_is_as_it_was_looked_at(name: str, lang: Lang, file: str) -> None:
    form = format_named(name)
    assert form is not None
    assert form.render(build_report(everything()), lang) == (GOLDEN / file).read_bytes()


def test_the_same_report_has_the_same_bytes_whatever_the_hash_seed() -> None:
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    seen = {
        subprocess.run(  # noqa: S603 (our own code, in a fresh interpreter)
            [sys.executable, "-c", RENDER_ALL],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": path, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(seen) == 1


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
def test_an_empty_budget_is_written_in_every_format(form: Format) -> None:
    assert form.render(build_report(allocation()), Lang.ZH)


def test_a_format_is_found_by_its_name_and_by_the_suffix_of_a_file() -> None:
    assert [form.name for form in FORMATS] == ["table", "json", "csv", "md", "html", "xlsx"]
    assert format_named("md") is format_for("out/report.MD") is FORMATS[3]


@pytest.mark.parametrize("file", ["report.pdf", "report", "report.table", ".json"])
def test_a_file_that_no_format_writes_has_none(file: str) -> None:
    assert format_for(file) is None


def test_our_own_output_read_as_a_budget_gives_the_same_results(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "source" / "measures.csv", tmp_path / "measures.csv")
    first = allocated(EXAMPLE / "budget.xlsx")
    (tmp_path / "budget.csv").write_bytes(render_csv(build_report(first), Lang.ZH))
    second = allocated(tmp_path)
    (tmp_path / "budget.csv").write_bytes(render_csv(build_report(second), Lang.ZH))
    third = allocated(tmp_path)
    assert outcomes(first) == outcomes(second) == outcomes(third)
    assert "in_status" in line_columns(second)
    assert "in_in_status" in line_columns(third)


def allocated(budget: Path) -> Allocation:
    """Allocate a budget with the parameters of the example."""
    parameters = (str(EXAMPLE / "shares.yaml"),)
    return run(Request(budget=str(budget), parameters=parameters))[1]


def outcomes(made: Allocation) -> list[object]:
    """List what was decided of each line, and who pays."""
    return [
        (r.line.id, r.status, r.authority, r.rules, r.payments, r.open, r.needs, r.duties)
        for r in made.results
    ]
