"""Fixtures of all tests.

`db` (pytest-django): an ordinary test; everything is rolled back. `committed_db`: a database of one's own with real
commits, for threads and other processes. `server`: the running product on it. `phone_page`, `desktop_page`: a browser
on that server. Nothing may flush tables, see tests/harness/flushing.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings
from django.utils.translation.reloader import translation_file_changed
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from cms.catalogues import compile_stale
from tests.harness import browser as chromium
from tests.harness import examples, flushing, leaks, scheduling, template  # noqa: F401  (examples loads a profile)
from tests.harness.server import Server
from tests.harness.template import Database


def pytest_configure(config: pytest.Config) -> None:
    leaks.install(config)


def pytest_sessionstart(session: pytest.Session) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with template.locked("catalogues"):
        written = compile_stale(settings.ROOT / "locale")
    for path in written:
        translation_file_changed(None, path)  # whatever was shown before this had loaded the old one


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` is looked at."""
    flushing.refuse(items)
    for item in items:
        if chromium.FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    return scheduling.FilesTogether(config, log)


@pytest.fixture(scope="session", autouse=True)
def _own_media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The database of this test process: a copy of the template. Gives the template's name."""
    with django_db_blocker.unblock():
        prepared = template.build()
        own = template.copy(prepared, tmp_path_factory.mktemp("database"))
        with template.pointed_at(own.name):
            yield prepared
        template.drop(own)


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, django_db_setup: str, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Database]:
    """A database of this test's own, with real commits; `.url` is its DATABASE_URL for other processes.

    Threads that use the ORM must close their connection: `connections.close_all()`.
    """
    if "db" in request.fixturenames:
        pytest.fail("committed_db and db exclude each other: db would roll back another database than it opened")
    with django_db_blocker.unblock():
        own = template.copy(django_db_setup, tmp_path)
        with template.pointed_at(own.name):
            yield own
            connections.close_all()
        template.drop(own)


@pytest.fixture
def serve(committed_db: Database, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start the product on `committed_db`: `serve(worker=True, workers=2)`; stopped at the end of the test."""
    with ExitStack() as stack:

        def start(*, worker: bool = False, workers: int = 1) -> Server:
            server = Server(committed_db, tmp_path, worker=worker, workers=workers)
            # Shown by pytest where the test failed.
            stack.callback(lambda: print(server.log[-6000:]))
            stack.callback(server.stop)
            return server.start()

        yield start


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    """The product on `committed_db`: one process with four threads; background work is done at once."""
    return serve()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.launched() as launched:
        yield launched


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """`new_page(phone=True)`: the page of one more person; relative addresses are the server's."""
    with ExitStack() as stack:

        def open_page(*, phone: bool) -> Page:
            device = chromium.PHONE if phone else chromium.DESKTOP
            return stack.enter_context(chromium.context(browser, server.base_url, device)).new_page()

        yield open_page


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    return new_page(phone=True)


@pytest.fixture
def desktop_page(new_page: Callable[..., Page]) -> Page:
    return new_page(phone=False)
