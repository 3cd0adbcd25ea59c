"""What the log says of courses made and given away: the action's name, what it is called, what was done."""

from django.utils.translation import gettext_lazy as _

AUTHORING_ACTIONS = {
    "courses.duplicate": (_("Duplicate a course"), _("Course duplicated")),
    "courses.assign": (_("Give a course to an organisation"), _("Course given to an organisation")),
}
