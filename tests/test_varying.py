"""One parameter varied: by hand, as laws of searching a grid, and on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from command_line import WORKED_LINE, WORKED_PARAMETERS, run, write
from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.analysis.comparison import Totals
from fiscal_rules.analysis.varying import Grid, Order, Target, grid_of, solve
from fiscal_rules.model.money import Fen, half_up
from fiscal_rules.model.vocabulary import Status

SHARE = "basic-public-health.city-share"
HUNDREDTHS = grid_of(Fraction(0), Fraction(1), Fraction(1, 100))
LINES = dict.fromkeys(Status, 0)


def at_most(amount: Fen) -> Target:
    return Target("city", None, Order.AT_MOST, amount)


def test_a_grid_ends_at_the_last_value_that_is_not_above_its_end() -> None:
    grid = grid_of(Fraction(0), Fraction(1), Fraction(3, 10))
    assert [grid.at(n) for n in range(grid.count)] == [
        0,
        Fraction(3, 10),
        Fraction(6, 10),
        Fraction(9, 10),
    ]
    assert grid_of(Fraction(1), Fraction(1), Fraction(1)).count == 1


@given(
    most=st.integers(-10, 1100),
    slope=st.integers(-9, 9),
    start=st.integers(0, 1000),
    order=st.sampled_from(Order),
    count=st.integers(1, 300),
)
def test_the_answer_meets_its_target_and_the_next_value_does_not(
    most: int, slope: int, start: int, order: Order, count: int
) -> None:
    grid = Grid(Fraction(0), Fraction(1, 7), count)
    target = Target("city", None, order, most)

    def total(value: Fraction) -> Fen:
        return start + half_up(slope * value)

    found = solve(grid, target, total)
    every = [target.is_met_by(total(grid.at(number))) for number in range(count)]
    if found.meets is not None:
        assert target.is_met_by(found.meets.total)
        assert found.meets.total == total(found.meets.value)
    if found.misses is not None:
        assert not target.is_met_by(found.misses.total)
    if found.meets is not None and found.misses is not None:
        assert abs(found.meets.value - found.misses.value) == grid.step
    else:
        assert len(set(every)) == 1


def test_each_value_is_computed_once() -> None:
    asked: list[Fraction] = []

    def total(value: Fraction) -> Fen:
        asked.append(value)
        return half_up(value * 1000)

    found = solve(HUNDREDTHS, at_most(427), total)
    assert len(asked) == len(set(asked)) == found.tried < 20
    assert found.meets is not None
    assert (found.meets.value, found.meets.total) == (Fraction(42, 100), 420)


def test_no_such_value_is_said_with_the_nearest() -> None:
    found = solve(HUNDREDTHS, at_most(-1), lambda value: half_up(value * 1000))
    assert found.meets is None
    assert found.misses is not None
    assert found.misses.value == found.misses.total == 0


def test_more_than_one_stretch_is_said() -> None:
    def hill(value: Fraction) -> Fen:
        return half_up(1000 * value * (1 - value))

    found = solve(HUNDREDTHS, at_most(160), hill)
    assert found.switches == 2
    assert found.meets is not None
    assert found.meets.value == Fraction(20, 100)


def totals(**own: Fen) -> Totals:
    return Totals({(unit, "care", "county"): amount for unit, amount in own.items()}, LINES)


def test_the_worst_off_unit_is_the_one_that_comes_to_bear_most() -> None:
    worst = Target("worst", None, Order.AT_MOST, 0)
    assert worst.total(totals(east=5, west=9), totals(east=7, west=8), "county") == 1
    assert worst.total(totals(east=5), totals(east=7, west=8), "county") == -2
    assert worst.total(totals(west=5), totals(), "county") == 5


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "shares.yaml", WORKED_PARAMETERS)
    write(tmp_path, "budget.csv", WORKED_LINE)
    return "budget.csv", "--parameters", "shares.yaml", "--vary", SHARE


Asked = tuple[object, ...]


def test_a_sweep_says_who_pays_at_each_value(asked: Asked) -> None:
    """27000 yuan are left of the base: the city pays the share of it."""
    done = run("sweep", *asked, "--from", "0", "--to", "100%", "--step", "50%", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out.lstrip("\ufeff"))))
    city = {row["value"]: row["amount"] for row in rows if row["payer"] == "city"}
    assert city == {"0": "0.00", "0.5": "13500.00", "1": "27000.00"}


def test_the_share_at_which_the_city_pays_at_most_so_much(asked: Asked) -> None:
    done = run("solve", *asked, "--target", "city<=10000", "--format", "json")
    found = json.loads(done.out)
    assert found["meets"] == {"value": "0.3703", "total": "9998.10"}
    assert found["misses"] == {"value": "0.3704", "total": "10000.80"}


def test_what_is_paid_now_may_be_the_target(asked: Asked) -> None:
    done = run("solve", *asked, "--target", "city<=base", "--step", "10%", "--format", "json")
    found = json.loads(done.out)
    assert found["target"]["amount"] == "10800.00"
    assert (found["meets"]["value"], found["misses"]["value"]) == ("0.4", "0.5")


def test_the_answer_put_back_meets_its_target(asked: Asked, tmp_path: Path) -> None:
    found = json.loads(
        run("solve", *asked, "--target", "county@莘县<=20000", "--format", "json").out
    )
    for key, meets in (("meets", True), ("misses", False)):
        value = found[key]["value"]
        shares = WORKED_PARAMETERS.replace("value: 40%", f"value: {value}")
        write(tmp_path, "solved.yaml", shares)
        done = run("allocate", "budget.csv", "--parameters", "solved.yaml", "--format", "json")
        county = Fraction(json.loads(done.out)["totals"]["payers"]["county"])
        assert county == Fraction(found[key]["total"])
        assert (county <= 20000) is meets


def test_it_is_said_in_words(asked: Asked) -> None:
    done = run("solve", *asked, "--target", "worst <= 0", lang="zh")
    assert "满足的最后一个值" in done.out
    assert "不满足的第一个值" in done.out
    done = run("solve", *asked, "--target", "city>=30000", lang="en")
    assert "there is no such value in the range." in " ".join(done.out.split())


WRONG: dict[str, tuple[Callable[[Asked], Asked], int, str]] = {
    "no parameter": (lambda asked: (*asked[:3],), 2, "FR669"),
    "an unknown parameter": (lambda asked: (*asked[:4], "x.y"), 4, "FR556"),
    "a parameter without values": (
        lambda asked: (*asked[:4], "residents-insurance.city-share", "--step", "1"),
        4,
        "FR555",
    ),
    "no range": (lambda asked: (*asked[:4], "basic-public-health.standard"), 2, "FR670"),
    "a range that ends before": (
        lambda asked: (*asked, "--from", "0.5", "--to", "0.4"),
        2,
        "FR670",
    ),
    "no number": (lambda asked: (*asked, "--from", "much"), 2, "FR668"),
    "no step": (lambda asked: (*asked, "--step", "0"), 2, "FR668"),
    "too many values": (lambda asked: (*asked, "--step", "0.01%"), 2, "FR671"),
    "a share above 1": (
        lambda asked: (*asked, "--from", "1", "--to", "2", "--step", "1"),
        4,
        "FR550",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_swept_is_refused(what: str, asked: Asked) -> None:
    change, code, message = WRONG[what]
    done = run("sweep", *change(asked), lang="en")
    assert (done.code, done.out) == (code, "")
    assert f"error[{message}]" in done.err


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("", "FR672"),
        ("city<10", "FR672"),
        ("city<=much", "FR672"),
        ("city<=0.001", "FR672"),
        ("town<=5", "FR667"),
        ("county@某县<=5", "FR673"),
    ],
)
def test_a_target_that_is_not_understood_is_refused(
    target: str, message: str, asked: Asked
) -> None:
    done = run("solve", *asked, "--target", target, lang="en")
    assert (done.code, done.out) == (2, "")
    assert f"error[{message}]" in done.err
