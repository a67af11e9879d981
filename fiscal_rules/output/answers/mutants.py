"""Mutants of a pack: how many are noticed, clause by clause, and a case for each that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscal_rules.analysis.mutation import Fate, Judged, scores
from fiscal_rules.analysis.witness import Witness
from fiscal_rules.model.text import Text
from fiscal_rules.output.answers.samples import case_of, row_words
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.sections.whole import TOTAL
from fiscal_rules.output.tables import Count, Row, Table, figures, percent, words

_SCORES = Text("变异得分，按条款", "Mutation score, by clause")
_SCORES_NOTE = Text(
    "变异：规则或参数的一处小改动。被发现：规则包因此被退回、判定表证明有错，或有算例不符。"
    "任何一行都看不出差别的（{same} 个）不计。",
    "A mutant is a small mistake in a rule or a value. It is noticed where the pack is refused, the "
    "decision table is proved wrong, or a case fails. Those that no line can tell apart ({same}) do "
    "not count.",
)
_SURVIVED = Text("没有被发现的变异", "Mutants that nothing notices")
_SURVIVED_NOTE = Text(
    "右列是能发现它的一行；JSON 中给出可粘贴到 cases.yaml 的算例。",
    "The last column is a line that would; JSON has it as a case, to be pasted into cases.yaml.",
)


def mutant_tables(judged: Sequence[Judged]) -> tuple[Table, ...]:
    """Write scores, and what survived."""
    return _scores(judged), *_survivors(judged)


def _scores(judged: Sequence[Judged]) -> Table:
    found = scores(judged)
    rows: list[Row] = [
        (each.clause, Count(each.noticed), Count(each.every), percent(each.noticed, each.every))
        for each in found
    ]
    noticed, every = sum(each.noticed for each in found), sum(each.every for each in found)
    same = sum(each.fate is Fate.EQUIVALENT for each in judged)
    return Table(
        _SCORES,
        (
            words("条款", "clause"),
            figures("被发现", "noticed"),
            figures("全部", "all"),
            figures("得分", "score"),
        ),
        tuple(rows),
        totals=((TOTAL, Count(noticed), Count(every), percent(noticed, every)),),
        notes=(_SCORES_NOTE.fill(same=same),),
    )


def _survivors(judged: Sequence[Judged]) -> tuple[Table, ...]:
    rows = tuple(
        (
            each.mutant.clause,
            each.mutant.where,
            each.mutant.operator,
            each.mutant.says,
            None if each.witness is None else row_words(each.witness.sample),
        )
        for each in judged
        if each.fate is Fate.SURVIVED
    )
    columns = (
        words("条款", "clause"),
        words("规则或参数", "rule or value", width=36),
        words("改动", "what it changes", width=26),
        words("内容", "how", width=30),
        words("能发现它的一行", "a line that would notice", width=40),
    )
    return (Table(_SURVIVED, columns, rows, notes=(_SURVIVED_NOTE,)),) if rows else ()


def mutants_data(judged: Sequence[Judged]) -> Mapping[str, Json]:
    """Write scores and survivors for machines; a survivor with the case that would kill it."""
    return {
        "scores": {s.clause: {"noticed": s.noticed, "all": s.every} for s in scores(judged)},
        "fates": {fate: sum(each.fate is fate for each in judged) for fate in Fate},
        "survived": [
            {
                "operator": each.mutant.operator,
                "where": each.mutant.where,
                "clause": each.mutant.clause,
                "says": each.mutant.says,
                "case": None if each.witness is None else _case(each, each.witness),
            }
            for each in judged
            if each.fate is Fate.SURVIVED
        ],
    }


def _case(judged: Judged, witness: Witness) -> str:
    """Write the case that would kill a mutant, as it stands in cases.yaml."""
    name = f"notices-{judged.mutant.where}".replace(" ", "-").lower()
    return case_of(name, (judged.mutant.clause,), witness.sample, witness.before)
