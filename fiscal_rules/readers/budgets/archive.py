"""Open a workbook's archive: what it unpacks to is bounded and checked before anything is parsed."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from fiscal_rules.model.diagnostic import BudgetRefusedError, Diagnostic, Place
from fiscal_rules.model.text import Text
from fiscal_rules.readers.budgets.messages import files, workbooks

MAX_BYTES = 512 << 20
"""The most that all parts of a workbook may unpack to."""
MAX_PART_BYTES = 256 << 20
"""The most that one part may unpack to."""
MAX_PARTS = 2_000
MAX_RATIO = 200
"""How far a part may be compressed, beyond its first mebibyte."""
_SMALL = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1


def open_archive(content: bytes, shown: str) -> dict[str, bytes]:
    """Unpack every part; BudgetRefusedError where the file is no sound archive within limits."""
    place = Place(shown)
    if not content:
        raise BudgetRefusedError((files.EMPTY.at(place),))
    if content.startswith(_OLE):
        raise BudgetRefusedError((workbooks.PROTECTED.at(place),))
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        names = {"expected": Text("工作簿（.xlsx）", "a workbook (.xlsx)"), "found": _kind(content)}
        raise BudgetRefusedError((files.NOT_WHAT_IT_SAYS.at(place, **names),)) from error
    problems = _limits(infos, place)
    if problems:
        raise BudgetRefusedError(tuple(problems))
    return {info.filename: _unpacked(archive, info, place) for info in infos}


def _kind(content: bytes) -> Text:
    printable = all(byte >= ord(" ") or byte in b"\r\n\t" for byte in content[:1000])
    return Text("文本", "text") if printable else Text("别的内容", "something else")


def _limits(infos: list[zipfile.ZipInfo], place: Place) -> list[Diagnostic]:
    problems = []
    total = sum(info.file_size for info in infos)
    sizes = (
        (Text("内部文件数", "number of parts"), len(infos), MAX_PARTS),
        (Text("解压后总字节数", "unpacked size in bytes"), total, MAX_BYTES),
    )
    for what, size, limit in sizes:
        if size > limit:
            problems.append(workbooks.LIMIT.at(place, what=what, size=size, limit=limit))
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name in seen or name.startswith(("/", "\\")) or ".." in name.split("/"):
            problems.append(workbooks.PART_NAME.at(place, name=name))
        seen.add(name)
        if info.flag_bits & _ENCRYPTED:
            problems.append(workbooks.PROTECTED.at(place))
        ratio = info.file_size // max(1, info.compress_size)
        if info.file_size > MAX_PART_BYTES or (info.file_size > _SMALL and ratio > MAX_RATIO):
            what = Text(f"内部文件 {name}", f"part {name}")
            problems.append(
                workbooks.LIMIT.at(place, what=what, size=info.file_size, limit=MAX_PART_BYTES)
            )
    return problems


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place) -> bytes:
    try:
        with archive.open(info) as part:
            # The size in the directory may lie: never read more than it promised.
            content = part.read(info.file_size + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        problem = workbooks.DAMAGED.at(place, part=info.filename)
        raise BudgetRefusedError((problem,)) from error
    if len(content) > info.file_size:
        raise BudgetRefusedError((workbooks.DAMAGED.at(place, part=info.filename),))
    return content
