"""Each file of packs/broken spoils the tidy pack, one thing at a time, and says what must be said.

A case is its name, the file, the lines taken out and put in, all of the diagnostics in English, and
the messages and hints in Chinese.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError
from fiscal_rules.model.text import Lang
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers import messages
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import read_pack

PACKS = Path(__file__).parent / "packs"
CASE = re.compile(
    r"""
    [#]{3}[ ](?P<name>.+)\n
    (?P<file>.+)\n
    (?P<edit>(?:[-+].*\n)+)
    en\n(?P<en>(?s:.+?))\n
    zh\n(?P<zh>(?s:.+?))\n
    (?=\n[#]{3}|\Z)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Broken:
    name: str
    file: str
    out: str
    put_in: str
    en: str
    zh: str


def broken() -> Iterator[Broken]:
    for path in sorted((PACKS / "broken").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found = list(CASE.finditer(text))
        assert len(found) == text.count("### "), f"{path} has a case of another form"
        for match in found:
            lines = match["edit"].splitlines()
            out, put_in = (
                "".join(f"{line[1:]}\n" for line in lines if line[0] == sign) for sign in "-+"
            )
            yield Broken(match["name"], match["file"], out, put_in, match["en"], match["zh"])


CASES = tuple(broken())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_broken_pack_is_refused_with_exactly_these_words(
    case: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PACKS / "tidy", "pack")
    file = Path("pack") / case.file
    text = f"\n{file.read_text(encoding='utf-8')}"
    assert text.count(f"\n{case.out}") == 1, "the lines taken out stand once in the file"
    file.write_text(text.replace(f"\n{case.out}", f"\n{case.put_in}")[1:], encoding="utf-8")

    with pytest.raises(PackRefusedError) as refused:
        read_cases(Path("pack"), read_pack(Path("pack")))

    problems = refused.value.problems
    assert write_diagnostics(problems, Lang.EN) == case.en
    assert in_chinese(problems) == case.zh


def test_every_message_is_shown_by_some_test() -> None:
    shown = "".join(case.en for case in CASES)
    for name in (
        "test_yaml.py",
        "test_read_packs.py",
        "test_read_factors.py",
        "test_packs_above.py",
        "test_read_scenarios.py",
    ):
        shown += (PACKS.parent / name).read_text("utf-8")
    assert [m.code for m in messages.MESSAGES if f"[{m.code}]" not in shown] == []


def test_no_two_messages_share_a_code() -> None:
    codes = [message.code for message in messages.MESSAGES]
    assert sorted(set(codes)) == codes


def in_chinese(problems: tuple[Diagnostic, ...]) -> str:
    said = (text for p in problems for text in (p.message.zh, p.hint and f"  {p.hint.zh}") if text)
    return "\n".join(said)
