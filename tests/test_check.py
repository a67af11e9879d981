from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fiscal_rules.check.run import CHECKS, check_pack
from fiscal_rules.model.diagnostic import Diagnostic, Severity

SHIRE = Path(__file__).parent / "packs" / "shire"
CHECKOUT = Path(__file__).parent.parent
LIAOCHENG = CHECKOUT / "rules" / "liaocheng" / "2019-9"
OFFICIAL_TEXT = CHECKOUT.parent / "shared" / "source" / "plan.zh.txt"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SHIRE, "pack")
    return Path("pack")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once"
    file.write_text(text.replace(old, new), encoding="utf-8")


def codes(problems: tuple[Diagnostic, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_the_shire_is_clean_its_text_included() -> None:
    assert check_pack(SHIRE, text=str(SHIRE / "text.txt")) == ()


def test_liaocheng_is_clean_by_its_digests_alone() -> None:
    problems = check_pack(LIAOCHENG, text=None)
    assert [p for p in problems if p.severity is not Severity.NOTE] == []


@pytest.mark.skipif(not OFFICIAL_TEXT.exists(), reason="the official text is not redistributed")
def test_liaocheng_agrees_with_the_official_text() -> None:
    problems = check_pack(LIAOCHENG, text=str(OFFICIAL_TEXT))
    assert [p for p in problems if p.severity is not Severity.NOTE] == []


def test_liaocheng_says_which_parameters_it_leaves_to_its_users() -> None:
    (note,) = check_pack(LIAOCHENG, text=None)
    assert note.code == "FR212"
    assert "basic-public-health.city-share" in note.message.en
    assert "province-managed.city-pays" in note.message.en
    assert "basic-public-health.standard" not in note.message.en


def test_each_check_says_what_must_hold() -> None:
    assert [check.__name__ for check in CHECKS if not check.__doc__] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_text_may_have_any_usual_encoding(pack: Path, encoding: str) -> None:
    text = (pack / "text.txt").read_text(encoding="utf-8")
    Path("plan.txt").write_bytes(text.encode(encoding))
    assert check_pack(pack, text="plan.txt") == ()


def test_the_text_may_be_broken_into_lines_anywhere(pack: Path) -> None:
    text = (pack / "text.txt").read_text(encoding="utf-8")
    Path("plan.txt").write_text("\n".join(text), encoding="utf-8")
    assert check_pack(pack, text="plan.txt") == ()


def test_what_is_no_text_is_refused_in_words(pack: Path) -> None:
    Path("plan.pdf").write_bytes(b"%PDF-1.7 \xff\xff\xff")
    (problem,) = check_pack(pack, text="plan.pdf")
    assert problem.message.en == (
        "the official text cannot be read: it is no text, or in another encoding"
    )


def test_a_clause_of_which_the_text_has_nothing_differs_from_its_first_segment(pack: Path) -> None:
    change(pack / "text.txt", "检验机构由所隶属的一级承担。", "")
    (problem,) = check_pack(pack, text="pack/text.txt")
    assert problem.message.en == ("clause 12 is not in the text: it differs from its segment 1 on")


def test_a_quote_may_not_begin_inside_a_segment(pack: Path) -> None:
    change(pack / "3-general.yaml", "quote: 视力筛查由县承担", "quote: 由县承担")
    assert codes(check_pack(pack, text=None)) == ["FR201"]


def test_a_quote_may_not_leave_a_segment_out(pack: Path) -> None:
    change(pack / "1-services.yaml", "2031年7月1日起，改由市级按比例补助，", "2031年7月1日起，")
    assert codes(check_pack(pack, text=None)) == ["FR201"]


def test_a_quote_may_have_other_widths_and_spaces(pack: Path) -> None:
    quote = "自2032年1月1日起，视力筛查改由市级承担"
    change(pack / "3-general.yaml", quote, "自 ２０３２ 年 1 月 1 日起, 视力筛查改由市级承担")
    assert check_pack(pack, text=None) == ()


def test_all_problems_are_said_at_once_those_of_the_cases_too(pack: Path) -> None:
    change(pack / "3-general.yaml", "quote: 视力筛查由县承担", "quote: 由县承担")
    change(pack / "pack.yaml", '    codes: [{is: "2100199", from: 2031-01-01}]\n', "")
    change(pack / "cases.yaml", 'clauses: ["14", "14s", "16"]', 'clauses: ["14", "14s", "61"]')
    assert codes(check_pack(pack, text=None)) == ["FR201", "FR216", "FR162"]


def test_where_the_pack_cannot_be_read_its_reasons_are_said(pack: Path) -> None:
    change(pack / "pack.yaml", "published: 2030-12-10", "published: 2030-13-10")
    assert codes(check_pack(pack, text=None)) == ["FR155"]


def test_a_default_for_items_whose_rules_do_not_ask_is_dead(pack: Path) -> None:
    change(pack / "pack.yaml", "items: [clinic-upkeep]", "items: [training]")
    assert codes(check_pack(pack, text=None)) == ["FR209"]


def test_a_rule_for_all_items_speaks_of_every_item(pack: Path) -> None:
    change(
        pack / "pack.yaml",
        "\nderived:",
        '  - {id: drills, clause: "11", name: {zh: 演练, en: drills}, codes: [{is: "2100411"}]}\n'
        "\nderived:",
    )
    assert codes(check_pack(pack, text=None)) == ["FR205"]

    change(pack / "3-general.yaml", "when: {item: unlisted}", "when: {capital: [yes, no]}")
    assert check_pack(pack, text=None) == ()


def test_a_hole_that_a_value_for_more_lines_fills_is_none(pack: Path) -> None:
    hills = "    - {value: 50%, of: base, from: 2031-01-01, for: {class: hills}, "
    later = "standing: official, source: 蕨财〔2031〕2号}\n" + hills.replace(
        "2031-01-01", "2031-10-01"
    )
    change(pack / "parameters.yaml", hills, f"{hills}to: 2031-07-31, {later}")
    assert check_pack(pack, text=None) == ()

    for_all = "{value: 40%, of: rest, from: 2031-01-01, "
    change(pack / "parameters.yaml", for_all, f"{for_all}to: 2031-07-31, ")
    (problem,) = check_pack(pack, text=None)
    assert problem.message.en == (
        "immunisation.shire-share has no value from 2031-08-01 until 2031-10-01"
    )


def test_a_value_for_a_class_that_a_unit_has_later_is_for_somebody(pack: Path) -> None:
    change(pack / "parameters.yaml", "for: {class: hills}", "for: {unit: 西岭县, class: hills}")
    assert check_pack(pack, text=None) == ()


def test_a_value_that_ends_before_any_unit_has_the_class_is_for_nobody(pack: Path) -> None:
    change(pack / "parameters.yaml", "for: {class: hills}", "to: 2031-06-30, for: {class: hills}")
    assert codes(check_pack(pack, text=None)) == ["FR226"]


def test_a_parameter_of_comparisons_alone_is_what_it_is_first_compared_with(pack: Path) -> None:
    change(
        pack / "1-services.yaml",
        "{compare: county_standard, is: above, with: standard, oblige: [file-standard]}",
        "{compare: headcount, is: above, with: {parameter: many.heads}, oblige: [file-standard]}",
    )
    change(
        pack / "parameters.yaml",
        "  training.unit-standard:",
        "  many.heads:\n"
        "    - {value: 1000, from: 2031-01-01, standing: assumed, source: invented}\n\n"
        "  training.unit-standard:",
    )
    assert check_pack(pack, text=None) == ()

    change(
        pack / "1-services.yaml",
        "{compare: county_standard, is: unknown, with: standard, oblige: [file-standard]}",
        "{compare: amount, is: above, with: {parameter: many.heads}, oblige: [file-standard]}",
    )
    (problem,) = check_pack(pack, text=None)
    assert problem.message.en == (
        "rule file-an-unreported-standard compares amount (money) with many.heads (heads)"
    )
