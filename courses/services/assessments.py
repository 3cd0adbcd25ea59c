"""What hours assessors approve is noted, and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.models import User

from ..enums import Category
from ..enums.workflow import LONGEST_MINUTES
from ..errors.workflow import HoursMalformed
from ..models import HoursAssessment, LessonPage
from ..preflight import hours_digest, hours_facts
from ..selectors import lesson_facts


@transaction.atomic
def assess_hours(
    *,
    page: LessonPage,
    minutes: int,
    category: Category | str,
    schemes: Sequence[str],
    comment: str,
    by: User,
    at: dt.datetime,
) -> HoursAssessment:
    """Note what an hours assessor approved for the newest draft of a lesson. Raises HoursMalformed."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise HoursMalformed(_("Approve between 1 and 720 minutes."), fields={"minutes": str(minutes)})
    if category not in Category.values:
        raise HoursMalformed(_("Choose a category of the list."), fields={"category": str(category)})
    facts = lesson_facts(page)
    assessment = HoursAssessment.objects.create(
        lesson_key=page.lesson_key,
        title=page.title,
        revision=page.latest_revision_id or 0,
        facts=hours_facts(facts),
        digest=hours_digest(facts),
        minutes=minutes,
        category=category,
        schemes=sorted(set(schemes)),
        comment=comment,
        assessed_by=by,
        assessed_at=at,
    )
    log(page, "courses.assess_hours", user=by, timestamp=at, data={"assessment": assessment.pk, "minutes": minutes})
    return assessment
