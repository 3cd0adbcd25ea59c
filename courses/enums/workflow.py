"""Names of what is logged about the way of a course to its readers: what is done, and what was done."""

from django.utils.translation import gettext_lazy as _

LONGEST_MINUTES = 720

WORKFLOW_ACTIONS = {
    "courses.assess_hours": (_("Approve hours"), _("Hours approved")),
    "courses.return_to_assessor": (_("Return to the hours assessor"), _("Returned to the hours assessor")),
}
