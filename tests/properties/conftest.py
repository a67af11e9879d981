"""How hard the laws are searched: ``pytest --hypothesis-profile thorough`` looks longer."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# The oracle lies beside the other tests, which are no package.
sys.path.insert(0, str(Path(__file__).parents[1]))

_TOO_SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
_ALIKE = {"deadline": None, "suppress_health_check": _TOO_SLOW}

settings.register_profile("ci", deadline=None, suppress_health_check=_TOO_SLOW, derandomize=True)
settings.register_profile("thorough", deadline=None, suppress_health_check=_TOO_SLOW)
settings.load_profile("ci")
