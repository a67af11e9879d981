"""Words for the steps of a scenario."""

from __future__ import annotations

from fiscal_rules.model.money import show_number, show_percent
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.scenario import AddLine, ChangeClass, Grow, Multiply, Overlay, SetValues
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import COLUMN_BY_ID
from fiscal_rules.output.names import parameter_name, unit_name
from fiscal_rules.output.tables import joined


def overlay_words(pack: RulePack, overlay: Overlay) -> Text:
    """Say what a change is."""
    match overlay:
        case SetValues(entries):
            said = dict.fromkeys(
                (parameter_name(pack, entry.parameter), entry.shown) for entry in entries
            )
            return joined(
                same("{name} = {shown}").fill(name=name, shown=shown) for name, shown in said
            )
        case Multiply(parameter=parameter, by=by):
            return same("{name} × {by}").fill(
                name=parameter_name(pack, parameter), by=show_number(by)
            )
        case Grow(column=column, by=by):
            name = COLUMN_BY_ID[column].name
            return Text("{name}增长 {by}", "{name} grows by {by}").fill(
                name=name, by=show_percent(by)
            )
        case AddLine(line=line):
            return Text("增加一行 {line}", "line {line} added").fill(line=line.id)
        case ChangeClass(unit=unit, unit_class=name):
            return Text("{unit}改为{name}", "{unit} becomes: {name}").fill(
                unit=unit_name(pack, unit), name=dict(pack.classes).get(name, same(name))
            )
