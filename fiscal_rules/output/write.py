"""Write files so that whatever happens, each is the old one or the new one, never a part."""

from __future__ import annotations

import os
import secrets
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from fiscal_rules.model.diagnostic import Diagnostic, Message, Place, RefusedError
from fiscal_rules.output import messages
from fiscal_rules.output.places import file_name

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ_AND_WRITE = 0o666

Content = bytes | Callable[[Path], None]
"""What a file holds, or what writes it at a path."""
Output = tuple[Path, Content]


class OutputRefusedError(RefusedError):
    """A file cannot be written (exit 2)."""


def write_files(outputs: Sequence[Output]) -> None:
    """Write all files, or none where that can be known beforehand.

    Each is written and synced beside its target; only when all are, they are renamed over their
    targets. OutputRefusedError lists everything that is wrong with the targets.
    """
    problems = tuple(_problems([path for path, _ in outputs]))
    if problems:
        raise OutputRefusedError(problems)
    targets = [(path, path.resolve(), content) for path, content in outputs]
    written: list[tuple[Path, Path, Path]] = []
    try:
        for shown, target, content in targets:
            beside = _beside(target)
            written.append((shown, beside, target))
            _write(shown, beside, target, content)
        _rename(written)
    finally:
        for _, beside, _ in written:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _problems(paths: Sequence[Path]) -> Iterable[Diagnostic]:
    times = Counter(path.resolve() for path in paths)
    for path in dict.fromkeys(paths):
        if not path.parent.is_dir():
            yield _of(path, messages.NO_FOLDER, folder=path.parent)
        elif path.exists() and not path.is_file():
            yield _of(path, messages.NOT_A_FILE)
        elif times[path.resolve()] > 1:
            yield _of(path, messages.TWICE)


def _of(path: Path, message: Message, **values: object) -> Diagnostic:
    return message.at(Place(str(path)), None, name=file_name(str(path)), **values)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")


def _write(shown: Path, beside: Path, target: Path, content: Content) -> None:
    """Write a new file with the permissions of the one that it replaces."""
    try:
        descriptor = os.open(beside, _NEW_FILE, _READ_AND_WRITE)
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a path cannot open a descriptor)
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(beside)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
    except OSError as error:
        raise OutputRefusedError((_of(shown, messages.NOT_WRITTEN, reason=_why(error)),)) from error


def _rename(written: Iterable[tuple[Path, Path, Path]]) -> None:
    done: list[str] = []
    for shown, beside, target in written:
        try:
            beside.replace(target)
        except OSError as error:
            said = {"reason": _why(error), "done": ", ".join(done)}
            message = messages.PARTLY_WRITTEN if done else messages.NOT_WRITTEN
            raise OutputRefusedError((_of(shown, message, **said),)) from error
        done.append(file_name(str(shown)))
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets folders be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
