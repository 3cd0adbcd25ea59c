"""How many examples hypothesis tries.

Ordinary properties: 50, and 100 in CI. Those decorated with `invariant` are the promises of hours.md: 1,000 in CI on
SQLite, the same ones each time, so that a red run can be repeated; 300 of them on PostgreSQL, where each takes twice as
long and only locks and types can differ.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

CI = os.environ.get("CI", "").lower() in {"1", "true"}
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
settings.register_profile("ci", settings.get_profile("dev"), max_examples=100, derandomize=True, print_blob=True)
settings.load_profile("ci" if CI else "dev")

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
INVARIANT = settings(max_examples=(300 if ON_POSTGRESQL else 1000) if CI else 50)
"""For a state machine: `Machine.TestCase.settings = INVARIANT`."""

Test = TypeVar("Test", bound=Callable[..., object])


def invariant(test: Test) -> Test:
    """Mark a hypothesis test as an invariant of hours.md. Stands above `@given`."""
    return pytest.mark.invariant(INVARIANT(test))
