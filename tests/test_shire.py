"""What the fictional pack of the shire is there to show of the engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fiscal_rules import api
from fiscal_rules.engine import rete
from fiscal_rules.engine.cases import CaseResult
from fiscal_rules.engine.infer import DecisionTable, infer, overrides
from fiscal_rules.model.allocation import UnspentPot
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.funding import Full
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.parameters import read_parameters

SHIRE = Path(__file__).parent / "packs" / "shire"


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return read_pack(SHIRE)


@pytest.fixture(scope="module")
def table(pack: RulePack) -> DecisionTable:
    return infer(pack)


def payer_of_vision_screening(table: DecisionTable, day: date) -> object:
    given = {"level": "county", "policy_change": "no"}
    verdict = table.decide(("vision-screening",), given, table.space.epoch_on(day))
    assert verdict.fund is not None
    return verdict.fund.value


@pytest.mark.parametrize("case", [case.id for case in read_cases(SHIRE, read_pack(SHIRE))])
def test_a_case_comes_out_as_by_hand(case: str, results: dict[str, CaseResult]) -> None:
    assert results[case].mismatches == ()


@pytest.fixture(scope="module")
def results() -> dict[str, CaseResult]:
    return {result.case.id: result for result in api.test(str(SHIRE))}


def test_every_situation_is_decided_by_both_matchers(table: DecisionTable) -> None:
    situations = sum(len(keys) for keys in table.keys.values())
    assert table.rete_decided == (situations if rete.is_available() else 0)
    assert table.conflicts == ()


def test_derived_attributes_come_in_three_strata(table: DecisionTable) -> None:
    chain = ("remote-hundred", "supported-institution", "relieved-institution", "mobile-clinics")
    assert [table.space.stages[rule] for rule in chain] == [0, 1, 2, 3]


def test_the_last_of_a_chain_of_overrides_yields_to_none(pack: RulePack) -> None:
    assert overrides(pack, pack.rule_by_id["clinic-damaged"]) == {"clinic-in-the-plan", "clinic"}
    assert overrides(pack, pack.rule_by_id["clinic-in-the-plan"]) == {"clinic"}


def test_the_epochs_are_those_of_the_rules_and_of_the_document(table: DecisionTable) -> None:
    starts = [epoch.starts for epoch in table.space.epochs if epoch.in_force]
    assert starts == [date(2031, 1, 1), date(2031, 7, 1), date(2032, 1, 1)]
    assert not table.space.epoch_on(date(2035, 1, 1)).in_force


def test_a_supplement_is_not_known_before_its_publication() -> None:
    before = api.open_pack(str(SHIRE), as_of=date(2031, 8, 31))
    after = api.open_pack(str(SHIRE), as_of=date(2031, 9, 1))
    assert payer_of_vision_screening(before, date(2032, 1, 1)) == Full("hundred")
    assert payer_of_vision_screening(after, date(2032, 1, 1)) == Full("shire")
    assert payer_of_vision_screening(after, date(2031, 12, 1)) == Full("hundred")


def test_a_standard_is_not_known_before_its_publication(pack: RulePack) -> None:
    parameter, day = "immunisation.standard", date(2032, 1, 1)
    before = read_parameters(pack, (), as_of=date(2031, 11, 19))
    after = read_parameters(pack, (), as_of=date(2031, 11, 20))
    assert before.value(parameter, day, {}) is None
    known = after.value(parameter, day, {})
    assert known is not None
    assert known.number == 66


def test_before_its_publication_the_document_is_no_law() -> None:
    with pytest.raises(PackRefusedError) as refused:
        api.open_pack(str(SHIRE), as_of=date(2030, 12, 9))
    (problem,) = refused.value.problems
    assert problem.code == "FR508"
    assert problem.message.en == (
        "on 2030-12-09 the pack shire/2031-4 was not yet published (2030-12-10)"
    )


def test_what_a_pot_holds_above_all_caps_stays_unspent(tmp_path: Path) -> None:
    (tmp_path / "budget.csv").write_text(
        "line,unit,year,item,amount\nG1,东湾县,2032,relief,40000\n", encoding="utf-8"
    )
    (tmp_path / "measures.csv").write_text(
        "unit,item,year,measure,value\n东湾县,relief,2032,need,1\n东湾县,relief,2032,capacity,1\n",
        encoding="utf-8",
    )
    _, allocation = api.run(api.Request(budget=str(tmp_path), rules=str(SHIRE)))
    assert allocation.unspent_pots == (UnspentPot("relief", 2032, 260_000_00),)
