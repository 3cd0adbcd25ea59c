"""The ground the other tests stand on: copies are real and apart, guards survive copying, nothing flushes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections
from django.test import override_settings
from django_tasks import TaskResultStatus
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from attendance.models import SchemeVersion
from cms.settings import base
from people.models import User
from tests.harness.server import Server, collected_static
from tests.harness.template import Database

COUNT = "from people.models import User; print(User.objects.count())"
FLUSHING = """
    import pytest
    from django.test import TestCase, TransactionTestCase

    def test_fine(db): pass
    def test_transactional(transactional_db): pass
    def test_live(live_server): pass
    def test_sequences(django_db_reset_sequences): pass
    @pytest.mark.django_db(transaction=True)
    def test_marked(): pass
    class TestFine(TestCase):
        def test_fine_case(self): pass
    class TestFlushing(TransactionTestCase):
        def test_case(self): pass
"""
CONFTEST = """
    from tests.harness import flushing
    def pytest_collection_modifyitems(items): flushing.refuse(items)
"""


def counted_elsewhere(database: Database) -> int:
    """What another process sees in the database."""
    environment = {**os.environ, "DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", COUNT]
    answer = subprocess.run(command, cwd=settings.ROOT, env=environment, check=True, capture_output=True, text=True)
    return int(answer.stdout.strip())


def test_committed_rows_are_seen_by_another_process(committed_db: Database) -> None:
    User.objects.create_user("zhao")
    assert counted_elsewhere(committed_db) == 1


@pytest.mark.parametrize("time", ["first", "second"])
def test_committed_rows_are_gone_in_the_next_test(committed_db: Database, time: str) -> None:
    assert not User.objects.exists()
    User.objects.create_user("zhao")


def test_committed_rows_never_reach_the_database_of_ordinary_tests(db: None) -> None:
    assert not User.objects.exists()


def test_committed_rows_are_seen_by_another_thread(committed_db: Database) -> None:
    User.objects.create_user("zhao")
    seen: list[int] = []

    def look() -> None:
        seen.append(User.objects.count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_copy_holds_the_root_page_and_the_guards(committed_db: Database) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%hourentry_update'"
            )
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'attendance_hourentry_update'")
        assert cursor.fetchone() == (1,)


def test_guards_refuse_a_flush(committed_db: Database) -> None:
    assert SchemeVersion.objects.exists()
    with pytest.raises((DatabaseError, CommandError)):
        call_command("flush", interactive=False, verbosity=0)
    assert SchemeVersion.objects.exists()


def test_flushing_tests_are_refused_by_name(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(FLUSHING)
    monkeypatch.setenv("PYTHONPATH", str(settings.ROOT))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--ds", "cms.settings.test")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    refused = re.findall(r"::test_(\w+): ", result.stderr.str())
    assert refused == ["transactional", "live", "sequences", "marked", "case"]
    result.stderr.fnmatch_lines(["*append-only here; take the fixture committed_db*"])


def test_server_answers_with_its_own_database(server: Server) -> None:
    with urllib.request.urlopen(f"{server.base_url}/readyz", timeout=5) as answer:
        assert answer.status == 200


def test_server_comes_back_at_the_same_address_after_being_killed(server: Server) -> None:
    before = server.pid
    server.kill9()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{server.base_url}/healthz", timeout=5)
    server.start()
    assert server.pid != before
    with urllib.request.urlopen(f"{server.base_url}/healthz", timeout=5) as answer:
        assert answer.status == 200


def test_served_files_are_compressed_and_named_by_content(server: Server) -> None:
    paths = json.loads((collected_static() / "staticfiles.json").read_text())["paths"]
    for source in ("css/base.css", "css/tokens.css"):
        asked = urllib.request.Request(f"{server.base_url}/static/{paths[source]}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=5) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Encoding"] == "gzip"
            assert "immutable" in answer.headers["Cache-Control"]


def test_worker_beside_the_server_does_queued_work(serve: Callable[..., Server]) -> None:
    serve(worker=True)
    with override_settings(TASKS=base.TASKS):
        task = update_reference_index_task.enqueue("wagtailcore", "page", str(Page.objects.get(depth=1).pk))
        until = time.monotonic() + 10
        while not task.is_finished and time.monotonic() < until:
            time.sleep(0.1)
            task.refresh()
    assert task.status == TaskResultStatus.SUCCESSFUL, task.errors
