"""Money that goes elsewhere than to the line's unit: a pooled fund of the city, a county's account.

The tidy pack's care costs 74 yuan a head; the city is given 40 % of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from fiscal_rules.analysis.explain import explain
from fiscal_rules.api import Request, run
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.rulepack import Deductions
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Flow, Standing
from fiscal_rules.output.explanation import write_explanation
from fiscal_rules.output.flows import FlowSum
from fiscal_rules.output.render_terminal import render_terminal
from fiscal_rules.output.report import build_report
from fiscal_rules.readers.packs import read_pack

TIDY = Path(__file__).parent / "packs" / "tidy"
DECLARED = """\
recipients:
  - {id: pooled-fund, name: {zh: 市财政专户, en: pooled fund}, holder: city, names: [市级统筹基金]}
  - {id: clinic-account, name: {zh: 县级专户, en: clinics' account}, holder: county}
deductions: {payer: county, standing: derived, source: invented}
derived:
"""
SHARE = """\
parameters:
  care.city-share:
    - {value: 40%, of: base, from: 2020-01-01, standing: assumed, source: invented}
  managed.city-pays:
    - {value: yes, from: 2020-01-01, standing: assumed, source: invented}
"""
HEAD = "line,unit,year,item,amount,headcount,central_funds,recipient"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TIDY, "pack")
    file = Path("pack/pack.yaml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("derived:\n", DECLARED, 1), encoding="utf-8")
    return Path("pack")


def allocated(pack: Path, *rows: str, form: str = "csv") -> Allocation:
    budget = Path("budget.csv")
    budget.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    Path("share.yaml").write_text(SHARE, encoding="utf-8")
    if form == "parquet":
        types = "{line: 'VARCHAR', unit: 'VARCHAR', item: 'VARCHAR', recipient: 'VARCHAR'}"
        budget = Path("budget.parquet")
        duckdb.sql(f"COPY (FROM read_csv('budget.csv', types={types})) TO '{budget}'")
    return run(Request(rules=str(pack), budget=str(budget), parameters=["share.yaml"]))[1]


def routes(allocation: Allocation) -> list[tuple[str, str, str, Flow]]:
    payments = [payment for result in allocation.results for payment in result.payments]
    return [(p.line, p.payer_treasury, p.recipient, p.flow) for p in payments]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_lines_money_goes_to_the_recipient_that_it_names(pack: Path, form: str) -> None:
    allocation = allocated(
        pack,
        "a,东县,2020,care,740,10,100,",
        "b,东县,2020,care,740,10,100,市级统筹基金",
        "c,东县,2020,care,740,10,100,县级专户",
        "d,东县,2020,care,740,10,100, Pooled  Fund",
        "e,东县,2020,care,740,10,100,社区医院",
        form=form,
    )
    own, transfer = Flow.OWN, Flow.TRANSFER
    assert routes(allocation) == [
        ("a", "central", "东县", transfer),
        ("a", "city", "东县", transfer),
        ("a", "东县", "东县", own),
        ("b", "central", "pooled-fund", transfer),
        ("b", "city", "pooled-fund", own),
        ("b", "东县", "pooled-fund", transfer),
        ("c", "central", "clinic-account", transfer),
        ("c", "city", "clinic-account", transfer),
        ("c", "东县", "clinic-account", own),
        ("d", "central", "pooled-fund", transfer),
        ("d", "city", "pooled-fund", own),
        ("d", "东县", "pooled-fund", transfer),
        ("e", "central", "东县", transfer),
        ("e", "city", "东县", transfer),
        ("e", "东县", "东县", own),
    ]
    assert allocation.results[4].line.cells["recipient"] == "社区医院"


def test_who_receives_changes_nothing_of_who_pays(pack: Path) -> None:
    allocation = allocated(
        pack, "a,东县,2020,care,740,10,100,", "b,东县,2020,care,740,10,100,市财政专户"
    )
    one, other = allocation.results
    assert [(p.payer, p.amount) for p in one.payments] == [
        (p.payer, p.amount) for p in other.payments
    ]


def test_flows_name_recipients_after_the_units(pack: Path) -> None:
    report = build_report(
        allocated(pack, "a,东县,2020,care,740,10,100,", "b,东县,2020,care,740,10,100,市财政专户")
    )
    assert report.flows == (
        FlowSum("central", "东县", 10_000, Flow.TRANSFER),
        FlowSum("central", "pooled-fund", 10_000, Flow.TRANSFER),
        FlowSum("city", "东县", 29_600, Flow.TRANSFER),
        FlowSum("city", "pooled-fund", 29_600, Flow.OWN),
        FlowSum("东县", "东县", 34_400, Flow.OWN),
        FlowSum("东县", "pooled-fund", 34_400, Flow.TRANSFER),
    )
    assert "市财政专户" in render_terminal(report, Lang.ZH).decode()


def test_what_a_county_receives_in_its_own_account_is_received_by_it(pack: Path) -> None:
    report = build_report(
        allocated(
            pack,
            "a,东县,2020,care,740,10,,",
            "b,东县,2020,care,740,10,,县级专户",
            "c,东县,2020,care,740,10,,市财政专户",
        )
    )
    (east,) = report.city_grants
    assert (east.unit, east.transferred) == ("东县", 2 * 29_600)
    assert sum(each.amount for each in report.city_spending) == 29_600


def test_an_explanation_names_the_recipient(pack: Path) -> None:
    allocated(pack, "a,东县,2020,care,740,10,,市财政专户")
    request = Request(rules=str(pack), budget="budget.csv", parameters=["share.yaml"])
    table, allocation = run(request)
    said = write_explanation(explain(table, allocation, "a"), Lang.ZH)
    assert "市财政专户" in said


def test_a_pack_says_who_bears_what_settlements_deduct(pack: Path) -> None:
    assert read_pack(pack).deductions == Deductions("county", Standing.DERIVED, "invented")
