"""Say a mistake of YAML's syntax in plain words, at the place where it was made."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from fiscal_rules.model.text import Text, same

Position = tuple[int, int]
"""A line and a column, both counted from 1."""
_START: Position = (1, 1)
_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class _Known:
    """How the parser begins its complaint, what we say, and whether the mistake began earlier."""

    begins: str
    reason: Text
    began_earlier: bool = False


_KNOWN = (
    _Known(
        "mapping values are not allowed here",
        Text("此处不能再写“键: 值”", "no value may follow a colon here"),
    ),
    _Known(
        "could not find expected ':'",
        Text("此处缺少冒号", "a colon is missing after this"),
        began_earlier=True,
    ),
    _Known(
        "sequence entries are not allowed here",
        Text("此处不能写列表项“-”", "a list item (-) is not allowed here"),
    ),
    _Known(
        r"found character '\t'",
        Text("此处有制表符，只能用空格", "a tab stands where only spaces may"),
    ),
    _Known(
        "found unexpected end of stream",
        Text("引号没有配对", "this quotation mark is never closed"),
        began_earlier=True,
    ),
    _Known(
        "found unexpected document separator",
        Text("引号没有配对", "this quotation mark is never closed"),
        began_earlier=True,
    ),
    _Known(
        "expected <block end>",
        Text("缩进与上文不一致", "the indentation does not match what stands above"),
    ),
    _Known(
        "expected ',' or ']'",
        Text(
            "方括号没有配对，或缺少逗号",
            "this square bracket is never closed, or a comma is missing in it",
        ),
        began_earlier=True,
    ),
    _Known(
        "expected ',' or '}'",
        Text(
            "花括号没有配对，或缺少逗号",
            "this brace is never closed, or a comma is missing in it",
        ),
        began_earlier=True,
    ),
    _Known(
        "expected the node content",
        Text("此处缺少内容", "a value is missing here"),
    ),
    _Known(
        "found unknown escape character",
        Text("双引号内的反斜杠写法有误", "a backslash inside double quotation marks is misused"),
    ),
    _Known(
        "found character",
        Text("文字不能以这个符号开头，请加引号", "a text that begins with this sign needs quoting"),
    ),
)


def explain(error: Exception, text: str) -> tuple[Text, Position]:
    """Give the reason of a parser's error and where the mistake is."""
    match error:
        case MarkedYAMLError():
            return _marked(error)
        case ReaderError():
            reason = Text("含有控制字符 {found}", "it contains the control character {found}")
            found = f"U+{error.character:04X}"
            return reason.fill(found=found), _position(text, error.position)
        case YAMLError():
            return same(" ".join(str(error).split())), _START
        case _:
            return Text("含有不存在的字符编码", "it names a character that does not exist"), (
                _position(text, next((m.start() for m in _ESCAPE.finditer(text) if _beyond(m)), 0))
            )


def _position(text: str, index: int) -> Position:
    before = text[:index]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _beyond(escape: re.Match[str]) -> bool:
    return int(escape[1], 16) > sys.maxunicode


def _marked(error: MarkedYAMLError) -> tuple[Text, Position]:
    said = " ".join(str(error.problem or error.context or "").split())
    known = next((known for known in _KNOWN if said.startswith(known.begins)), None)
    mark = error.problem_mark or error.context_mark
    if known is not None and known.began_earlier:
        mark = error.context_mark or mark
    position = _START if mark is None else (mark.line + 1, mark.column + 1)
    return same(said) if known is None else known.reason, position
