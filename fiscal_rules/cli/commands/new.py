"""Begin a rule pack: a small one that works, or the clauses of a document."""

from __future__ import annotations

from pathlib import Path

import click

from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.text import Text
from fiscal_rules.output.scaffold.packs import Files, Passage, clauses_of, unread_pack, worked_pack
from fiscal_rules.readers.documents import read_document

_MADE = Text("规则包已写到 {folder}", "The pack is in {folder}")
_WORKED = Text(
    """接下来可以试（在 {folder} 中）：
  fiscal-rules check . --text document.txt
  fiscal-rules test .
  fiscal-rules allocate budget.csv --rules .
文件和数字都是虚构的；逐步换成自己的，每改一处再运行一次。""",
    """Try next, in {folder}:
  fiscal-rules check . --text document.txt
  fiscal-rules test .
  fiscal-rules allocate budget.csv --rules .
Its document and figures are invented: put your own in step by step, and run these after each.""",
)
_UNREAD = Text(
    """共 {count} 条，尚未阅读。接下来（在 {folder} 中）：
  fiscal-rules check . --text document.txt
然后按 README.md 一次写一条规则，每写一条再运行一次。""",
    """Clauses, none of them read yet: {count}. Next, in {folder}:
  fiscal-rules check . --text document.txt
Then write the rules one by one, as its README.md says, and run this after each.""",
)


def new(asked: Asked) -> int:
    """Write a new pack to a folder that is empty or does not exist yet."""
    name = asked.folder.resolve().name
    if asked.text is None:
        files, said = worked_pack(name), _WORKED.fill(folder=asked.folder)
    else:
        text, found = _read(asked.text)
        files = unread_pack(name, text, found)
        said = _UNREAD.fill(count=len(found), folder=asked.folder)
    _write(asked.folder, files)
    if not asked.quiet:
        click.echo(_MADE.fill(folder=asked.folder).say(asked.lang), err=True)
    click.echo(said.say(asked.lang))
    return Exit.DONE


def _read(file: str) -> tuple[str, list[Passage]]:
    try:
        text = read_document(Path(file))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise MisusedError(messages.NO_TEXT_FILE.at(None, reason=f"{file}: {reason}")) from error
    found = clauses_of(text)
    if not found:
        raise MisusedError(messages.TEXT_WITHOUT_WORDS.at(None, file=file))
    return text, found


def _write(folder: Path, files: Files) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise MisusedError(messages.PACK_FOLDER.at(None, folder=folder))
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = messages.PACK_NOT_WRITTEN.at(None, folder=folder, reason=reason)
        raise MisusedError(problem) from error
