"""Publishing freezes an edition. Scheduled and workflow publishing pass only through this signal."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published

from .models import LessonPage
from .services.editions import freeze_edition


@receiver(page_published, sender=LessonPage, dispatch_uid="courses.freeze_edition")
def freeze_when_published(sender: type[LessonPage], instance: LessonPage, **kwargs: Any) -> None:
    revision = kwargs.get("revision")
    freeze_edition(page=instance, by=revision.user if revision else None, at=timezone.now())
