"""Work for the background worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from .models import QuestionImport
from .services.question_imports import import_chunk, judge_import


@task()
def read_question_file(of: str) -> None:
    """`of` is the import's id: the file is read and judged."""
    judge_import(of=QuestionImport.objects.select_related("bank").get(pk=of), at=timezone.now())


@task()
def write_questions(of: str) -> None:
    """Chunk after chunk; started again after a break it goes on where it was."""
    found = QuestionImport.objects.get(pk=of)
    while import_chunk(of=found, at=timezone.now()):
        pass
