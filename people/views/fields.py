"""Fields that forms of the desk share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.chooser import BaseChooser

from ..models import Organisation


class OrganisationWidget(BaseChooser):
    model = Organisation
    icon = "site"
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    show_edit_link = False
    chooser_modal_url_name = "organisation_chooser:choose"


class OrganisationField(forms.ModelChoiceField):
    """An active organisation that the viewer oversees; a ViewerForm tells it who that is."""

    widget = OrganisationWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(Organisation.objects.none(), **options)


class ViewerForm(forms.Form):
    """A form that knows who fills it in: what may be chosen depends on that."""

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.queryset = Organisation.objects.managed_by(viewer).active_on(timezone.localdate())


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput(), **{"initial": timezone.localdate, **options})
