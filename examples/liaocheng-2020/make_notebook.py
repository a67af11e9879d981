"""Write notebook.ipynb: the cells below, each run, with what a notebook shows of it.

Run ``python make_notebook.py`` after changing a cell. The same cells make the same bytes.
"""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        (
            "# 聊城 2020 示例 / the worked example\n\n数字多为虚构，见 README。 "
            "Most figures are invented; the README says which."
        ),
    ),
    (
        "code",
        (
            "import fiscal_rules\n\n"
            'held = fiscal_rules.run("budget.xlsx", parameters=["shares.yaml"])\nheld'
        ),
    ),
    ("markdown", "## 为什么是这个数 / why this figure"),
    ("code", 'held.explain("105")'),
    ("markdown", "## 如果市级负担一半 / what if the city paid half"),
    ("code", 'held.compare("half.yaml")'),
    ("markdown", "## 比例从 30% 到 50% / the share from 30 % to 50 %"),
    ("code", 'held.sweep("basic-public-health.city-share", "30%", "50%", "5%")'),
    ("markdown", "## 哪个假定最要紧 / which assumption matters most"),
    ("code", "held.sensitivity()"),
    (
        "markdown",
        (
            "## 逐行结果 / every line\n\n也可用 `.pandas()`、`.polars()`；金额以分计。 Or `.pandas()`, "
            "`.polars()`; money is in fen."
        ),
    ),
    (
        "code",
        (
            "lines = held.lines().arrow()\n"
            'lines.select(["line", "unit", "amount_fen", "pay_city_fen", "open_fen"]).slice(4, 1)'
            ".to_pylist()"
        ),
    ),
)


def made() -> str:
    """Run every cell, one after the other, and write them with what they show."""
    names: dict[str, object] = {}
    cells = [_cell(number, kind, text, names) for number, (kind, text) in enumerate(CELLS)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, kind: str, text: str, names: dict[str, object]) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}}
    cell["source"] = text.splitlines(keepends=True)
    if kind == "code":
        cell["execution_count"] = sum(each == "code" for each, _ in CELLS[: number + 1])
        cell["outputs"] = [_output(cell["execution_count"], _value(text, names))]
    return cell


def _value(text: str, names: dict[str, object]) -> object:
    """Run a cell; give the value of its last line, as a notebook does."""
    *before, last = ast.parse(text).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)  # noqa: S102 (our own cells)
    assert isinstance(last, ast.Expr), "a cell ends with what it shows"
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 (our own)


def _output(count: object, value: object) -> dict[str, object]:
    data = {"text/plain": [f"<{type(value).__name__}>"]}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_().splitlines(keepends=True)
    else:
        data["text/plain"] = [repr(value)]
    return {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}


if __name__ == "__main__":
    os.chdir(HERE)
    (HERE / "notebook.ipynb").write_text(made(), encoding="utf-8")
