"""One contestant in a process of its own: ``python child.py NAME FOLDER TARGET``."""

from __future__ import annotations

import sys
from pathlib import Path


def _baseline(folder: Path, target: Path) -> None:
    from session import run_baseline  # noqa: PLC0415 (each contestant loads what it needs)

    run_baseline(folder, target)


def _copy(folder: Path, target: Path) -> None:
    import duckdb  # noqa: PLC0415 (each contestant loads what it needs)
    from session import MOST_MEMORY  # noqa: PLC0415 (each contestant loads what it needs)

    source, result = (str(path).replace("'", "''") for path in (folder / "budget.parquet", target))
    with duckdb.connect() as session:
        session.execute(MOST_MEMORY)
        session.execute(f"COPY (FROM read_parquet('{source}')) TO '{result}' (FORMAT parquet)")


def _plain(folder: Path, target: Path) -> None:
    from rows import run_by_rows  # noqa: PLC0415 (each contestant loads what it needs)

    run_by_rows(folder, target)


def _durable(folder: Path, target: Path) -> None:
    from durable_rules import durable_match  # noqa: PLC0415 (each loads what it needs)
    from rows import run_by_rows  # noqa: PLC0415 (each contestant loads what it needs)

    run_by_rows(folder, target, durable_match)


def _zen(folder: Path, target: Path) -> None:
    from rows import run_by_rows  # noqa: PLC0415 (each contestant loads what it needs)
    from zen_rules import zen_match  # noqa: PLC0415 (each contestant loads what it needs)

    run_by_rows(folder, target, zen_match)


def _openfisca(folder: Path, target: Path) -> None:
    from openfisca_plan import run_openfisca  # noqa: PLC0415 (each loads what it needs)

    run_openfisca(folder, target)


def _scalar(folder: Path, target: Path) -> None:
    from scalar import run_scalar  # noqa: PLC0415 (each contestant loads what it needs)

    run_scalar(folder, target)


def _without_decisions(folder: Path, target: Path) -> None:
    """Run the engine as it is, but that it writes no decision ids: what they cost is the rest."""
    from contestants import engine_arguments  # noqa: PLC0415 (each loads what it needs)

    from fiscal_rules.cli import main  # noqa: PLC0415 (each contestant loads what it needs)
    from fiscal_rules.output import formats  # noqa: PLC0415 (each contestant loads what it needs)
    from fiscal_rules.output.parquet import render_parquet  # noqa: PLC0415 (as above)

    del render_parquet.BEFORE_PAYERS["decision"]
    lines = formats.TableFormat("parquet", (".parquet",), (("", render_parquet.write_parquet),))
    formats.FILE_FORMATS = (*formats.FORMATS, lines)
    sys.exit(main(engine_arguments(folder, target)))


_CHILDREN = {
    "engine-without-decisions": _without_decisions,
    "baseline": _baseline,
    "copy": _copy,
    "plain": _plain,
    "durable": _durable,
    "zen": _zen,
    "openfisca": _openfisca,
    "scalar": _scalar,
}

if __name__ == "__main__":
    name, folder, target = sys.argv[1:]
    _CHILDREN[name](Path(folder), Path(target))
