"""Begin a pack: what is written works at once, as a user who follows what is printed sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run

from fiscal_rules.cli import messages
from fiscal_rules.output.scaffold.packs import clauses_of
from fiscal_rules.readers.packs import read_pack

SHIRE = Path(__file__).parent / "packs" / "shire" / "text.txt"


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    assert run("new", tmp_path / "my-pack", lang="en").code == 0
    return tmp_path / "my-pack"


def test_what_is_written_is_said_with_what_to_try_next(tmp_path: Path) -> None:
    made = run("new", tmp_path / "my-pack", lang="en")
    assert made.err == f"The pack is in {tmp_path / 'my-pack'}\n"
    assert made.out.splitlines()[:2] == [
        f"Try next, in {tmp_path / 'my-pack'}:",
        "  fiscal-rules check . --text document.txt",
    ]
    assert run("new", tmp_path / "二", "--quiet", lang="zh").err == ""


def test_its_check_finds_no_mistake_and_its_quotes_stand_in_the_document(worked: Path) -> None:
    done = run("check", worked, "--text", worked / "document.txt", lang="en")
    assert done.code == 0
    assert "9 quotes and the digests of 4 clauses hold" in done.out
    assert "errors: 0, warnings: 0" in done.out


def test_its_cases_pass(worked: Path) -> None:
    done = run("test", worked, lang="en")
    assert (done.code, done.out.splitlines()[-1]) == (0, "3 passed, 0 failed")


def test_its_budget_is_allocated(worked: Path) -> None:
    done = run(
        "allocate", worked / "budget.csv", "--rules", worked, "--format", "json", lang="en"
    )  # fmt: skip
    totals = json.loads(done.out)["totals"]
    assert (totals["amount"], totals["open"]) == ("1492346.17", "12345.67")
    assert totals["payers"]["city"] == "910800.50"


def test_its_id_is_the_name_of_the_folder(tmp_path: Path) -> None:
    for name in ("my-pack", '一 "个" 包', "a'b"):
        assert run("new", tmp_path / name).code == 0
        assert read_pack(tmp_path / name).id == name


def test_a_document_becomes_clauses_that_stand_in_it(tmp_path: Path) -> None:
    made = run("new", tmp_path / "shire", "--text", SHIRE, lang="en")
    folder = tmp_path / "shire"
    assert (made.code, made.out.startswith("Clauses, none of them read yet: ")) == (0, True)
    checked = run("check", folder, "--text", folder / "document.txt", lang="en")
    assert checked.code == 0
    assert "errors: 0, warnings: 0" in checked.out
    assert run("test", folder).code == 0
    assert len(read_pack(folder).clauses) == len(clauses_of(SHIRE.read_text(encoding="utf-8")))


TEXTS = {
    "lines broken anywhere": "第一条 市与县\n共同承担，\n各半\n。\n第二条 其余由县承担。",
    "quotation marks and hashes": '一、"甲"：乙 # 丙。\n二、{丁}、[戊]；\\n己。',
    "no mark at the end": "总则",
    "white space only between": "一、甲。\n\n\u3000\u3000\n二、乙。\n",
    "in another width": "1. 甲，乙。２．丙；",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_becomes_a_pack_that_checks(tmp_path: Path, text: str) -> None:
    file = tmp_path / "text.txt"
    file.write_text(text, encoding="utf-8")
    folder = tmp_path / "pack"
    assert run("new", folder, "--text", file).code == 0
    checked = run("check", folder, "--text", folder / "document.txt", lang="en")
    assert (checked.code, "errors: 0, warnings: 0" in checked.out) == (0, True)
    assert run("test", folder).code == 0


def test_a_text_in_gb18030_is_read(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes("一、市级财政承担。".encode("gb18030"))
    assert run("new", tmp_path / "pack", "--text", file).code == 0
    assert read_pack(tmp_path / "pack").clauses[0].quote == "一、市级财政承担。"


def test_a_folder_that_is_not_empty_is_left_alone(worked: Path) -> None:
    before = {path.name: path.read_bytes() for path in worked.iterdir()}
    done = run("new", worked, lang="en")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error[FR616]: {worked} is not empty\n"
        "  hint: choose another folder: fiscal-rules new FOLDER\n"
        "For help: fiscal-rules new --help\n"
    )
    assert {path.name: path.read_bytes() for path in worked.iterdir()} == before


def test_a_file_is_no_folder_for_a_pack(tmp_path: Path) -> None:
    (tmp_path / "pack").write_text("", encoding="utf-8")
    done = run("new", tmp_path / "pack", lang="en")
    assert done.code == 2
    assert f"error[FR617]: the pack cannot be written to {tmp_path / 'pack'}" in done.err


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "FR618"), ("。\n；".encode(), "FR618"), (b"\xff\xff", "FR615")]
)
def test_a_text_without_words_begins_nothing(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(content)
    done = run("new", tmp_path / "pack", "--text", file, lang="en")
    assert (done.code, done.err.startswith(f"error[{code}]: ")) == (2, True)
    assert not (tmp_path / "pack").exists()


def test_a_text_that_is_not_there_is_said_by_its_path(tmp_path: Path) -> None:
    done = run("new", tmp_path / "pack", "--text", tmp_path / "none.txt", lang="zh")
    assert done.code == 2
    assert str(tmp_path / "none.txt") in done.err


def test_its_messages_are_among_those_of_the_command_line() -> None:
    held = {message.code for message in messages.MESSAGES}
    assert {"FR615", "FR616", "FR617", "FR618"} <= held
