"""The privacy notice: which version is in force, and who has agreed to it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..errors import NotAllowed
from ..models import NoticeAcceptance, PrivacyNotice, User
from ..selectors.privacy import current_notice


@transaction.atomic
def accept_notice(*, notice: PrivacyNotice, by: User, at: dt.datetime) -> NoticeAcceptance:
    """Agree to the version that was read; a second time changes nothing. Raises NotAllowed for an outdated one."""
    if notice != current_notice(at):
        raise NotAllowed(_("This notice was replaced by a newer one. Read that one first."))
    acceptance, is_new = NoticeAcceptance.objects.get_or_create(person=by, notice=notice, defaults={"accepted_at": at})
    if is_new:
        log(by, "people.accept_notice", user=by, timestamp=at, data={"version": notice.version})
    return acceptance
