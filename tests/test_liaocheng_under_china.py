"""Liaocheng under the centre's plan: blank central money is computed where the bureau says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from both_paths import compare
from command_line import WORKED_LINE, WORKED_PARAMETERS, run, write
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.model.budget import BudgetLine, Period
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.budgets import as_read, budget_of, budgets
from fiscal_rules.testing.parameters import parameters

BLANK = WORKED_LINE.replace(",37000,", ",,")
YES = """\
  central.computed:
    - {value: yes, from: 2019-01-01, standing: assumed, source: asked of the bureau}
"""
TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))
STACKED = ("basic-public-health", "family-planning-reward", "family-planning-special")


def payers(tmp_path: Path, budget: str, parameters_: str) -> dict[str, str]:
    done = run(
        "allocate", write(tmp_path, "budget.csv", budget),
        "--parameters", write(tmp_path, "known.yaml", parameters_), "--format", "json",
    )  # fmt: skip
    (line,) = json.loads(done.out)["lines"]
    found: dict[str, str] = line["payers"]
    return found


def test_the_contracts_example_comes_out_alike_where_central_money_is_computed(
    tmp_path: Path,
) -> None:
    # 1000 × 74 × 50 % = 37000, which is what the contract's example says the centre gave.
    given_ = payers(tmp_path, WORKED_LINE, WORKED_PARAMETERS)
    assert payers(tmp_path, BLANK, WORKED_PARAMETERS + YES) == given_
    assert given_["central"] == "37000.00"


def test_a_blank_is_none_received_where_nothing_is_said(tmp_path: Path) -> None:
    found = payers(tmp_path, BLANK, WORKED_PARAMETERS)
    assert found == payers(tmp_path, WORKED_LINE.replace(",37000,", ",0,"), WORKED_PARAMETERS)
    assert found["central"] == "0.00"


@pytest.mark.parametrize(("year", "central"), [("2019", "34500.00"), ("2021", "39500.00")])
def test_the_nations_standard_of_the_year_is_used(tmp_path: Path, year: str, central: str) -> None:
    found = payers(tmp_path, BLANK.replace(",2020,", f",{year},"), WORKED_PARAMETERS + YES)
    assert found["central"] == central


@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_both_paths_agree(data: st.DataObject) -> None:
    pack = TABLE.pack
    asked = [
        name
        for name, _ in pack.parameter_kinds
        if name.partition(":")[2].partition(".")[0] in STACKED
        or name.partition(".")[0] in (*STACKED, "central", "province-managed")
    ]
    known = data.draw(parameters(pack, only=asked))
    compare(TABLE, known, data.draw(budgets(pack, items=STACKED, most=20)))


def test_years_in_which_the_law_is_known_differently_well_are_of_two_kinds() -> None:
    """Found by drawn budgets: 2019 is assumed and 2020 official, under the same rules."""
    lines = [
        BudgetLine(
            id=f"{year}-{month}",
            at=Place("drawn.csv"),
            period=Period(year, month, month),
            unit="阳谷县",
            amount=82,
            item="medical-security-capacity",
        )
        for year, month in ((2019, 11), (2019, 12), (2020, 1), (2020, 2), (2021, 1))
    ]
    compare(TABLE, Parameters({}), budget_of([as_read(line) for line in lines]))
