"""What HR chooses for the list of who is eligible."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import ExportFormat
from ..enums.qualifications import RewardKind
from ..models import Organisation
from .qualifications import date_field

MOST_OFFERED = 300
LEVELS_OFFERED = 2


class EligibilityForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("reward", "Kind"), choices=RewardKind.choices)
    on = date_field(_("On the day"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation, with all below it"),
        required=False,
        empty_label=pgettext_lazy("filter", "all"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organisations(self.fields["organisation"], user)
        self.initial.setdefault("kind", RewardKind.ALLOWANCE)
        self.initial.setdefault("on", timezone.localdate())


class EligibilityExportForm(EligibilityForm):
    purpose = forms.CharField(
        max_length=200,
        label=_("Purpose of the list"),
        help_text=_("For example: application for the county's allowances of 2026. It stands in the file and the log."),
    )
    file_format = forms.ChoiceField(choices=ExportFormat.choices, label=_("File format"), initial=ExportFormat.XLSX)


def offer_organisations(field: Any, user: Any) -> None:
    """The upper levels of what the user oversees: a province has 25,000 organisations. All of them are accepted."""
    field.queryset = allowed = Organisation.objects.managed_by(user)
    top = allowed.first()
    if top is None:
        return
    offered = allowed.filter(depth__lte=top.depth + LEVELS_OFFERED)[:MOST_OFFERED]
    words = [(place.pk, f"{'· ' * (place.depth - top.depth)}{place.name}") for place in offered]
    field.widget.choices = words if field.required else [("", field.empty_label), *words]
