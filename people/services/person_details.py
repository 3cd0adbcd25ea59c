"""Name, phone and e-mail of a person, as HR corrects them."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..errors import ContactTaken, EmailWrong, Malformed, NotAllowed
from ..models import User
from ..names import parse_name
from ..phones import parse_phone


@transaction.atomic
def change_details(
    *, person: User, real_name: str, phone: str, email: str, by: User | None, at: dt.datetime
) -> list[str]:
    """Correct what is wrong; answers which fields changed. The log says which, never what they held."""
    if by is not None and not rules.may_change_details(by, person):
        raise NotAllowed(_("You may not change the details of this person."))
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    wanted = {"real_name": checked_name(real_name), "phone": checked_phone(phone), "email": _email(email)}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return []
    _refuse_if_taken(person, wanted, changed)
    for field in changed:
        setattr(person, field, wanted[field])
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError:
        raise contact_taken("phone" if "phone" in changed else "email") from None
    if "email" in changed:
        forget_addresses(person)
    log(person, "people.change_details", user=by, timestamp=at, data={"fields": changed})
    return changed


def forget_addresses(person: User) -> None:
    """allauth notes an address when a new password is asked for, and would go on sending to it after a change."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()


def checked_name(text: str) -> str:
    try:
        return parse_name(text)
    except Malformed as fault:
        raise Malformed(fault.fault, field="real_name") from None


def checked_phone(text: str) -> str:
    try:
        return parse_phone(text) if text.strip() else ""
    except Malformed as fault:
        raise Malformed(fault.fault, field="phone") from None


def _email(text: str) -> str:
    email = text.strip().lower()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        sentence = str(_("This is no e-mail address. It looks like name@example.org."))
        raise EmailWrong(sentence, fields={"email": sentence}) from None
    return email


def _refuse_if_taken(person: User, wanted: dict[str, str], changed: list[str]) -> None:
    for field in ("phone", "email"):
        is_new = field in changed and wanted[field]
        if is_new and User.objects.filter(**{field: wanted[field]}).exclude(pk=person.pk).exists():
            raise contact_taken(field)


def contact_taken(field: str) -> ContactTaken:
    sentence = (
        _("This phone number belongs to another account.")
        if field == "phone"
        else _("This e-mail address belongs to another account.")
    )
    return ContactTaken(str(sentence), fields={field: str(sentence)})
