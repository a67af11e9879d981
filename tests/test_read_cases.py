from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fiscal_rules.engine.cases import run_cases
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.case import Case, Expectation, Expected, Nothing
from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError, Place
from fiscal_rules.model.vocabulary import Authority, Duty, Standing, Status
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.parameters import read_parameters

TIDY = Path(__file__).parent / "packs" / "tidy"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TIDY, "pack")
    return Path("pack")


def edit(pack: Path, old: str, new: str) -> None:
    text = (pack / "cases.yaml").read_text(encoding="utf-8")
    assert old in text
    (pack / "cases.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")


def only(pack: Path) -> Case:
    (case,) = read_cases(pack, read_pack(pack))
    return case


def problems(pack: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(PackRefusedError) as refused:
        read_cases(pack, read_pack(pack))
    return refused.value.problems


def test_a_case_names_its_clauses_and_works_by_hand(pack: Path) -> None:
    case = only(pack)
    assert (case.id, case.clauses) == ("care-of-a-county", ("1",))
    assert case.because == (
        "100 × 74 = 7400; 7400 × 40% = 2960; 7400 − 2960 = 4440; 8000 − 7400 = 600"
    )
    assert case.at == Place("pack/cases.yaml", 2, 5)


def test_a_line_of_a_case_is_a_line_of_a_budget_in_yuan(pack: Path) -> None:
    (line,) = only(pack).lines
    assert (line.id, line.unit, line.item, line.year) == ("A1", "东县", "care", 2020)
    assert line.amount == 800_000
    assert line.numbers == {"headcount": Fraction(100), "county_standard": Fraction(80)}
    assert line.at.path == "pack/cases.yaml"
    assert line.at.line == 9


def test_a_measure_of_a_case_is_read(pack: Path) -> None:
    (measure,) = only(pack).measures
    assert (measure.unit, measure.item, measure.year) == ("东县", "relief", 2020)
    assert (measure.measure, measure.value) == ("need", Fraction(3))


def test_the_parameters_of_a_case_are_its_own_and_ready_to_be_merged(pack: Path) -> None:
    more = "- {value: 50%, of: rest, from: 2021-01-01, standing: assumed, source: invented}"
    edit(pack, "    lines:", f"        {more}\n    lines:")
    first, second = only(pack).entries
    assert (first.value, first.ends) == (Fraction(2, 5), date(2021, 1, 1))
    assert (second.value, second.ends) == (Fraction(1, 2), None)


def test_what_must_come_out_is_read(pack: Path) -> None:
    assert only(pack).expected == (
        Expectation(
            line="A1",
            status=Status.DETERMINED,
            authority=Authority.SHARED,
            clauses=("1",),
            payers=(("city", 296_000), ("county", 504_000)),
            open=0,
            standing=Standing.ASSUMED,
            duties=(Expected(Duty.FILE_STANDARD),),
            findings=(),
            needs=(),
            at=Place("pack/cases.yaml", 13, 7),
        ),
    )


def test_what_is_not_said_is_not_compared(pack: Path) -> None:
    text = (pack / "cases.yaml").read_text(encoding="utf-8")
    head, _, _ = text.partition("        status:")
    (pack / "cases.yaml").write_text(f"{head}        open: 1\n", encoding="utf-8")
    (expected,) = only(pack).expected
    assert (expected.status, expected.payers, expected.needs) == (None, None, None)
    assert expected.open == 100


def test_an_authority_that_is_not_settled_is_written_null(pack: Path) -> None:
    edit(pack, "authority: shared", "authority: null")
    assert only(pack).expected[0].authority is Authority.UNSTATED


def test_a_duty_may_be_expected_of_its_clause(pack: Path) -> None:
    edit(pack, "duties: [file-standard]", 'duties: [{duty: file-standard, clause: "1"}]')
    assert only(pack).expected[0].duties == (Expected(Duty.FILE_STANDARD, "1"),)


def test_a_duty_of_another_clause_is_a_mismatch(pack: Path) -> None:
    """The rule that gives it is of clause 1."""
    edit(pack, "duties: [file-standard]", 'duties: [{duty: file-standard, clause: "2"}]')
    read = read_pack(pack)
    table = infer(read)
    (result,) = run_cases(table, read_parameters(read, (), as_of=None), read_cases(pack, read))
    (duties,) = (each for each in result.mismatches if each.key == "duties")
    assert (duties.expected, duties.found) == ("file-standard (2)", "file-standard (1)")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("[{duty: file-standard, clause: 9}]", "there is no clause 9"),
        ("[file-nothing]", "duty"),
        ("[{finding: file-standard}]", "duty"),
    ],
)
def test_what_is_wrong_with_an_expected_duty_is_said_in_its_line(
    pack: Path, said: str, message: str
) -> None:
    edit(pack, "duties: [file-standard]", f"duties: {said}")
    (problem, *_) = problems(pack)
    assert message in problem.message.en
    assert problem.place is not None
    assert problem.place.line is not None


def test_no_standing_is_written_null(pack: Path) -> None:
    edit(pack, "        standing: assumed\n", "        standing: null\n")
    assert only(pack).expected[0].standing is Nothing.NULL


def test_a_refused_row_is_refused_at_its_place_in_the_file(pack: Path) -> None:
    edit(pack, "amount: 8000,", "amount: 80.005,")
    (problem,) = problems(pack)
    assert problem.place == Place("pack/cases.yaml", 9, 62)
    assert problem.excerpt == (
        "      - {line: A1, unit: 东县, year: 2020, item: care, amount: 80.005, headcount: 100,"
        " county_standard: 80}"
    )


def test_the_problems_of_all_cases_come_at_once_by_place(pack: Path) -> None:
    edit(pack, "amount: 8000,", "amount: 12.5x,")
    edit(pack, "value: 3}", "value: three}")
    edit(pack, "open: 0.00", "open: nothing")
    lines = [problem.place and problem.place.line for problem in problems(pack)]
    assert lines == [9, 11, 18]


def test_a_pack_without_cases_has_none(pack: Path) -> None:
    (pack / "cases.yaml").unlink()
    assert read_cases(pack, read_pack(pack)) == ()


def test_no_link_leads_out_of_the_folder(pack: Path, tmp_path: Path) -> None:
    (pack / "cases.yaml").rename(tmp_path / "outside.yaml")
    (pack / "cases.yaml").symlink_to(tmp_path / "outside.yaml")
    (problem,) = problems(pack)
    assert (problem.code, problem.place) == ("FR114", Place("pack/cases.yaml"))
