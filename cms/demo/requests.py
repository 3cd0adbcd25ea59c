"""What waits for the account hr: somebody who wants to join, and somebody who wants a record corrected."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from people.enums import WorkerCategory
from people.enums.privacy import CorrectionField
from people.models import JoinRequest
from people.services.corrections import ask_for_correction
from people.services.joining import ask_to_join

from .people import Person
from .qualifications import MOST, neighbours

NEW_ADDRESS = "demonstration@example.org"


@transaction.atomic
def make_requests(people: list[Person], *, at: dt.datetime) -> int:
    """Answers how many are new; all or nothing, once."""
    near = neighbours(people)
    if JoinRequest.objects.exists() or len(near) < MOST:
        return 0
    inside, outside = near[0], near[-1]
    held = inside.memberships.select_related("organisation").first()
    if held is None:
        return 0
    ask_to_join(
        person=outside, organisation=held.organisation, worker_category=WorkerCategory.COMMUNITY, by=outside, at=at
    )
    ask_for_correction(person=inside, field=CorrectionField.EMAIL, value=NEW_ADDRESS, by=inside, at=at)
    return 2
