"""For whoever watches the installation: is the process alive, and can it do its work (contract)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

QUEUE_LIMIT = timedelta(minutes=5)
LEAST_FREE_BYTES = 100 * 1024 * 1024


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so that a broken database does not restart the web server."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, queue and storage work; 503 and the name of what does not. No details: anybody may ask."""
    checks: dict[str, Callable[[], bool]] = {
        "database": database_answers,
        "queue": queue_moves,
        "storage": storage_takes_files,
    }
    wrong = [name for name, works in checks.items() if not _holds(works)]
    body = {"status": "unavailable" if wrong else "ok", "failed": wrong}
    return JsonResponse(body, status=503 if wrong else 200)


def _holds(works: Callable[[], bool]) -> bool:
    try:
        return works()
    except (DatabaseError, OSError):
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def queue_moves() -> bool:
    """No task has waited longer than `QUEUE_LIMIT` for the worker."""
    now = timezone.now()
    due = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - QUEUE_LIMIT)
    return not due.exclude(run_after__gt=now - QUEUE_LIMIT, run_after__lte=now).exists()


def storage_takes_files() -> bool:
    """A file can be written, and there is room for more."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".ready-{secrets.token_hex(8)}"
    try:
        probe.write_bytes(b"ok")
    finally:
        probe.unlink(missing_ok=True)
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize >= LEAST_FREE_BYTES
