"""How hard the laws are searched: ``pytest --hypothesis-profile thorough`` searches longer."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

# The same examples every time: a run of CI never fails by luck. Whole packs are slow to draw.
settings.register_profile(
    "ci", deadline=None, suppress_health_check=_SLOW, derandomize=True, max_examples=60
)
settings.register_profile("thorough", deadline=None, suppress_health_check=_SLOW, max_examples=1500)
settings.load_profile("ci")
