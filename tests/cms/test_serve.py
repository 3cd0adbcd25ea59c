"""`manage.py serve`: web server and worker live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.harness.server import collected_static, free_port
from tests.harness.template import Database

TOO_LONG = 40


@pytest.fixture
def serving(committed_db: Database) -> Iterator[subprocess.Popen[str]]:
    """The command, once it has said that it is up."""
    collected_static()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.served",
        "DATABASE_URL": committed_db.url,
        "PORT": str(free_port()),
        "TASKS_BY_WORKER": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Ctrl-C"):
            break
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def assert_gone(pids: list[int]) -> None:
    until = time.monotonic() + TOO_LONG
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in pids if is_running(pid)] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_both_and_is_no_failure(serving: subprocess.Popen[str], number: signal.Signals) -> None:
    children = children_of(serving.pid)
    assert len(children) == 2
    serving.send_signal(number)
    assert serving.wait(TOO_LONG) == 0
    assert_gone(children)


@pytest.mark.parametrize("which", [0, 1])
def test_when_one_ends_the_other_is_stopped_and_it_is_a_failure(serving: subprocess.Popen[str], which: int) -> None:
    children = children_of(serving.pid)
    os.kill(children[which], signal.SIGKILL)
    assert serving.wait(TOO_LONG) != 0
    assert_gone(children)


def test_children_end_when_the_command_is_killed(serving: subprocess.Popen[str]) -> None:
    children = children_of(serving.pid)
    serving.kill()
    assert_gone(children)
