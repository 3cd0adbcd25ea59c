"""Who may take part in a course: how one enrols, requests, and what stands in the way."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentPolicy(TextChoices):
    OPEN = "open", pgettext_lazy("enrolment", "open to everybody it is for")
    REQUEST = "request", pgettext_lazy("enrolment", "on request, a person decides")
    CLOSED = "closed", pgettext_lazy("enrolment", "closed")


class EnrolmentRequestState(TextChoices):
    ASKED = "asked", pgettext_lazy("request to take part", "waiting for a decision")
    APPROVED = "approved", pgettext_lazy("request to take part", "approved")
    REFUSED = "refused", pgettext_lazy("request to take part", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request to take part", "taken back")


class Bar(TextChoices):
    """What stands in the way of taking part; the sentence is what the learner reads."""

    CLOSED = "enrolment_closed", _("Enrolment in this course is closed.")
    NOT_YET = "enrolment_not_yet", _("Enrolment opens on %(date)s.")
    OVER = "enrolment_over", _("Enrolment ended on %(date)s.")
    FULL = "enrolment_full", _("All %(seats)s places are taken.")
    OTHER_WORKERS = "enrolment_other_workers", _("This course is for: %(categories)s.")
    OTHER_PEOPLE = "enrolment_other_people", _("This course is only for people of %(organisation)s.")
    FIRST_FINISH = "enrolment_first_finish", _("First finish “%(course)s”.")
    NEEDS_APPROVAL = "enrolment_needs_approval", _("Ask to take part first: a trainer of the course decides.")
    WAITING = "enrolment_waiting", _("You have asked to take part. You can begin as soon as it is approved.")


ENROLMENT_ACTIONS = {
    "courses.set_enrolment": (_("Set who may take part"), _("Who may take part was set")),
    "courses.set_prerequisites": (_("Set what must be finished first"), _("What must be finished first was set")),
    "courses.ask_to_take_part": (_("Ask to take part"), _("Asked to take part")),
    "courses.approve_request": (_("Approve a request to take part"), _("Request to take part approved")),
    "courses.refuse_request": (_("Refuse a request to take part"), _("Request to take part refused")),
    "courses.withdraw_request": (_("Take a request back"), _("Request to take part taken back")),
    "courses.leave": (_("Leave a course"), _("Left a course")),
    "courses.create_programme": (_("Create a programme"), _("Programme created")),
    "courses.change_programme": (_("Change a programme"), _("Programme changed")),
    "courses.arrange_programme": (_("Change the courses of a programme"), _("Courses of a programme changed")),
}
