"""What whoever watches the installation sees."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from cms import health


def queued(*, minutes_ago: int) -> None:
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x.y", backend_name="default", run_after=get_date_max()
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=minutes_ago))


def test_process_answers_without_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_everything_works(client: Client, db: None) -> None:
    queued(minutes_ago=1)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "failed": []})


def test_not_ready_when_a_task_waits_too_long(client: Client, db: None) -> None:
    queued(minutes_ago=6)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["queue"])


def test_not_ready_when_the_database_is_gone(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bool:
        raise DatabaseError("secret detail")

    monkeypatch.setattr(health, "database_answers", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["database"])
    assert b"secret" not in answer.content


def test_not_ready_when_files_cannot_be_stored(
    client: Client, db: None, settings: LazySettings, tmp_path: Path
) -> None:
    occupied = tmp_path / "file"
    occupied.touch()
    settings.MEDIA_ROOT = occupied
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["storage"])
