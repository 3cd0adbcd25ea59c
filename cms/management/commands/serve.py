"""Run the whole product on this machine: the web server and the background worker, until Ctrl-C."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.demo.accounts import PASSWORD, account_facts

START_SECONDS = 90
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="first bring the installation up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.PORT
        refuse_busy(port)
        if options["prepare"]:
            call_command("prepare", stdout=self.stdout)
        stopped = catch_signals()
        children = [start(*web_server(port)), start("django", "db_worker", "--verbosity", "0")]
        try:
            self.watch(children, stopped, port)
        finally:
            stop(children)
        self.stdout.write("stopped")

    def watch(self, children: list[subprocess.Popen[bytes]], stopped: list[int], port: int) -> None:
        """Until a signal arrives. A child that ends by itself takes the other with it: CommandError."""
        begun, shown = time.monotonic(), False
        while not stopped:
            for child in children:
                if child.poll() is not None:
                    raise CommandError(f"{name_of(child)} ended with {child.returncode}: everything is stopped")
            if not shown and is_up(port):
                self.show_addresses(time.monotonic() - begun)
                shown = True
            if not shown and time.monotonic() - begun > START_SECONDS:
                raise CommandError(f"the web server does not answer after {START_SECONDS} s: everything is stopped")
            time.sleep(0.2)

    def show_addresses(self, seconds: float) -> None:
        at = settings.SITE_URL
        lines = [
            "",
            f"{settings.WAGTAIL_SITE_NAME} is running (web server and background worker, up in {seconds:.1f} s)",
            f"  site        {at}/",
            f"  my hours    {at}/my/",
            f"  check       {at}/verify/",
            f"  management  {at}/manage/",
        ]
        if settings.DEMONSTRATION:
            names = "  ".join(facts["username"] for facts in account_facts())
            lines += ["", f"demonstration accounts, password {PASSWORD}:", f"  {names}"]
        self.stdout.write("\n".join([*lines, "", "Ctrl-C stops both."]))
        self.stdout.flush()


def web_server(port: int) -> list[str]:
    bind = ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--preload", "--log-level", "warning"]
    return ["gunicorn", "cms.wsgi", *bind, "--worker-class", "gthread", "--workers", "2", "--threads", "4"]


def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A child of its own session: Ctrl-C reaches this process only, which then stops both in order."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(
        command,
        cwd=settings.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent if sys.platform == "linux" else None,
    )


def end_with_parent() -> None:
    """In the child: be ended by the kernel when this command is killed and cannot stop it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.send_signal(signal.SIGTERM)
    for child in running:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def catch_signals() -> list[int]:
    """A list that holds the signal once SIGINT or SIGTERM has arrived."""
    stopped: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGINT, note)
    signal.signal(signal.SIGTERM, note)
    return stopped


def refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"PORT: {port} cannot be used ({error.strerror}); try PORT={port + 1}") from None


def is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def name_of(child: subprocess.Popen[bytes]) -> str:
    return "the background worker" if "db_worker" in list(child.args) else "the web server"  # type: ignore[arg-type]
