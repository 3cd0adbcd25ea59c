"""The world of the matrix: built once for each test file, undone at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from . import world as worlds


@pytest.fixture(scope="module")
def world(django_db_setup: str, django_db_blocker: DjangoDbBlocker) -> Iterator[worlds.World]:
    with django_db_blocker.unblock(), override_settings(SECOND_FACTOR_REQUIRED=False), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)
