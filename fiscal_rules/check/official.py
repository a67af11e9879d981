"""The official text, which whoever has it may give: plain text in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
from pathlib import Path

from fiscal_rules.check import messages
from fiscal_rules.check.segments import Segments, segments_of
from fiscal_rules.model.diagnostic import PackRefusedError, Place
from fiscal_rules.model.text import Text, same

MAX_BYTES = 4_000_000
"""The largest text that is read: some hundred times the length of such a document."""
_REASONS: dict[type[OSError], Text] = {
    FileNotFoundError: Text("没有这个文件", "there is no such file"),
    IsADirectoryError: Text("这是一个文件夹", "it is a folder"),
    PermissionError: Text("没有读取的权限", "it may not be read"),
}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_official(name: str) -> Segments:
    """Read the official text; PackRefusedError where it is no readable plain text."""
    place = Place(name)
    try:
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = _REASONS.get(type(error), same(error.strerror or type(error).__name__))
        raise PackRefusedError((messages.NO_TEXT.at(place, reason=reason),)) from error
    text = _decoded(content)
    if text is None:
        raise PackRefusedError((messages.NOT_PLAIN_TEXT.at(place, limit=MAX_BYTES),))
    return segments_of(text)


def _decoded(content: bytes) -> str | None:
    """Decode without guessing: UTF-16 only where it says so, else UTF-8, else GB18030."""
    if len(content) > MAX_BYTES:
        return None
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
