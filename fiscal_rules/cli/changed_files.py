"""Changed files: run a command on every pack that any of them belongs to, as pre-commit asks.

``python -m fiscal_rules.cli.changed_files check --lang=zh FILE…``; see ``.pre-commit-hooks.yaml``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from fiscal_rules.cli import main as run
from fiscal_rules.readers.packs import PACK_FILE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the first argument, with the options, on each pack; give the worst exit code.

    Options are written in one word (``--lang=zh``): whatever does not begin with - is a file.
    """
    command, *others = sys.argv[1:] if argv is None else argv
    options = [each for each in others if each.startswith("-")]
    packs = packs_of(each for each in others if each not in options)
    return max((run([command, str(pack), *options]) for pack in packs), default=0)


def packs_of(files: Iterable[str]) -> list[Path]:
    """List the packs that files belong to, each once; a file that belongs to none is passed over."""
    found = (next(filter(_is_pack, Path(file).parents), None) for file in files)
    return sorted({folder for folder in found if folder is not None})


def _is_pack(folder: Path) -> bool:
    return (folder / PACK_FILE).is_file()


if __name__ == "__main__":
    sys.exit(main())
