"""What happens to organisations, and why a name is none."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeKind(TextChoices):
    MERGE = "merge", pgettext_lazy("organisation", "merged into another")
    SPLIT = "split", pgettext_lazy("organisation", "split")
    RENAME = "rename", pgettext_lazy("organisation", "renamed")
    MOVE = "move", pgettext_lazy("organisation", "moved in the tree")
    CLOSE = "close", pgettext_lazy("organisation", "closed")


# Those after which others hold what the organisation held.
INHERITED = (ChangeKind.MERGE, ChangeKind.SPLIT)


class OrganisationNameFault(TextChoices):
    EMPTY = "organisation_name_empty", _("The name or text is missing.")
    CONTROL = (
        "organisation_name_control",
        _("There is a line break or an invisible control character in it. Type it again."),
    )
    MARKUP = (
        "organisation_name_markup",
        _("There is a sign in it that is used in formulas or web pages. Leave it out."),
    )
    LONG = "organisation_name_long", _("It is too long. Shorten it.")
