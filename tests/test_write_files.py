"""Files are written whole or not at all, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.text import Text
from fiscal_rules.output.write import OutputRefusedError, write_files

WRITE_FOREVER = """
import sys
from pathlib import Path
from fiscal_rules.output.write import write_files
old, new = b"old" * 100_000, b"new" * 100_000
print("ready", flush=True)
while True:
    write_files([(Path(sys.argv[1]), new)])
    write_files([(Path(sys.argv[1]), old)])
"""


def test_every_file_is_written(tmp_path: Path) -> None:
    write_files([(tmp_path / "a.csv", b"a"), (tmp_path / "b.json", b"b")])
    assert (tmp_path / "a.csv").read_bytes() == b"a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.json"]


def test_a_file_that_is_there_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old and longer")
    target.chmod(0o640)
    write_files([(target, b"new")])
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    write_files([(link, b"new")])
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


def test_a_folder_that_is_not_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "a.csv"
    with pytest.raises(OutputRefusedError) as refused:
        write_files([(tmp_path / "b.csv", b"b"), (missing, b"a")])
    (problem,) = refused.value.problems
    folder = missing.parent
    assert (problem.code, problem.place) == ("FR640", Place(str(missing)))
    assert problem.message == Text(f"文件夹 {folder} 不存在", f"there is no folder {folder}")
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    same = tmp_path / "a.csv"
    outputs = [(tmp_path / "folder.csv", b""), (same, b""), (tmp_path / "." / "a.csv", b"")]
    with pytest.raises(OutputRefusedError) as refused:
        write_files(outputs)
    assert [(problem.code, problem.message.en) for problem in refused.value.problems] == [
        ("FR641", "folder.csv is there already and is no ordinary file"),
        ("FR642", "a.csv is asked for twice"),
    ]


def test_when_one_file_cannot_be_written_none_is_and_nothing_is_left_behind(
    tmp_path: Path,
) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    too_long = tmp_path / f"{'b' * 250}.csv"
    with pytest.raises(OutputRefusedError) as refused:
        write_files([(target, b"new"), (too_long, b"new")])
    (problem,) = refused.value.problems
    assert problem.code == "FR643"
    assert problem.message.en == f"{too_long.name} was not written: File name too long"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert target.read_bytes() == b"old"


def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old" * 100_000)
    for milliseconds in (1, 7, 13, 29):
        with subprocess.Popen(  # noqa: S603 (our own code, in a fresh interpreter)
            [sys.executable, "-c", WRITE_FOREVER, str(target)],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
            stdout=subprocess.PIPE,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(milliseconds / 1000)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        assert target.read_bytes() in {b"old" * 100_000, b"new" * 100_000}
