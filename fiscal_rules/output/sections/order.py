"""The order in which a report shows its sections."""

from __future__ import annotations

from collections.abc import Callable

from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.doubts import (
    open_questions,
    reading_notes,
    refused_rows,
    remarks,
    unlisted_items,
)
from fiscal_rules.output.sections.labels import labels
from fiscal_rules.output.sections.lines import lines
from fiscal_rules.output.sections.origin import parameters_used, run_provenance
from fiscal_rules.output.sections.settlements import (
    settlement_totals,
    settlements,
    settlements_by_payer,
)
from fiscal_rules.output.sections.transfers import (
    city_spending,
    flows,
    received_from_the_city,
    unspent_pots,
)
from fiscal_rules.output.sections.whole import (
    authorities,
    headline,
    items,
    payers,
    source,
    statuses,
    unit_items,
    units,
)
from fiscal_rules.output.tables import Table

Section = Callable[[Report], Table | None]

SECTIONS: tuple[Section, ...] = (
    source,
    refused_rows,
    headline,
    payers,
    statuses,
    authorities,
    units,
    items,
    received_from_the_city,
    city_spending,
    unspent_pots,
    labels,
    settlement_totals,
    settlements_by_payer,
    settlements,
    unit_items,
    flows,
    open_questions,
    unlisted_items,
    remarks,
    parameters_used,
    lines,
    reading_notes,
    run_provenance,
)
"""A section is added here, and nowhere else."""


def sections_of(report: Report) -> tuple[Table, ...]:
    """Make the tables of every section that has something to show."""
    made = (section(report) for section in SECTIONS)
    return tuple(table for table in made if table is not None)
