"""How hard the laws are searched: ``pytest tests/properties --hypothesis-profile thorough``."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
"""Whole packs and budgets are slow to draw."""

# The same examples every time, and the first that fails as it was drawn: a run never fails by
# luck, and never lasts long. The thorough profile draws others, more, and shrinks what fails.
settings.register_profile(
    "ci",
    deadline=None,
    suppress_health_check=_SLOW,
    derandomize=True,
    max_examples=45,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("thorough", deadline=None, suppress_health_check=_SLOW, max_examples=1500)
settings.load_profile("ci")
