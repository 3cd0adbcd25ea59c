"""Upload a roster, and the template to fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...desk.pages import ActionView
from ...enums import RosterState
from ...errors import Malformed
from ...models import Organisation, RosterImport
from ...querysets import overseen_paths
from ...rosters.reading import refuse_at_once
from ...services.rosters.intake import start_import
from .of_roster import start_work, to_list


class RosterForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Roster file"),
        help_text=gettext_lazy(".xlsx or .csv, 10 MB and 20,000 rows at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        allow_empty_file=True,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        empty_label=None,
        label=pgettext_lazy("roster", "Organisation"),
        help_text=gettext_lazy("People are put into this organisation or below it, as the rows say."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = Organisation.objects.managed_by(user)
        tops = managed.filter(depth=1) if user.is_superuser else managed.filter(path__in=overseen_paths(user))
        field: Any = self.fields["organisation"]
        field.queryset = tops | managed.filter(pk=self.initial.get("organisation") or 0)

    def clean_file(self) -> Any:
        """Name, size and the first bytes, before anything more is read."""
        file = self.cleaned_data["file"]
        try:
            refuse_at_once(file.name, file.size, file.read(8))
        except Malformed as refusal:
            raise forms.ValidationError(str(refusal.detail)) from refusal
        file.seek(0)
        return file


class UploadRoster(ActionView):
    page_title = gettext_lazy("Import a roster")
    header_icon = "upload"
    form_class = RosterForm
    template_name = "people/desk/rosters/upload.html"
    submit_button_label = gettext_lazy("Check the file")
    explanation = gettext_lazy(
        "The file is checked first: you see every row with its verdict. Nothing is imported before you say so."
    )
    made: RosterImport

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("organisation", "")
        return {**super().get_initial(), "organisation": asked if asked.isdecimal() else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: forms.Form) -> str:
        file = form.cleaned_data["file"]
        user: Any = self.request.user
        self.made = start_import(
            name=file.name,
            content=file.read(),
            organisation=form.cleaned_data["organisation"],
            by=user,
            at=timezone.now(),
        )
        if self.made.state == RosterState.READING:
            start_work(self.made)
        return _("The file is here and is being checked.")

    def get_success_url(self) -> str:
        return reverse("rosters:detail", args=[self.made.pk])
