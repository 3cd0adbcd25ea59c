"""The form that asks for an export of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import ExportColumn, ExportFormat, Role, WorkerCategory
from ..models import Organisation
from .fields import OrganisationField, ViewerForm

ANY = [("", pgettext_lazy("filter", "all"))]
USUAL = [ExportColumn.NAME, ExportColumn.ORGANISATION, ExportColumn.ROLE, ExportColumn.CATEGORY, ExportColumn.POST]


class ExportForm(ViewerForm):
    organisation = OrganisationField(label=_("Organisation, with all below it"))
    purpose = forms.CharField(
        max_length=200,
        label=pgettext_lazy("export", "Purpose"),
        help_text=_("For example: list of participants for the county's July class. It stands in the file."),
    )
    role = forms.ChoiceField(choices=[*ANY, *Role.choices], required=False, label=_("Role held"))
    category = forms.ChoiceField(choices=[*ANY, *WorkerCategory.choices], required=False, label=_("Worker category"))
    columns = forms.MultipleChoiceField(
        choices=ExportColumn.choices,
        widget=forms.CheckboxSelectMultiple,
        label=pgettext_lazy("export", "Columns"),
        initial=USUAL,
    )
    file_format = forms.ChoiceField(choices=ExportFormat.choices, label=_("File format"), initial=ExportFormat.XLSX)
    is_full = forms.BooleanField(
        required=False,
        label=_("Full ID numbers, phones and e-mail addresses"),
        help_text=_("For administrators, with a reason. Otherwise they are masked."),
    )
    reason = forms.CharField(max_length=200, required=False, label=_("Reason for full values"))

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        if not Organisation.objects.exportable_by(viewer, is_full=True).exists():
            del self.fields["is_full"], self.fields["reason"]
