"""The laws of likeness and of limits find an engine that breaks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fiscal_rules.engine.infer import DecisionTable, infer
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.parameters import read_parameters
from fiscal_rules.testing import likeness, limits
from fiscal_rules.testing.allocating import alone
from fiscal_rules.testing.laws import Law

VALLEY = Path(__file__).parent / "packs" / "valley"
Engine = Callable[[DecisionTable, Parameters, BudgetLine], LineResult]
Worked = tuple[DecisionTable, Parameters, Budget]


def worked(root: Path, case: str) -> Worked:
    """Take a line of a worked case, with its values for every unit."""
    pack = read_pack(root)
    (held,) = (each for each in read_cases(root, pack) if each.id == case)
    everywhere = {entry.parameter: replace(entry, scope=()) for entry in held.entries}
    parameters = read_parameters(pack, (), as_of=None).with_entries(everywhere.values())
    return (
        infer(pack),
        parameters,
        Budget("", "", held.lines[-2:-1] or held.lines, (), held.measures),
    )


def paying(result: LineResult, payer: str, more: int) -> LineResult:
    payments = tuple(
        replace(p, amount=max(0, p.amount + more)) if p.payer == payer else p
        for p in result.payments
    )
    return replace(result, payments=payments)


def a_favourite(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> LineResult:
    """Let the city pay a fen more of the lines of one county."""
    result = alone(table, parameters, line)
    return paying(result, "city", 1) if line.unit == "茌平区" else result


def a_dear_july(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> LineResult:
    result = alone(table, parameters, line)
    return paying(result, "city", 1) if line.period.first == 7 else result


def a_sign_turned(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> LineResult:
    """Let the city pay less where its share is larger."""
    result = alone(table, parameters, line)
    number = parameters.of("basic-public-health.city-share")[-1].number
    return paying(result, "city", int((1 - number) * 1_000_000))


def more_than_the_cap(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> LineResult:
    return paying(alone(table, parameters, line), "lottery", 1_000_000)


@pytest.fixture
def public_health() -> Worked:
    return worked(find_pack(DEFAULT_PACK), "standing-is-that-of-the-share")


def broken_by(law: Law, engine: Engine, on: Worked, monkeypatch: pytest.MonkeyPatch) -> str:
    """Try a law on a line that obeys it, then under an engine that breaks it; give what it says."""
    law(*on)
    for module in (likeness, limits):
        monkeypatch.setattr(module, "alone", engine)
    with pytest.raises(AssertionError) as broken:
        law(*on)
    return str(broken.value)


def test_a_county_that_is_favoured_is_found(
    public_health: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = likeness.counties_alike_are_treated_alike
    assert "line assumed in 茌平区" in broken_by(law, a_favourite, public_health, monkeypatch)


def test_a_month_that_is_dear_is_found(
    public_health: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = likeness.months_alike_are_treated_alike
    assert "line assumed, month 6" in broken_by(law, a_dear_july, public_health, monkeypatch)


def test_a_share_that_pays_less_is_found(
    public_health: Worked, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = broken_by(limits.a_larger_share_pays_no_less, a_sign_turned, public_health, monkeypatch)
    assert "with a larger share" in said


def test_a_payer_beyond_its_cap_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    on = worked(VALLEY, "payers-beside-the-budget")
    said = broken_by(limits.no_payer_exceeds_its_cap, more_than_the_cap, on, monkeypatch)
    assert "lottery pays" in said
    assert "is allowed" in said
