"""Try the wheel as a user has it: unpacked alone, it carries its packs and runs the demo."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def main() -> None:
    """Unpack the newest wheel of a folder, away from the checkout, and run the demo from it."""
    wheel = max(Path(sys.argv[1]).glob("*.whl"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place / "site")
        environment = {**os.environ, "PYTHONPATH": str(place / "site")}
        command = [
            sys.executable,
            "-m",
            "fiscal_rules",
            "--lang",
            "en",
            "demo",
            str(place / "demo"),
        ]
        done = subprocess.run(  # noqa: S603 (our own command)
            command, cwd=place, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "3,825,753,876.00" in done.stdout, done.stdout
    sys.stdout.write(f"{wheel.name}: the demo runs from the wheel alone\n")


if __name__ == "__main__":
    main()
