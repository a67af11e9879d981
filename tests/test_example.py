"""The worked example: it runs, it shows everything, and its figures are those worked by hand."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest
from command_line import run as command_line

from fiscal_rules.api import Request, run
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.vocabulary import Duty, Finding, Status

EXAMPLE = Path(__file__).parent.parent / "examples" / "liaocheng-2020"

NEEDS = {
    "205": {"scope"},
    "207": {"counterpart"},
    "305": {"severity"},
    "406": {"performance"},
    "811": {"headcount"},
    "915": {"category"},
    "916": {"item"},
    "1003": {"in_health_plan"},
    "1005": {"agreed_subsidy"},
    "1013": {"affiliation"},
    "1101": {"essential-medicines.city-share"},
    "1102": {"essential-medicines.city-share"},
    "1103": {"essential-medicines.city-share"},
    "1104": {"essential-medicines.city-share"},
    "1306": {"organiser"},
    "1504": {"affiliation"},
}
UNDETERMINED = {"112", "204", "409", "613", "1002", "1009", "1606", "1701", "1702"}
OUTSIDE = {"1010", "1011"}

CLAUSES_WITH_RULES = {
    *("1.1", "1.2a", "1.2b", "1.2c", "2.1", "2.2", "3.1", "3.2", "3.3"),
    *("4.1", "4.1a", "4.1b", "4.1c", "4.1d", "4.1e", "4.1f", "4.2a", "4.2b", "4.3", "4.4"),
    *("4.5a", "4.5b", "5.1", "5.2", "5.3", "5.4", "5.6", "5.7", "6.1"),
}

MARKED = {
    Duty.FILE_STANDARD: {"105", "508", "808"},
    Duty.FILE_POLICY: {"507", "1007"},
    Duty.DELEGATED: {"703", "704", "1014", "1404"},
    Finding.BASE_STANDARD_NOT_MET: {"103"},
    Finding.BOND_ELIGIBLE: {"1006"},
    Finding.ITEM_NOT_IN_PACK: {"1701", "1702"},
    Finding.CODE_MISMATCH: {"106"},
    Finding.SUPERSEDED_CODE: {"1502"},
    Finding.BASIS_DIFFERS: {"505"},
    Finding.POSSIBLE_DOUBLE_COUNT: {"101"},
    Finding.BEFORE_THE_LAW: {"112"},
}
"""Which lines carry which duty or finding, as the README says."""

BY_HAND = {
    "105": {
        "central": 34423690_00,
        "province": 14885920_00,
        "city": 7815108_00,
        "county": 17304882_00,
    },
    "902": {"central": 375300_00, "province": 111200_00, "city": 88033_33, "county": 176066_67},
    "1601": {"city": 2175806_45, "county": 1424193_55},
    "1602": {"city": 1639516_13, "county": 1260483_87},
    "1603": {"city": 1087903_23, "county": 1112096_77},
    "1604": {"city": 796774_19, "county": 903225_81},
    "1605": {"city": 300000_00, "county": 0},
    "104": {
        "central": 26616098_00,
        "province": 11509664_00,
        "city": 6042573_60,
        "county": 11463860_40,
    },
    "103": {
        "central": 29397573_00,
        "province": 12712464_00,
        "city": 5402797_20,
        "county": 8104195_80,
    },
    "301": {"central": 1200000_00, "province": 800000_00, "city": 3080000_00, "county": 1320000_00},
    "405": {"city": 1234800_00, "county": 725200_00},
    "407": {"city": 319000_00, "county": 0},
    "508": {
        "central": 81928000_00,
        "province": 52136000_00,
        "city": 10613400_00,
        "county": 63866600_00,
    },
    "612": {"central": 600000_00, "province": 200000_00, "city": 600000_00, "county": 0},
    "1004": {"city": 1150000_00, "county": 450000_00},
    "1008": {"city": 350000_00, "county": 550000_00},
    "1303": {"city": 577500_00, "county": 322500_00},
}
"""What the README works by hand, and more of the same kind, in fen."""


def allocate_example(source: str) -> Allocation:
    """Run the example the way its README says."""
    _, allocation = run(
        Request(budget=str(EXAMPLE / source), parameters=[str(EXAMPLE / "shares.yaml")])
    )
    return allocation


@pytest.fixture(scope="module")
def example() -> Allocation:
    """Run the workbook once."""
    return allocate_example("budget.xlsx")


def lines_marked(example: Allocation, mark: Duty | Finding) -> set[str]:
    """List the lines that carry a duty or a finding."""
    return {
        r.line.id for r in example.results if any(m.id == mark for m in (*r.duties, *r.findings))
    }


def lines_with_status(example: Allocation, status: Status) -> set[str]:
    """List the lines of a status."""
    return {result.line.id for result in example.results if result.status == status}


def test_the_workbook_is_what_its_source_makes(tmp_path: Path) -> None:
    made = tmp_path / "budget.xlsx"
    runpy.run_path(str(EXAMPLE / "make_workbook.py"))["write_workbook"](EXAMPLE / "source", made)
    assert made.read_bytes() == (EXAMPLE / "budget.xlsx").read_bytes()


def test_no_row_is_refused(example: Allocation) -> None:
    assert example.budget.refused == ()
    assert len(example.results) == 133


def test_every_unit_and_every_item_has_lines(example: Allocation) -> None:
    assert {r.line.unit for r in example.results} == {unit.id for unit in example.pack.units}
    listed = {item.id for item in example.pack.items}
    assert {r.line.item for r in example.results} == {*listed, "unlisted", None}


def test_each_line_has_the_status_that_the_readme_says(example: Allocation) -> None:
    assert lines_with_status(example, Status.NEEDS) == set(NEEDS)
    assert lines_with_status(example, Status.UNDETERMINED) == UNDETERMINED
    assert lines_with_status(example, Status.OUTSIDE) == OUTSIDE
    assert len(lines_with_status(example, Status.DETERMINED)) == 133 - 16 - 9 - 2


@pytest.mark.parametrize("line", NEEDS)
def test_a_line_lists_exactly_what_it_needs(example: Allocation, line: str) -> None:
    result = example.result_of(line)
    assert result is not None
    assert {need.id for need in result.needs} == NEEDS[line]


def test_every_clause_with_rules_is_shown(example: Allocation) -> None:
    placed = {clause for result in example.results for clause in result.clauses}
    remarked = {m.clause for r in example.results for m in (*r.duties, *r.findings)}
    assert placed | remarked >= CLAUSES_WITH_RULES
    assert {rule.clause for rule in example.pack.rules} == CLAUSES_WITH_RULES


@pytest.mark.parametrize("mark", MARKED)
def test_a_duty_or_finding_stands_with_the_lines_that_the_readme_says(
    example: Allocation, mark: Duty | Finding
) -> None:
    assert lines_marked(example, mark) == MARKED[mark]


def test_lines_of_province_managed_counties_say_that_the_city_may_not_pay(
    example: Allocation,
) -> None:
    marked = lines_marked(example, Finding.PROVINCE_MANAGED_UNSETTLED)
    assert {"103", "104", "105", "106", "108", "505", "606", "905", "1601"} <= marked
    assert not marked & {"101", "102", "107", "109", "501", "601", "901", "1604", "1605"}


def test_every_duty_and_every_finding_is_shown(example: Allocation) -> None:
    shown = {m.id for r in example.results for m in (*r.duties, *r.findings)}
    assert shown == {*Duty, *Finding}


@pytest.mark.parametrize("line", BY_HAND)
def test_a_line_worked_by_hand_comes_out_to_the_fen(example: Allocation, line: str) -> None:
    result = example.result_of(line)
    assert result is not None
    paid = {g.id: result.paid_by(g.id) for g in example.pack.governments}
    assert {payer: amount for payer, amount in paid.items() if amount} == {
        payer: amount for payer, amount in BY_HAND[line].items() if amount
    }
    assert result.open == 0


def test_payments_and_what_is_open_add_up(example: Allocation) -> None:
    for result in example.results:
        assert sum(p.amount for p in result.payments) + result.open == result.line.amount
    assert sum(r.line.amount for r in example.results) == 3_825_753_876_00


def test_both_pots_are_spent(example: Allocation) -> None:
    assert example.unspent_pots == ()
    granted = {
        item: sum(r.paid_by("city") for r in example.results if r.line.item == item)
        for item in ("medical-assistance", "traditional-chinese-medicine")
    }
    assert granted == {
        "medical-assistance": 30_000_000_00,
        "traditional-chinese-medicine": 6_000_000_00,
    }


def test_the_source_in_yuan_gives_the_same_payments_as_the_workbook(example: Allocation) -> None:
    from_source = allocate_example("source")
    assert [r.payments for r in from_source.results] == [r.payments for r in example.results]


def example_run(*asked: object) -> str:
    files = (EXAMPLE / "budget.xlsx", "--parameters", EXAMPLE / "shares.yaml")
    command, *others = asked
    done = command_line(command, *files, *others)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_base_transfers_of_a_reform_leave_all_twelve_governments_as_they_were() -> None:
    """What each bears by the new share, less what it receives, is what it bore by the old."""
    shares = {name: EXAMPLE / f"{name}-share.yaml" for name in ("old", "new")}
    out = example_run(
        "base-transfer", "--old", shares["old"], "--new", shares["new"], "--year", 2020,
        "--format", "json",
    )  # fmt: skip
    received = {each["treasury"]: cents(each["transfer"]) for each in json.loads(out)["treasuries"]}
    assert len(received) == 12
    assert sum(received.values()) == 0
    old, new = (borne(path) for path in shares.values())
    assert {name: new[name] - received[name] for name in received} == {
        name: old[name] for name in received
    }
    assert all(old[name] != new[name] for name in received)


def borne(share: Path) -> dict[str, int]:
    """Add up what each treasury pays, by the shares of the example and one more file."""
    parameters = [str(EXAMPLE / "shares.yaml"), str(share)]
    _, allocation = run(Request(str(EXAMPLE / "budget.xlsx"), parameters=parameters))
    found: dict[str, int] = {}
    for result in allocation.results:
        for payment in result.payments:
            name = payment.payer_treasury
            found[name] = found.get(name, 0) + payment.amount
    return found


def cents(yuan: str) -> int:
    return int(yuan.replace(".", ""))


def test_the_share_from_30_to_50_percent_is_one_chart(tmp_path: Path) -> None:
    target = tmp_path / "sweep.html"
    example_run(
        "sweep", "--vary", "basic-public-health.city-share", "--from", "30%", "--to", "50%",
        "--step", "1%", "-o", target, "--quiet",
    )  # fmt: skip
    held = re.search(r'id="plots">(.*?)</script>', target.read_text("utf-8"), re.DOTALL)
    assert held is not None
    (chart,) = json.loads(held[1]).values()
    city, county = chart["data"]
    assert (city["name"], county["name"]) == ("市级", "县级")
    assert city["x"] == [f"{share}%" for share in range(30, 51)]
    # At 40 %, as it is now, nothing changes; a point more is 1,667,697.07 more of the city's.
    assert (city["y"][10], city["y"][11]) == (0, 1_667_697.07)


def test_the_share_at_which_the_city_meets_a_ceiling() -> None:
    out = example_run(
        "solve", "--vary", "basic-public-health.city-share", "--target", "city<=360000000",
        "--format", "json",
    )  # fmt: skip
    found = json.loads(out)
    assert found["meets"] == {"value": "0.4277", "total": "359988231.00"}
    assert found["misses"] == {"value": "0.4278", "total": "360004908.00"}
    assert found["unrounded"] == "16462886/38485317"
