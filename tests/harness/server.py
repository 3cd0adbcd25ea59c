"""The product as it runs in an installation: gunicorn in processes of its own, and the background worker."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

from .template import Database, locked

START_SECONDS = 60
STOP_SECONDS = 15


class Server:
    """`base_url` stays the same through `restart()`. `log` is what the processes printed."""

    def __init__(self, database: Database, folder: Path, *, worker: bool = False, workers: int = 1) -> None:
        self.database = database
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.workers = workers
        self.with_worker = worker
        self.logfile = folder / f"server-{self.port}.log"
        self._web: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The master process of the web server."""
        assert self._web is not None, "the server is not running"
        return self._web.pid

    @property
    def log(self) -> str:
        return self.logfile.read_text(errors="replace") if self.logfile.exists() else ""

    def start(self) -> Server:
        collected_static()
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)]
        threads = ["--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "5", "--no-control-socket"]
        self._web = self._spawn("gunicorn", "cms.wsgi", *bind, *threads)
        if self.with_worker:
            self._worker = self._spawn("django", "db_worker", "--interval", "0.2", "--no-startup-delay")
        self._wait_until_up()
        return self

    def kill9(self) -> None:
        """End every process at once, as a power cut does."""
        for process in self._processes():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._web = self._worker = None
        self._wait_until_refused()

    def kill9_worker(self) -> None:
        assert self._worker is not None, "there is no background worker"
        os.killpg(self._worker.pid, signal.SIGKILL)
        self._worker.wait()
        self._worker = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self) -> None:
        running = self._processes()
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._web = self._worker = None

    def _processes(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in (self._web, self._worker) if process is not None]

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.served",
            "DATABASE_URL": self.database.url,
            "SITE_URL": self.base_url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "TASKS_BY_WORKER": "1" if self.with_worker else "0",
        }
        environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        with self.logfile.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=settings.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_until_up(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if any(process.poll() is not None for process in self._processes()):
                break
            if _answers(f"{self.base_url}/healthz"):
                return
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"the server did not start:\n{self.log[-4000:]}")

    def _wait_until_refused(self) -> None:
        """The workers die with the master, but a moment later, and hold the socket until then."""
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == errno.ECONNREFUSED:
                    return
            time.sleep(0.02)
        raise AssertionError("a killed server still answers")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def collected_static() -> Path:
    """Static files as an installation serves them; collected again only where a source changed."""
    with locked("static"):
        command = [sys.executable, "-m", "django", "prepare", "--only-static"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.served"}
        subprocess.run(command, cwd=settings.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return Path(settings.STATIC_ROOT)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
