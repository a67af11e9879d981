"""Sensitivity and the unrounded model: by hand, against the rounded one, and on the command line."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE, WORKED_LINE, WORKED_PARAMETERS, run, write
from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.analysis.comparison import totals_of
from fiscal_rules.analysis.varying import breakpoint_between, varied
from fiscal_rules.api import Request, read_inputs
from fiscal_rules.scenarios import Base, base_of

SHARE = "basic-public-health.city-share"


@pytest.fixture
def budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    return write(tmp_path, "budget.csv", WORKED_LINE)


@pytest.fixture(scope="module")
def example() -> Base:
    request = Request(str(EXAMPLE / "budget.xlsx"), parameters=[str(EXAMPLE / "shares.yaml")])
    return base_of(read_inputs(request))


def asked(command: str, budget: Path, *others: object) -> dict[str, Any]:
    done = run(command, budget, *others, "--parameters", "shares.yaml", "--format", "json")
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_a_point_of_a_share_is_a_hundredth_of_what_is_left(budget: Path) -> None:
    """Of the base 27000 is left after money from above: a point of it is 270."""
    (slope,) = asked("sensitivity", budget)["slopes"]
    assert slope == {
        "parameter": SHARE,
        "per": "0.01",
        "moves": {"city": "270", "county": "-270"},
        "moves_downwards": None,
        "exact": True,
    }


def test_ranges_of_a_parameter_become_ranges_of_totals(budget: Path) -> None:
    """30 % of 27000 is 8100, 50 % is 13500; the county bears the rest and 6000 above the base."""
    found = asked("sensitivity", budget, "--range", f"{SHARE}=30%..50%")
    assert found["payers"]["city"] == {"low": "8100.00", "base": "10800.00", "high": "13500.00"}
    assert found["units"]["莘县"] == {"low": "19500.00", "base": "22200.00", "high": "24900.00"}
    assert found["ranges"] == [{"parameter": SHARE, "low": "0.3", "high": "0.5"}]


def test_the_slope_has_a_kink_where_a_limit_begins_to_bind(budget: Path) -> None:
    """The amount is just the base: a higher standard asks for more than there is."""
    write(budget.parent, "budget.csv", WORKED_LINE.replace("80000", "74000"))
    assumed = WORKED_PARAMETERS.replace("standing: official", "standing: assumed")
    write(budget.parent, "shares.yaml", assumed)
    found = asked("sensitivity", budget)
    slope = next(s for s in found["slopes"] if s["parameter"] == "basic-public-health.standard")
    assert (slope["per"], slope["moves"]) == ("1", {})
    # 1000 heads: a yuan less is 1000 less of the base, of which the city pays 40 %.
    assert slope["moves_downwards"] == {"city": "400", "county": "-400"}


def test_where_nothing_is_rounded_the_total_is_within_half_a_fen_for_each_line(
    example: Base,
) -> None:
    rounded, exact = totals_of(example.allocation.groups).amounts, example.exact_totals
    assert exact is not None
    lines = example.allocation.budget.lines
    for (unit, item, payer), amount in exact.items():
        count = sum(line.unit == unit and line.item == item for line in lines)
        # A line has its base, its part of the city and that of the county.
        assert abs(amount - rounded.get((unit, item, payer), 0)) <= Fraction(3 * count, 2)
    assert any(amount.denominator > 1 for amount in exact.values())


def test_only_what_a_change_touches_is_added_up_again(example: Base) -> None:
    inputs = example.inputs
    changed = varied(inputs.parameters, inputs.table.pack, SHARE, Fraction(1, 3))
    exact, again = example.exact(changed), base_of(read_inputs(Request(
        str(EXAMPLE / "budget.xlsx"), parameters=[str(EXAMPLE / "shares.yaml")]
    )))  # fmt: skip
    held = Base(again.inputs, again.allocation, again.held)
    whole = held.exact(changed)
    assert exact == whole
    assert exact != example.exact_totals


def test_solve_says_where_the_unrounded_model_meets_the_target(budget: Path) -> None:
    """27000 × share = 12345.67 at 1234567/2700000, between 45.72 % and 45.73 %."""
    found = asked("solve", budget, "--vary", SHARE, "--target", "city<=12345.67")
    assert (found["meets"]["value"], found["misses"]["value"]) == ("0.4572", "0.4573")
    assert found["unrounded"] == "1234567/2700000"
    assert found["binds"] is None


def test_solve_names_the_unit_that_binds(budget: Path) -> None:
    found = asked("solve", budget, "--vary", SHARE, "--target", "worst<=1000")
    assert found["binds"] == "莘县"
    assert found["unrounded"] is None


def test_the_worst_off_may_be_so_beside_last_year(budget: Path) -> None:
    """Last year the county bore 22200 − 1000; 500 more than that is a share of 42 %, 21700."""
    line = WORKED_LINE.replace("80000", "79000")
    write(budget.parent, "last.csv", line)
    found = asked(
        "solve", budget, "--vary", SHARE, "--target", "worst<=500", "--last", "last.csv",
        "--step", "1%",
    )  # fmt: skip
    assert found["meets"] == {"value": "0.42", "total": "460.00"}
    assert found["misses"] == {"value": "0.41", "total": "730.00"}


@given(
    bends=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 50)), min_size=1, max_size=6),
    place=st.fractions(0, 1),
)
def test_a_point_of_a_bent_line_is_found(bends: list[tuple[int, int]], place: Fraction) -> None:
    """A line that rises in several slopes is met at any of its heights."""

    def height(value: Fraction) -> Fraction:
        found, left = value, value
        for width, slope in bends:
            run_ = min(left, Fraction(width))
            found += run_ * slope
            left -= run_
        return found

    last = Fraction(sum(width for width, _ in bends))
    amount = int(height(last) * place)
    value = breakpoint_between(Fraction(0), last, amount, height)
    assert value is not None
    assert height(value) == amount


def test_two_parameters_are_swept_together(budget: Path) -> None:
    found = asked(
        "sweep", budget, "--vary", SHARE, "--from", "40%", "--to", "50%", "--step", "10%",
        "--across", "basic-public-health.standard=74..76/2",
    )  # fmt: skip
    assert found["parameters"] == [SHARE, "basic-public-health.standard"]
    # 76 × 1000 = 76000, of which 29000 are left after money from above.
    assert [
        (each["values"], each["payers"]["city"]) for each in found["values"]
    ] == [
        (["0.4", "74"], "10800.00"),
        (["0.4", "76"], "11600.00"),
        (["0.5", "74"], "13500.00"),
        (["0.5", "76"], "14500.00"),
    ]  # fmt: skip


WRONG = {
    ("--across", f"{SHARE}=30%..50%"): f"error[FR675]: {SHARE} is named twice",
    ("--across", "x"): "error[FR674]: the range x after --across is not understood",
    ("--across", "x=50%..30%"): "error[FR674]: the range x=50%..30% after --across",
    ("--across", "x=1..2"): "error[FR556]: the pack has no number x to vary",
}


@pytest.mark.parametrize(("others", "said"), WRONG.items())
def test_what_cannot_be_swept_is_said(budget: Path, others: tuple[str, str], said: str) -> None:
    done = run("sweep", budget, "--vary", SHARE, *others, "--step", "10%", "--lang", "en")
    assert done.code in (2, 4)
    assert said in done.err


def test_too_many_ranges_are_refused(budget: Path) -> None:
    asked_for = [each for _ in range(7) for each in ("--range", f"{SHARE}=30%..50%")]
    done = run("sensitivity", budget, *asked_for, "--parameters", "shares.yaml", "--lang", "en")
    assert done.code == 4
    assert "error[FR558]: 7 ranges are given; at most 6 can be" in done.err
