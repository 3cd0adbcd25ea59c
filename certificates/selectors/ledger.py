"""What the ledger says about one learner and one course or scheme."""

from __future__ import annotations

import datetime as dt
import uuid

from attendance.models import SchemeVersion
from attendance.selectors import course_standing, scheme_progress
from people.models import User

from .. import basis, eligibility
from ..basis import Basis
from ..eligibility import Reason
from ..enums import Product
from ..errors import UnknownSubject


def ask_ledger(learner: User, product: Product, subject_key: str, on: dt.date) -> tuple[Basis, list[Reason]]:
    """The facts, and the reasons against a certificate. Raises UnknownSubject."""
    if product == Product.COURSE:
        standing = course_standing(learner, _uuid(subject_key))
        if standing is None:
            raise UnknownSubject
        return basis.of_course(standing), eligibility.of_course(standing)
    try:
        progress = scheme_progress(learner, subject_key, on, with_pending=False)
    except SchemeVersion.DoesNotExist:
        raise UnknownSubject from None
    return basis.of_scheme(progress), eligibility.of_scheme(progress)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UnknownSubject from None
