"""Why a row of a roster is refused or asked about: stable codes with the sentences people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RowFault(TextChoices):
    """Refused: the row is not imported."""

    FORMULA = "row_formula", _("A cell holds a formula: %(column)s. Enter the value itself.")
    NAME_REMARK = "row_name_remark", _("There is a remark in the name. Write the name only.")
    GENDER = "row_gender", _("The gender is neither male nor female.")
    DATE = "row_date", _("The start date cannot be read. Write it like 2019-07-01.")
    DATE_FUTURE = "row_date_future", _("The start date has not come yet.")
    DATE_EARLY = "row_date_early", _("The start date is too early to be true.")
    POST_LONG = "row_post_long", _("The post is longer than 60 characters.")
    ID_TWICE = "row_id_twice", _("Row %(line)s has the same ID number.")
    PHONE_TWICE = "row_phone_twice", _("Row %(line)s has the same mobile phone number.")
    PLACE_EMPTY = "row_place_empty", _("The organisation is missing.")
    PLACE_UNKNOWN = "row_place_unknown", _("No organisation of this name was found: %(name)s.")
    PLACE_SEVERAL = (
        "row_place_several",
        _("Several organisations have this name. Choose one, or fill in county and township."),
    )
    PLACE_OUTSIDE = "row_place_outside", _("This organisation is not among those that you look after.")
    PHONE_TAKEN = "row_phone_taken", _("This mobile phone number belongs to another person's account.")
    ID_DIFFERS = (
        "row_id_differs",
        _("The account with this name and mobile phone number has another ID number."),
    )
    PERSON_OUTSIDE = (
        "row_person_outside",
        _("This person belongs to an organisation that you do not look after. Ask for a transfer."),
    )
    PERSON_DISABLED = "row_person_disabled", _("The account of this person is disabled. Ask your administrator.")


class RowWarning(TextChoices):
    """To be confirmed: with a yes the row is imported."""

    NAME_PRIVATE = "ask_name_private", _("The name holds a character from a private code table. Is it %(character)s?")
    GENDER_DIFFERS = "ask_gender_differs", _("The gender differs from the one in the ID number, which is kept.")
    AGE = "ask_age", _("By the ID number this person is over 100 years old.")
    DATE_NO_DAY = "ask_date_no_day", _("The start date has no day: the 1st is taken.")
    LEVEL = "ask_level", _("This qualification level is not known and is left out.")
    CATEGORY = "ask_category", _("This worker category is not known: the one of the organisation is taken.")
    PLACE_VARIANT = "ask_place_variant", _("The organisation is written differently here. It is taken to be: %(name)s.")
    PLACE_ABOLISHED = (
        "ask_place_abolished",
        _("%(county)s no longer exists. Its area is now in: %(heirs)s. Choose the organisation."),
    )
    ID_MISSING = (
        "ask_id_missing",
        _("The ID number is missing: found by name and mobile phone; no certificate until it is filled in."),
    )
    FORMULA_REMARK = "ask_formula_remark", _("The remark holds a formula: it is taken as text.")
    NAME_DIFFERS = "ask_name_differs", _("The account with this ID number has another name: it will be changed.")
    PHONE_KEPT = (
        "ask_phone_kept",
        _("The account is in use: its mobile phone number stays, or stays empty. Change it on the person's page."),
    )
    WORKS_ELSEWHERE = (
        "ask_works_elsewhere",
        _("This person works in another organisation too: this one is added. A move is made on the person's page."),
    )


class RowNote(TextChoices):
    """Left out, and nothing to do."""

    EMPTY = "skip_empty", _("The row is empty.")
    TOTAL = "skip_total", _("This is a line with totals or notes.")
    HEADING = "skip_heading", _("The headings stand here once more.")


class UndoNote(TextChoices):
    """What an undo had to leave."""

    DISABLED = "undo_disabled", _("Something hangs on this account already: it is disabled, not removed.")
    ELSEWHERE = "undo_elsewhere", _("The person belongs to another organisation by now: only this one was taken back.")
    CHANGED_SINCE = "undo_changed_since", _("Some of it has been changed since: that stays as it is.")
