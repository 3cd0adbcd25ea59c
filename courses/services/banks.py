"""Question banks: created, renamed. Nothing removes one: exams point to its questions."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import Organisation, User

from .. import rules
from ..errors.banks import BankNameTaken
from ..models import QuestionBank


@transaction.atomic
def create_bank(*, organisation: Organisation, name: str, by: User | None, at: dt.datetime) -> QuestionBank:
    """`by=None` is the system itself. Raises NotAllowed and BankNameTaken."""
    if by is not None and not rules.may_author_for(by, organisation):
        raise NotAllowed(_("You do not train for this organisation. Choose one that you train for."))
    try:
        with transaction.atomic():
            bank = QuestionBank.objects.create(organisation=organisation, name=name, created_at=at, created_by=by)
    except IntegrityError:
        raise BankNameTaken from None
    log(bank, "courses.create_bank", user=by, timestamp=at, data={"organisation": organisation.pk})
    return bank


@transaction.atomic
def rename_bank(*, bank: QuestionBank, name: str, by: User | None, at: dt.datetime) -> None:
    """Raises NotAllowed and BankNameTaken."""
    require_editor(by, bank)
    before = bank.name
    bank.name = name
    try:
        with transaction.atomic():
            bank.save(update_fields=["name"])
    except IntegrityError:
        bank.name = before
        raise BankNameTaken from None
    if before != name:
        log(bank, "courses.rename_bank", user=by, timestamp=at, data={"before": before})


def require_editor(by: User | None, bank: QuestionBank) -> None:
    if by is not None and not rules.may_edit_bank(by, bank):
        raise NotAllowed(_("Only trainers of the bank's organisation may do this."))
