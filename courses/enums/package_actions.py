"""Names of what is logged about packages: what is done, and what was done."""

from django.utils.translation import gettext_lazy as _

PACKAGE_ACTIONS = {
    "courses.upload_package": (_("Upload a package"), _("Package uploaded")),
    "courses.delete_package": (_("Remove a package"), _("Package removed")),
}
