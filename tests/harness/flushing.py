"""No test may flush the database: the append-only triggers forbid it, and Wagtail's root page would go with it."""

from __future__ import annotations

import pytest
from django.test import TestCase, TransactionTestCase

FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
ADVICE = "flushes tables, which are append-only here; take the fixture committed_db (or server) instead"


def refuse(items: list[pytest.Item]) -> None:
    """Stop the run, naming the tests that would flush."""
    wrong = [f"{item.nodeid}: {reason}" for item in items if (reason := _reason(item))]
    if wrong:
        raise pytest.UsageError("\n".join([*wrong, ADVICE]))


def _reason(item: pytest.Item) -> str:
    asked = FLUSHING.intersection(getattr(item, "fixturenames", ()))
    if asked:
        return ", ".join(sorted(asked))
    mark = item.get_closest_marker("django_db")
    if mark and (mark.kwargs.get("transaction") or (mark.args and mark.args[0]) or mark.kwargs.get("reset_sequences")):
        return "django_db(transaction=True)"
    case = getattr(item, "cls", None)
    if case and issubclass(case, TransactionTestCase) and not issubclass(case, TestCase):
        return "TransactionTestCase"
    return ""
