"""Study tokens: bind a page to one session, learner, edition and epoch. Not a proof of anything by itself."""

from __future__ import annotations

import uuid

from django.core import signing

from .errors import BadToken
from .models import StudySession

SALT = "attendance.study"


def issue(session: StudySession) -> str:
    facts = [
        str(session.pk),
        str(session.learner_id),
        session.edition_id,
        session.epoch,
    ]
    return signing.dumps(facts, salt=SALT)


def check(token: object, session: uuid.UUID, learner: uuid.UUID, *, max_age_seconds: int) -> None:
    """Raises BadToken for a token that is forged, expired, or made for another session or learner.

    Edition and epoch are signed along: a session has one of each for ever.
    """
    try:
        facts = signing.loads(str(token), salt=SALT, max_age=max_age_seconds)
    except (signing.BadSignature, UnicodeEncodeError) as error:  # half a surrogate pair cannot be signed
        raise BadToken from error
    if facts[:2] != [str(session), str(learner)]:
        raise BadToken


def parse_uuid(text: object) -> uuid.UUID | None:
    """A UUID from anything a client sends, or None."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
