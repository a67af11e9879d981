"""Render a report as one HTML file."""

from __future__ import annotations

from fiscal_rules.model.text import Lang
from fiscal_rules.output.html.page import html_page
from fiscal_rules.output.pictures import pictures_of
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.order import sections_of
from fiscal_rules.output.titles import report_title

_BEFORE_PICTURES = 3
"""What was read, the refused rows or what it comes to, come first."""


def render_html(report: Report, lang: Lang) -> bytes:
    """Write every section, and the pictures after the first of them."""
    sections = sections_of(report)
    first, others = sections[:_BEFORE_PICTURES], sections[_BEFORE_PICTURES:]
    return html_page(report_title(report), (*first, *pictures_of(report), *others), lang)
