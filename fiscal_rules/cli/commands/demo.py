"""Copy the worked example and allocate its budget."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path

import click

from fiscal_rules.api import run
from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.allocate import print_report
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.text import Text
from fiscal_rules.output.report import build_report
from fiscal_rules.readers.shipped import shipped

EXAMPLE = ("examples", "liaocheng-2020")
BUDGET, SHARES = "budget.xlsx", "shares.yaml"
_LEFT_OUT = "__pycache__"
_COPIED = Text("示例已复制到 {folder}", "The example is in {folder}")
_KEPT = Text(
    "{file} 与随附的不同，保留原样（删去后重新运行即可恢复）",
    "{file} differs from the shipped one and is kept (delete it to have the shipped one back)",
)
_NEXT = Text(
    """以上数字多为虚构，见 {readme}。接下来可以试：
  fiscal-rules explain {budget} 105 --parameters {shares}
  fiscal-rules allocate {budget} --parameters {shares} -o {lines}
  fiscal-rules allocate {budget}
    （不给分担比例：不作猜测，列为待补条件）
  fiscal-rules compare {budget} {half} --parameters {shares}
    （比例和人数变动之后，谁多出、谁少出）
  fiscal-rules check
改动 {shares} 或 {budget} 后再运行，看结果如何变化。""",
    """Most figures above are invented: see {readme}. Try next:
  fiscal-rules explain {budget} 105 --parameters {shares}
  fiscal-rules allocate {budget} --parameters {shares} -o {lines}
  fiscal-rules allocate {budget}
    (without the shares: nothing is guessed, the lines say what they need)
  fiscal-rules compare {budget} {half} --parameters {shares}
    (who pays more and who less, when a share and the heads change)
  fiscal-rules check
Change {shares} or {budget}, run again, and see what becomes of it.""",
)


class Copied(Enum):
    """What became of a file of the example."""

    NEW = "new"
    SAME = "there already"
    KEPT = "the user's own, kept"


def demo(asked: Asked) -> int:
    """Copy and allocate; a file that the user changed is used as it is."""
    kept = _copy(asked.folder)
    if not asked.quiet:
        click.echo(_COPIED.fill(folder=asked.folder).say(asked.lang), err=True)
        for file in kept:
            click.echo(_KEPT.fill(file=file).say(asked.lang), err=True)
    budget, shares = (str(asked.folder / name) for name in (BUDGET, SHARES))
    _, allocation = run(request_of(replace(asked, budget=budget, parameters=(shares,))))
    print_report(asked, build_report(allocation))
    click.echo()
    click.echo(_next(asked.folder).say(asked.lang))
    return Exit.DONE


def _copy(folder: Path) -> list[Path]:
    """Copy what is not there yet; list the files that the user changed."""
    source = shipped(*EXAMPLE)
    try:
        if not _may_be_used(folder):
            raise MisusedError(messages.DEMO_FOLDER.at(None, folder=folder))
        pairs = [(file, folder / file.relative_to(source)) for file in _files(source)]
        return [target for file, target in pairs if _copied(file, target) is Copied.KEPT]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = messages.DEMO_NOT_COPIED.at(None, folder=folder, reason=reason)
        raise MisusedError(problem) from error


def _may_be_used(folder: Path) -> bool:
    """Tell whether a folder is new, empty, or an earlier demo."""
    if not folder.exists():
        return True
    held = {path.name for path in folder.iterdir()}
    return not held or {BUDGET, SHARES} <= held


def _files(folder: Path) -> Iterator[Path]:
    return (
        path for path in sorted(folder.rglob("*")) if path.is_file() and _LEFT_OUT not in path.parts
    )


def _copied(file: Path, target: Path) -> Copied:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        return Copied.NEW
    return Copied.SAME if target.read_bytes() == file.read_bytes() else Copied.KEPT


def _next(folder: Path) -> Text:
    names = {
        "budget": BUDGET,
        "shares": SHARES,
        "lines": "lines.csv",
        "half": "half.yaml",
        "readme": "README.md",
    }
    return _NEXT.fill(**{key: _quoted(folder / name) for key, name in names.items()})


def _quoted(path: Path) -> str:
    """Put a path with spaces in quotation marks, as every shell reads them."""
    text = str(path)
    return f'"{text}"' if " " in text else text
