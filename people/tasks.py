"""Work for the background worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from .models import PersonalExport, RosterImport
from .services.export_files import remove_expired_exports, write_export
from .services.rosters.judging import judge_import
from .services.rosters.undoing import undo_chunk
from .services.rosters.writing import import_chunk


@task()
def write_personal_export(export: str) -> None:
    """`export` is its id. Files whose time is over go first."""
    now = timezone.now()
    remove_expired_exports(at=now)
    write_export(export=PersonalExport.objects.select_related("asked_by", "organisation").get(pk=export), at=now)


@task()
def read_roster(roster: str) -> None:
    """`roster` is its id: the file is read and judged."""
    judge_import(roster=RosterImport.objects.select_related("by", "organisation").get(pk=roster), at=timezone.now())


@task()
def write_roster(roster: str) -> None:
    """Chunk after chunk; started again after a break it goes on where it was."""
    found = RosterImport.objects.get(pk=roster)
    while import_chunk(roster=found, at=timezone.now()):
        pass


@task()
def undo_roster(roster: str) -> None:
    found = RosterImport.objects.get(pk=roster)
    while undo_chunk(roster=found, at=timezone.now()):
        pass
