"""The site that the quality tests look at, built once for a test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests.browser import site as made
from tests.harness import template
from tests.harness.server import Server


@pytest.fixture(scope="session")
def site(
    browser: Browser,
    django_db_setup: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[made.Site]:
    """A database of its own, the product running on it. Tests get addresses only: the ORM stays where it was."""
    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock():
        own = template.copy(django_db_setup, folder)
        with template.pointed_at(own.name):
            paths = made.build()
    server = Server(own, folder)
    try:
        yield made.Site(server.start(), paths, browser)
    finally:
        server.stop()
        with django_db_blocker.unblock():
            template.drop(own)
