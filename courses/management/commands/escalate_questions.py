"""`manage.py escalate_questions`: once a day, for what learners asked and no trainer answered."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.selectors.talk import ESCALATED_AFTER
from courses.services.talk import escalate_questions


class Command(BaseCommand):
    help = "Pass learners' questions on that no trainer answered within three days."

    def handle(self, *args: Any, **options: Any) -> None:
        passed_on = escalate_questions(at=timezone.now(), after=ESCALATED_AFTER)
        self.stdout.write(_("%(count)d questions passed on.") % {"count": len(passed_on)})
