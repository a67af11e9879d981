from __future__ import annotations

from pathlib import Path

from command_line import EXAMPLE, run


def test_the_example_is_copied_and_allocated(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    outcome = run("demo", folder, lang="zh")
    assert outcome.code == 0
    assert outcome.err == f"示例已复制到 {folder}\n"
    assert outcome.out.startswith("支出责任划分结果：budget.xlsx")
    for name in ("budget.xlsx", "shares.yaml", "README.md", "source/budget.csv"):
        assert (folder / name).read_bytes() == (EXAMPLE / name).read_bytes()


def test_the_commands_to_try_next_work_as_they_are_printed(tmp_path: Path) -> None:
    folder = tmp_path / "my demo"
    said = run("demo", folder, "--quiet").out.splitlines()
    explain = next(line for line in said if line.startswith("  fiscal-rules explain"))
    assert explain == (
        f'  fiscal-rules explain "{folder}/budget.xlsx" 105 --parameters "{folder}/shares.yaml"'
    )
    outcome = run("explain", folder / "budget.xlsx", "105", "--parameters", folder / "shares.yaml")
    assert outcome.code == 0


def test_a_second_demo_is_the_same_and_keeps_what_the_user_changed(tmp_path: Path) -> None:
    first = run("demo", tmp_path, lang="en")
    shares = tmp_path / "shares.yaml"
    changed = shares.read_text(encoding="utf-8").replace(
        "value: 40%, of: rest", "value: 50%, of: rest"
    )
    shares.write_text(changed, encoding="utf-8")
    (tmp_path / "README.md").unlink()
    second = run("demo", tmp_path, lang="en")
    assert (first.code, second.code) == (0, 0)
    assert f"{shares} differs from the shipped one and is kept" in second.err
    assert shares.read_text(encoding="utf-8") == changed
    assert (tmp_path / "README.md").exists()
    assert first.out != second.out


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = run("demo", tmp_path, lang="en")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(
        f"error[FR613]: {tmp_path} is neither empty nor an earlier demo\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_folder_for_the_demo(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("", encoding="utf-8")
    outcome = run("demo", tmp_path / "demo", lang="en")
    assert outcome.code == 2
    assert f"error[FR614]: the example cannot be copied to {tmp_path / 'demo'}" in outcome.err
