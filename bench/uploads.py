"""A recording of 1 GB uploaded to the running product: seconds, and by how much the web process grew at its highest.

Floor: a process that copies the same file and takes its fingerprint, a megabyte at a time.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test import Client

from courses.models import LessonMedia
from courses.services.authoring_groups import teaching_unit_of
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User

from .exports import _apart
from .measuring import report

GIGABYTE = 1 << 30
CHUNK = 1 << 20
BOUNDARY = "bench-of-uploads"
SHORT_VIDEO = Path(__file__).resolve().parents[1] / "tests" / "data" / "short.mp4"


def run(database: str) -> None:
    client, collection = _trainer()
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        path = Path(folder) / "lesson.mp4"
        _write_recording(path)
        with _serving() as (port, worker):
            before = _highest(worker)
            began = time.perf_counter()
            _upload(path, port, client, collection)
            seconds = time.perf_counter() - began
            grown = _highest(worker) - before
        media = LessonMedia.objects.get()
        if media.duration_ms != 8000 or media.file.size != path.stat().st_size:
            raise RuntimeError("the recording did not arrive whole")
        left = list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
        if left:
            raise RuntimeError(f"{len(left)} temporary files were left behind")
        floor_seconds, floor_megabytes = _apart(lambda: _copy(path, Path(folder) / "copy.mp4"))
        media.file.delete()
    report(f"upload_1gb_{database}", "s", seconds, floor_seconds)
    report(f"upload_1gb_memory_{database}", "MB", grown, floor_megabytes)


def _trainer() -> tuple[Client, int]:
    city = Organisation.add_root(name="上传市", kind=OrganisationKind.CITY)
    trainer = User.objects.create_user("upload-trainer", real_name="测试")
    Membership.objects.create(person=trainer, organisation=city, role=Role.TRAINER, starts_on="2024-01-01")
    unit = teaching_unit_of(city)
    trainer.groups.add(*trainer.groups.model.objects.filter(name=Role.TRAINER))
    client = Client()
    client.force_login(trainer)
    return client, unit.collection_id


def _write_recording(path: Path) -> None:
    """A short recording, and a gigabyte of padding that players skip: a hole in the file until it is read."""
    content = SHORT_VIDEO.read_bytes()
    with path.open("wb") as file:
        file.write(content + struct.pack(">I4sQ", 1, b"free", GIGABYTE))
        file.truncate(len(content) + GIGABYTE)


@contextmanager
def _serving() -> Iterator[tuple[int, int]]:
    """The port of the product on the bench's database, and its one web process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "-m",
        "gunicorn",
        "cms.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
    ]
    environment = {**os.environ, "SECOND_FACTOR_REQUIRED": "0"}
    process = subprocess.Popen([sys.executable, *command, "--no-control-socket"], env=environment)
    try:
        _wait_for(port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield port, int(children[0])
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("the server did not start")


def _highest(pid: int) -> float:
    """Megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _upload(path: Path, port: int, client: Client, collection: int) -> None:
    token = "a" * 32
    fields = {"title": "一个吉字节", "collection": str(collection), "tags": "", "csrfmiddlewaretoken": token}
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="lesson.mp4"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    )
    start, end = head.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.putrequest("POST", "/manage/media/video/add/")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    for name, value in (
        ("Cookie", cookies),
        ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),
        ("Content-Length", str(len(start) + path.stat().st_size + len(end))),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(start)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            connection.send(chunk)
    connection.send(end)
    answer = connection.getresponse()
    if answer.status != 302:
        raise RuntimeError(f"the upload was answered with {answer.status}")


def _copy(source: Path, target: Path) -> None:
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while chunk := read.read(CHUNK):
            digest.update(chunk)
            write.write(chunk)
    target.unlink()
