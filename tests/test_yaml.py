from __future__ import annotations

import time
from pathlib import Path

import pytest

from fiscal_rules.model.diagnostic import PackRefusedError, Place
from fiscal_rules.model.text import Lang
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.yaml import MAX_BYTES, MAX_VALUES, Plain, Source, read_yaml


def read(folder: Path, content: str | bytes) -> Source:
    path = folder / "a.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_yaml(path, shown="a.yaml")


def refusal(folder: Path, content: str | bytes, lang: Lang) -> str:
    with pytest.raises(PackRefusedError) as refused:
        read(folder, content)
    return write_diagnostics(refused.value.problems, lang)


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ("a: 3.10\n", {"a": "3.10"}),
        ("a: no\n", {"a": "no"}),
        ("a: 7:3\n", {"a": "7:3"}),
        ("a: 0010\n", {"a": "0010"}),
        ("a: 2020-01-01\n", {"a": "2020-01-01"}),
        ("a: ~\n", {"a": "~"}),
        ("a:\n", {"a": ""}),
        ('a: "40%"\n', {"a": "40%"}),
        ("a: [1, {b: c}]\n", {"a": ["1", {"b": "c"}]}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("\ufeffa: b\n", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("# 说明\n市级: 四成\n", {"市级": "四成"}),
    ],
)
def test_every_scalar_stays_the_text_that_was_written(
    tmp_path: Path, content: str, plain: Plain
) -> None:
    assert read(tmp_path, content).plain() == plain


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ((), Place("a.yaml", 2, 1)),
        (("规则",), Place("a.yaml", 3, 3)),
        (("规则", 0, "when", "item"), Place("a.yaml", 4, 18)),
        (("规则", 0, "then"), Place("a.yaml", 5, 5)),
        (("规则", 0, "missing", "deeper"), Place("a.yaml", 3, 5)),
        (("规则", 9), Place("a.yaml", 3, 3)),
    ],
)
def test_a_value_knows_its_line_and_column(
    tmp_path: Path, way: tuple[str | int, ...], place: Place
) -> None:
    source = read(tmp_path, "# 一\n规则:\n  - id: a\n    when: {item: b}\n    then:\n")
    assert source.place(way) == place


def test_a_key_knows_its_line_and_column(tmp_path: Path) -> None:
    source = read(tmp_path, "a: {b: c}\n")
    assert source.key_place(("a", "b")) == Place("a.yaml", 1, 5)


@pytest.mark.parametrize(
    ("content", "en", "zh"),
    [
        (
            b"a: b\nc: \xcd\xf2\n",
            """\
a.yaml:2:4: error[FR103]: the file is not encoded in UTF-8
  hint: save it as UTF-8""",
            """\
a.yaml:2:4: 错误[FR103]：文件不是 UTF-8 编码
  提示：另存为 UTF-8""",
        ),
        (
            "",
            """\
a.yaml:1:1: error[FR106]: the file must be a mapping of keys to values
  hint: see rules/README.md for the format""",
            """\
a.yaml:1:1: 错误[FR106]：文件应为“键: 值”的形式
  提示：参照 rules/README.md 的格式""",
        ),
        (
            "- a\n- b\n",
            """\
a.yaml:1:1: error[FR106]: the file must be a mapping of keys to values
  1 | - a
    | ^
  hint: see rules/README.md for the format""",
            """\
a.yaml:1:1: 错误[FR106]：文件应为“键: 值”的形式
  1 | - a
    | ^
  提示：参照 rules/README.md 的格式""",
        ),
        (
            "a: b\n---\nc: d\n",
            """\
a.yaml:2:1: error[FR105]: a file holds one YAML document only
  2 | ---
    | ^
  hint: delete `---` and what follows, or make another file""",
            """\
a.yaml:2:1: 错误[FR105]：一个文件只能有一个 YAML 文档
  2 | ---
    | ^
  提示：删去 `---` 及其后的内容，或另建文件""",
        ),
        (
            "a: &x b\nc: *x\n",
            """\
a.yaml:1:4: error[FR107]: an anchor (&) is not allowed
  1 | a: &x b
    |    ^
  hint: write the content out
a.yaml:2:4: error[FR108]: an alias (*) is not allowed
  2 | c: *x
    |    ^
  hint: write the content out; quote a text that begins with *""",
            """\
a.yaml:1:4: 错误[FR107]：不允许锚点（&）
  1 | a: &x b
    |    ^
  提示：把内容写全
a.yaml:2:4: 错误[FR108]：不允许引用（*）
  2 | c: *x
    |    ^
  提示：把内容写全；文字以 * 开头时请加引号""",
        ),
        (
            "a: !!int 3\n",
            """\
a.yaml:1:4: error[FR109]: a tag (!) is not allowed
  1 | a: !!int 3
    |    ^
  hint: delete the tag; quote a text that begins with !""",
            """\
a.yaml:1:4: 错误[FR109]：不允许类型标记（!）
  1 | a: !!int 3
    |    ^
  提示：删去标记；文字以 ! 开头时请加引号""",
        ),
        (
            "%YAML 1.1\n---\na: b\n",
            """\
a.yaml:2:1: error[FR110]: a YAML directive (%) is not allowed
  2 | ---
    | ^
  hint: delete the directive""",
            """\
a.yaml:2:1: 错误[FR110]：不允许 YAML 指令（%）
  2 | ---
    | ^
  提示：删去该指令""",
        ),
        (
            "市级: 1\n县级: 2\n市级: 3\n",
            """\
a.yaml:3:1: error[FR111]: the key 市级 stands twice, first in line 1
  3 | 市级: 3
    | ^
  hint: delete one of them""",
            """\
a.yaml:3:1: 错误[FR111]：键 市级 重复，第 1 行已有
  3 | 市级: 3
    | ^
  提示：删去其中一个""",
        ),
        (
            "a: " + "[" * 41 + "]" * 41 + "\n",
            f"""\
a.yaml:1:43: error[FR112]: nested more than 40 levels deep
  1 | a: {"[" * 41}{"]" * 41}
    | {" " * 42}^
  hint: write it more simply""",
            f"""\
a.yaml:1:43: 错误[FR112]：嵌套超过 40 层
  1 | a: {"[" * 41}{"]" * 41}
    | {" " * 42}^
  提示：把条件写得更简单""",
        ),
        (
            "a: [" + "b," * MAX_VALUES + "]\n",
            """\
a.yaml:1:49997: error[FR115]: the file holds more than 25000 keys and values
  hint: divide it among several files""",
            """\
a.yaml:1:49997: 错误[FR115]：文件的内容超过 25000 项
  提示：分成几个文件""",
        ),
        (
            "a: 1\n: 2\n? [b, c]\n: 3\n",
            """\
a.yaml:2:1: error[FR116]: a key must be a text, neither empty nor a list
  2 | : 2
    | ^
  hint: write the key's name before the colon
a.yaml:3:3: error[FR116]: a key must be a text, neither empty nor a list
  3 | ? [b, c]
    |   ^
  hint: write the key's name before the colon""",
            """\
a.yaml:2:1: 错误[FR116]：键必须是文字，不能为空，也不能是列表
  2 | : 2
    | ^
  提示：在冒号前写上键名
a.yaml:3:3: 错误[FR116]：键必须是文字，不能为空，也不能是列表
  3 | ? [b, c]
    |   ^
  提示：在冒号前写上键名""",
        ),
        (
            "a:\n  <<: {b: c}\n",
            """\
a.yaml:2:3: error[FR117]: a merge key (<<) is not allowed
  2 |   <<: {b: c}
    |   ^
  hint: write the content out""",
            """\
a.yaml:2:3: 错误[FR117]：不允许合并键（<<）
  2 |   <<: {b: c}
    |   ^
  提示：把内容写全""",
        ),
        (
            'a: "x\\0y"\n',
            """\
a.yaml:1:4: error[FR118]: the text contains the invisible character U+0000
  1 | a: "x\\0y"
    |    ^
  hint: delete it""",
            """\
a.yaml:1:4: 错误[FR118]：文字中含有看不见的字符 U+0000
  1 | a: "x\\0y"
    |    ^
  提示：删去该字符""",
        ),
    ],
)
def test_what_packs_may_not_use_is_refused_with_line_and_column(
    tmp_path: Path, content: str | bytes, en: str, zh: str
) -> None:
    assert refusal(tmp_path, content, Lang.EN) == en
    assert refusal(tmp_path, content, Lang.ZH) == zh


@pytest.mark.parametrize(
    ("content", "place", "en", "zh"),
    [
        ("a: b: c\n", "1:5", "no value may follow a colon here", "此处不能再写“键: 值”"),
        ("a: 1\nb\nc: 2\n", "2:1", "a colon is missing after this", "此处缺少冒号"),
        ("a: - b\n", "1:4", "a list item (-) is not allowed here", "此处不能写列表项“-”"),
        (
            "a:\n\tb: c\n",
            "2:1",
            "a tab stands where only spaces may",
            "此处有制表符，只能用空格",
        ),
        ('a: "b\nc: d\n', "1:4", "this quotation mark is never closed", "引号没有配对"),
        ("a: 'b\n---\nc: d\n", "1:4", "this quotation mark is never closed", "引号没有配对"),
        (
            "a:\n    b: 1\n  c: 2\n",
            "3:3",
            "the indentation does not match what stands above",
            "缩进与上文不一致",
        ),
        (
            "a: [b, c\nd: e\n",
            "1:4",
            "this square bracket is never closed, or a comma is missing in it",
            "方括号没有配对，或缺少逗号",
        ),
        (
            "a: {b: 1\nd: e\n",
            "1:4",
            "this brace is never closed, or a comma is missing in it",
            "花括号没有配对，或缺少逗号",
        ),
        ("a: ]\n", "1:4", "a value is missing here", "此处缺少内容"),
        (
            'a: "b\\q"\n',
            "1:7",
            "a backslash inside double quotation marks is misused",
            "双引号内的反斜杠写法有误",
        ),
        (
            "a: %b\n",
            "1:4",
            "a text that begins with this sign needs quoting",
            "文字不能以这个符号开头，请加引号",
        ),
        (
            "a: b\nc: \x01\n",
            "2:4",
            "it contains the control character U+0001",
            "含有控制字符 U+0001",
        ),
        (
            'a: 1\nb: "\\UFFFFFFFF"\n',
            "2:5",
            "it names a character that does not exist",
            "含有不存在的字符编码",
        ),
    ],
)
def test_a_mistake_of_syntax_is_said_in_plain_words_where_it_was_made(
    tmp_path: Path, content: str, place: str, en: str, zh: str
) -> None:
    first = refusal(tmp_path, content, Lang.EN).splitlines()[0]
    assert first == f"a.yaml:{place}: error[FR104]: this is not YAML: {en}"
    first = refusal(tmp_path, content, Lang.ZH).splitlines()[0]
    assert first == f"a.yaml:{place}: 错误[FR104]：YAML 写法有误：{zh}"


def test_everything_that_is_not_allowed_is_listed_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, "a: !x 1\nb: &y 2\na: 3\n", Lang.EN)
    heads = [line for line in said.splitlines() if line.startswith("a.yaml")]
    assert heads == [
        "a.yaml:1:4: error[FR109]: a tag (!) is not allowed",
        "a.yaml:2:4: error[FR107]: an anchor (&) is not allowed",
        "a.yaml:3:1: error[FR111]: the key a stands twice, first in line 1",
    ]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    said = refusal(tmp_path, "#" * (MAX_BYTES + 1), Lang.EN)
    assert said == (
        "a.yaml: error[FR102]: the file has 524289 bytes, at most 524288 are read\n"
        "  hint: divide the rules among several files"
    )
    assert refusal(tmp_path, "#" * (MAX_BYTES + 1), Lang.ZH) == (
        "a.yaml: 错误[FR102]：文件有 524289 字节，上限为 524288\n  提示：把规则分成几个文件"
    )


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PackRefusedError) as refused:
        read_yaml(tmp_path / "b.yaml", shown="b.yaml")
    assert write_diagnostics(refused.value.problems, Lang.EN) == (
        "b.yaml: error[FR101]: the file cannot be read: there is no such file\n"
        "  hint: check the path and the permissions"
    )
    assert write_diagnostics(refused.value.problems, Lang.ZH) == (
        "b.yaml: 错误[FR101]：无法读取该文件：没有这个文件\n  提示：检查路径和权限"
    )


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(PackRefusedError, match="FR101: the file cannot be read: it is a folder"):
        read_yaml(tmp_path, shown="folder")


@pytest.mark.parametrize(
    "content",
    [
        "a: " + "[" * 500_000,
        "a: " + "{a: " * 120_000,
        "- " * 250_000,
        "? " * 250_000,
        "a: [" + "b," * 250_000,
        "a: 1\n" * 100_000,
        "a: &x b\n" * 60_000,
        'a: "' + "x " * 250_000,
        "a: " + "x " * 250_000 + ": y",
        "a: " + "\n" * 500_000 + "b",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_hostile_file_is_refused_soon(tmp_path: Path, content: str) -> None:
    begun = time.process_time()
    with pytest.raises(PackRefusedError):
        read(tmp_path, content)
    assert time.process_time() - begun < 2  # under 1 where nothing is traced
