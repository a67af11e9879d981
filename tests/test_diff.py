"""A change of rules: what it changes, the line that shows it; layout and order change nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE, run, write

from fiscal_rules.analysis.comparison import Totals
from fiscal_rules.analysis.difference import Difference, difference, merged
from fiscal_rules.analysis.impact import moves
from fiscal_rules.analysis.sample import Sample, Side
from fiscal_rules.analysis.witness import Witness, money_of, smallest
from fiscal_rules.api import decided
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.vocabulary import Status
from fiscal_rules.readers.budgets.records import Record, read_records
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.parameters import read_parameters
from fiscal_rules.testing.allocating import allocated

RULES = Path(__file__).parent.parent / "rules"
PUBLIC, SECURITY, CAPACITY, ALL = (
    "1-public-health.yaml",
    "2-medical-security.yaml",
    "4-capacity.yaml",
    "5-all-items.yaml",
)
SHARES = EXAMPLE / "shares.yaml"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one file of the pack: what stands there becomes something else, once."""

    file: str
    before: str
    after: str
    needs_two: bool = False
    """Whether it takes two lines, of a pot."""

    def make(self, pack: Path) -> None:
        path = pack / self.file
        text = path.read_text(encoding="utf-8")
        assert self.before in text, f"{self.before} is not in {self.file}"
        path.write_text(text.replace(self.before, self.after, 1), encoding="utf-8")


ADMINISTRATION = """\
when: {item: health-administration, affiliation: city}
    assign: city
    fund: {full: city}"""
EDITS: Mapping[str, Edit] = {
    "authority to another value": Edit(
        CAPACITY, ADMINISTRATION, ADMINISTRATION.replace("assign: city", "assign: county")
    ),
    "payer swapped": Edit(
        CAPACITY, ADMINISTRATION, ADMINISTRATION.replace("full: city", "full: county")
    ),
    "bearer of the rest moved": Edit(
        SECURITY,
        "shares: {city: residents-insurance.city-share, county: rest}",
        "shares: {county: residents-insurance.city-share, city: rest}",
    ),
    "standard a fen more": Edit("parameters.yaml", "- value: 84\n", "- value: 84.01\n"),
    "standard a yuan less": Edit("parameters.yaml", "- value: 74\n", "- value: 73\n"),
    "value of a condition dropped": Edit(
        PUBLIC,
        "when: {item: major-infectious-disease, scope: [city-wide, cross-region]}",
        "when: {item: major-infectious-disease, scope: city-wide}",
    ),
    "value of a condition added": Edit(
        PUBLIC,
        "when: {item: maternal-child-programmes, scope: [city-wide, cross-region]}",
        "when: {item: maternal-child-programmes, scope: [city-wide, cross-region, county]}",
    ),
    "condition negated": Edit(
        CAPACITY,
        "when: {item: health-administration, affiliation: city}",
        "when: {item: health-administration, affiliation: {not: city}}",
    ),
    "condition of a level": Edit(
        SECURITY,
        "when: {item: medical-assistance, level: county}",
        "when: {item: medical-assistance}",
    ),
    "form made undetermined": Edit(
        CAPACITY, ADMINISTRATION, ADMINISTRATION.replace("{full: city}", "{undetermined: funding}")
    ),
    "matching made full": Edit(
        PUBLIC,
        "      matching:\n        shares: {city: major-infectious-disease.city-share, county: rest}",
        "      full: county",
    ),
    "clause replaced by a neighbour": Edit(
        CAPACITY, '- id: health-administration-of-the-city\n    clause: "4.3"',
        '- id: health-administration-of-the-city\n    clause: "4.4"',
    ),
    "performance left out": Edit(PUBLIC, "        performance: performance\n", ""),
    "another parameter": Edit(
        PUBLIC,
        "shares: {city: major-infectious-disease.city-share, county: rest}",
        "shares: {city: basic-public-health.city-share, county: rest}",
    ),
    "agreed payer swapped": Edit(
        CAPACITY,
        "agreed: {payer: county, amount: agreed_subsidy}",
        "agreed: {payer: city, amount: agreed_subsidy}",
    ),
    "outside made the county's": Edit(
        CAPACITY, "fund: {outside: existing-system}", "fund: {full: county}"
    ),
    "override dropped, and what it met": Edit(
        CAPACITY,
        "    agreed: {payer: county, amount: agreed_subsidy}\n"
        "    overrides: [institution-of-the-city]",
        "    agreed: {payer: county, amount: agreed_subsidy}",
    ),
    "payer of a pot swapped": Edit(
        SECURITY,
        "payer: city\n",
        "payer: county\n",
    ),
    "measure of a pot by its value": Edit(
        SECURITY, "{inverse: capacity}", "capacity", needs_two=True
    ),
    "reading of a blank turned": Edit(
        "pack.yaml",
        "- attribute: entrusted_by\n    value: none",
        "- attribute: entrusted_by\n    value: city",
    ),
    "name of a unit a year longer": Edit(
        "pack.yaml", "{is: 茌平县, to: 2019-12-31}", "{is: 茌平县, to: 2020-12-31}"
    ),
    "law a month later": Edit("pack.yaml", "  - from: 2019-01-01", "  - from: 2019-02-01"),
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> DecisionTable:
    return decided(read_pack(find_pack(DEFAULT_PACK)))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules" / "liaocheng" / "2019-9"


def side(table: DecisionTable) -> Side:
    """Take a pack with the shares of the example, but for those that it asks for no longer."""
    every = read_pack(find_pack(DEFAULT_PACK)).parameter_kinds
    unused = {name for name, _ in every} - {name for name, _ in table.pack.parameter_kinds}
    parameters = read_parameters(table.pack, [str(SHARES)], as_of=None, unused=unused)
    return Side(table, parameters)


def otherwise(sample: Sample, old: Side, new: Side, *, money: bool) -> bool:
    """Tell, apart from the search itself, whether rows come out otherwise; refused ones do not."""
    results = []
    for each in (old, new):
        records = [
            Record(row["line"], row, Place(""), dict.fromkeys(row, Place("")))
            for row in sample.rows
        ]
        read = read_records(records, pack=each.table.pack)
        if read.refused:
            return False
        columns = tuple(dict.fromkeys(column for row in sample.rows for column in row))
        budget = Budget("", "", read.lines, (), sample.measures, columns)
        parameters = each.parameters.with_entries(sample.supposed)
        results.append(allocated(each.table, parameters, budget).results)
    return any(
        money_of(one) != money_of(other) or (not money and said(one) != said(other))
        for one, other in zip(*results, strict=True)
    )


def said(result: LineResult) -> object:
    return (
        result.status, result.authority, result.clauses, result.standing, result.needs,
        result.duties, result.findings,
    )  # fmt: skip


def less(sample: Sample) -> Iterator[Sample]:
    """Leave out each row, measure and supposition, and each cell that no budget has to have."""
    for i, row in enumerate(sample.rows):
        others = (sample.rows[:i], sample.rows[i + 1 :])
        if len(sample.rows) > 1:
            yield replace(sample, rows=(*others[0], *others[1]))
        for column in row:
            if column not in ("line", "unit", "year", "item", "amount"):
                kept = {name: text for name, text in row.items() if name != column}
                yield replace(sample, rows=(*others[0], kept, *others[1]))
        for column in {"amount", "headcount", "workload"} & {*row}:
            for simpler in ("1", "2", "5", "10", "20", "50", "100"):
                if len(simpler) < len(row[column]):
                    turned = {**row, column: simpler}
                    yield replace(sample, rows=(*others[0], turned, *others[1]))
    for i in range(len(sample.supposed)):
        yield replace(sample, supposed=(*sample.supposed[:i], *sample.supposed[i + 1 :]))
    for i in range(len(sample.measures)):
        yield replace(sample, measures=(*sample.measures[:i], *sample.measures[i + 1 :]))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_change_is_shown_by_a_budget_of_which_nothing_can_be_left_out(
    edit: Edit, copy: Path, base: DecisionTable
) -> None:
    edit.make(copy)
    table = decided(read_pack(copy))
    found = difference(base, table)
    assert not found.is_empty
    old, new = side(base), side(table)
    witness = smallest(found, old, new)
    assert witness is not None
    assert len(witness.sample.rows) == (2 if edit.needs_two else 1)
    money = witness.moves_money
    assert otherwise(witness.sample, old, new, money=money)
    for sample in less(witness.sample):
        assert not otherwise(sample, old, new, money=money), sample


def test_values_that_nobody_gave_are_supposed_and_said_to_be(copy: Path) -> None:
    """Liaocheng's own files give no share: without one a change of who bears the rest moves nothing."""
    EDITS["bearer of the rest moved"].make(copy)
    found = diff(DEFAULT_PACK, copy)["smallest"]
    assert found["supposed"] == {"residents-insurance.city-share": "0.25"}
    assert found["line"]["item"] == "residents-insurance"
    text = run("diff", DEFAULT_PACK, copy, "--lang", "en").out
    assert "Values supposed, so that it shows" in text
    assert "Nobody gave these values" in text


def test_the_line_of_a_swapped_payer_is_the_smallest_there_is(
    copy: Path, base: DecisionTable
) -> None:
    EDITS["payer swapped"].make(copy)
    table = decided(read_pack(copy))
    witness = smallest(difference(base, table), side(base), side(table))
    assert isinstance(witness, Witness)
    assert witness.cells == {
        "line": "1",
        "unit": "市本级",
        "item": "health-administration",
        "year": "2020",
        "affiliation": "city",
        "amount": "1",
    }
    assert money_of(witness.old) == (("city/city", 100),)


def diff(*asked: object) -> dict[str, Any]:
    done = run("diff", *asked, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_values_that_only_one_pack_asks_for_refuse_nothing(copy: Path) -> None:
    EDITS["matching made full"].make(copy)
    found = diff(DEFAULT_PACK, copy, "--budget", EXAMPLE / "budget.xlsx", "--parameters", SHARES)
    assert {move["item"] for move in found["impact"]["moves"]} == {"major-infectious-disease"}
    write(copy.parent, "odd.yaml", "parameters: {no-such.share: []}\n")
    done = run("diff", DEFAULT_PACK, copy, "--parameters", copy.parent / "odd.yaml", "--lang", "en")
    assert done.code == 4
    assert "error[FR301]: the pack uses no parameter no-such.share" in done.err


def test_situations_that_change_alike_are_one_box(copy: Path) -> None:
    EDITS["payer swapped"].make(copy)
    found = diff(DEFAULT_PACK, copy)
    (box,) = found["situations"]
    assert box["item"] == "health-administration"
    assert box["values"] == {"affiliation": ["city"]}
    assert box["dates"] == [["2019-01-01", None]]
    assert (box["slots"], found["clauses"]) == (["fund"], ["4.3"])
    assert [(rule["rule"], rule["change"]) for rule in found["rules"]] == [
        ("health-administration-of-the-city", "changed")
    ]


def test_values_that_change_are_told_by_their_dates(copy: Path) -> None:
    EDITS["standard a yuan less"].make(copy)
    found = diff(DEFAULT_PACK, copy)
    (value,) = found["values"]
    assert value == {
        "parameter": "basic-public-health.standard",
        "for": {},
        "from": "2020-01-01",
        "to": "2020-12-31",
        "before": "74",
        "after": "73",
    }
    assert found["smallest"]["line"]["headcount"] == "1"


def test_a_value_without_an_end_holds_until_the_next_one(copy: Path, tmp_path: Path) -> None:
    """84 holds from 2022 whether or not its end is written, and so does what becomes of it."""
    path = copy / "parameters.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    standards = "".join(line for line in lines if not line.startswith("      to: "))
    write(copy, "parameters.yaml", standards)
    shutil.copytree(copy.parent.parent, tmp_path / "other")
    EDITS["standard a fen more"].make(copy)
    found = diff(tmp_path / "other" / "liaocheng" / "2019-9", copy)
    (value,) = found["values"]
    assert (value["from"], value["to"]) == ("2022-01-01", "2022-12-31")
    assert (value["before"], value["after"]) == ("84", "84.01")


def test_what_is_published_later_than_the_day_of_knowledge_is_no_change(copy: Path) -> None:
    """The 74 of 2020 was published on 2020-06-19."""
    EDITS["standard a yuan less"].make(copy)
    assert diff(DEFAULT_PACK, copy, "--as-of", "2020-06-18")["values"] == []
    assert len(diff(DEFAULT_PACK, copy, "--as-of", "2020-06-19")["values"]) == 1


def test_a_row_that_one_pack_alone_refuses_is_refused_at_its_cell(
    copy: Path, tmp_path: Path
) -> None:
    """A unit that the new pack does not know: nothing to hold the line's money against."""
    path = copy / "pack.yaml"
    renamed = path.read_text(encoding="utf-8").replace("冠县", "丁县")
    path.write_text(renamed, encoding="utf-8")
    header = "line,unit,year,item,amount,affiliation\n"
    rows = "A,莘县,2020,4.3,1,county\nB,冠县,2020,4.3,1,county\nC,乙县,2020,4.3,1,county\n"
    budget = write(tmp_path, "budget.csv", header + rows)
    done = run(
        "diff", DEFAULT_PACK, copy, "--budget", budget, "--skip-refused", "--lang", "en",
        "-o", tmp_path / "diff.json",
    )  # fmt: skip
    assert done.code == 3
    assert "budget.csv:3" in done.err
    assert "budget.csv:4" not in done.err
    assert not (tmp_path / "diff.json").exists()


def test_the_money_of_a_budget_is_told_from_whom_to_whom(copy: Path) -> None:
    EDITS["payer swapped"].make(copy)
    found = diff(DEFAULT_PACK, copy, "--budget", EXAMPLE / "budget.xlsx", "--parameters", SHARES)
    assert found["impact"]["moves"] == [
        {
            "unit": "市本级",
            "item": "health-administration",
            "from": "city",
            "to": "open",
            "amount": "18600000.00",
        },
        {
            "unit": "高新技术产业开发区",
            "item": "health-administration",
            "from": "city",
            "to": "county",
            "amount": "430000.00",
        },
    ]
    assert found["impact"]["lines"]["count"] == 2


def test_a_new_conflict_is_told_and_refuses_nothing(copy: Path) -> None:
    EDITS["override dropped, and what it met"].make(copy)
    found = diff(DEFAULT_PACK, copy)
    assert {problem["code"] for problem in found["problems"]} == {"FR502"}
    beside = diff(DEFAULT_PACK, copy, "--budget", EXAMPLE / "budget.xlsx")
    assert beside["impact"] is None
    back = diff(copy, DEFAULT_PACK)
    assert back["problems"] == []
    assert {problem["code"] for problem in back["settled"]} == {"FR502"}


def test_layout_and_order_make_no_difference(copy: Path) -> None:
    for path in copy.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"# a comment\n\n{text}".replace("{item: ", "{ item:   "), encoding="utf-8")
    path = copy / CAPACITY
    head, *rules = path.read_text(encoding="utf-8").split("\n  - id: ")
    path.write_text("\n  - id: ".join([head, *reversed(rules)]) + "\n", encoding="utf-8")
    done = run("diff", DEFAULT_PACK, copy, "--exit-code", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert "The packs do not differ." in done.out


def test_a_difference_may_be_an_exit_code(copy: Path) -> None:
    EDITS["payer swapped"].make(copy)
    assert run("diff", DEFAULT_PACK, copy, "--exit-code").code == 1
    assert run("diff", DEFAULT_PACK, copy).code == 0


@pytest.mark.parametrize("name", ["impact.md", "impact.html", "impact.xlsx", "impact.csv"])
def test_it_is_written_in_every_form(copy: Path, tmp_path: Path, name: str) -> None:
    EDITS["payer swapped"].make(copy)
    assert run("diff", DEFAULT_PACK, copy, "-o", tmp_path / name, "--quiet").code == 0
    assert (tmp_path / name).stat().st_size > 0


def test_another_pack_differs_in_everything(base: DecisionTable) -> None:
    shire = decided(read_pack(Path(__file__).parent / "packs" / "shire"))
    found = difference(base, shire)
    assert isinstance(found, Difference)
    assert {rule.change for rule in found.rules} == {"added", "removed", "changed"}
    assert "units" in found.declared


def test_boxes_cover_their_cells_and_nothing_else() -> None:
    cells = {(i, j, k) for i in range(3) for j in range(3) for k in range(2) if (i + j * k) % 3}
    boxes = merged(sorted(cells))
    covered = [(i, j, k) for one, two, three in boxes for i in one for j in two for k in three]
    assert sorted(covered) == sorted(cells)
    assert len(boxes) < len(cells)


def test_what_some_pay_less_is_what_others_pay_more() -> None:
    lines = dict.fromkeys(Status, 0)
    before = {("a", "x", "city"): 100, ("a", "x", "county"): 50, ("b", None, "open"): 7}
    after = {("a", "x", "city"): 20, ("a", "x", "county"): 90, ("a", "x", "open"): 40,
             ("b", None, "city"): 7}  # fmt: skip
    found = [
        (m.unit, m.item, m.source, m.target, m.amount)
        for m in moves(Totals(before, lines), Totals(after, lines))
    ]
    assert found == [
        ("a", "x", "city", "county", 40),
        ("a", "x", "city", "open", 40),
        ("b", None, "open", "city", 7),
    ]


def test_a_pack_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "pack.yaml", "id: x\n")
    done = run("diff", DEFAULT_PACK, tmp_path, "--lang", "en")
    assert done.code == 4
