"""The desk: which two accounts are one person's."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.errors import Refusal
from people.models import User

from ..selectors import account_named


class MergingView(WagtailAdminTemplateMixin, FormView):
    """Two addresses: the person's account alone, and with the other account beside it."""

    header_icon = "copy"
    kwargs: dict[str, Any]

    @property
    def viewer(self) -> User:
        return cast(User, self.request.user)

    def account(self, pk: uuid.UUID) -> User:
        """Hidden, absent and not to be changed look alike."""
        found: User | None = User.objects.editable_by(self.viewer).filter(pk=pk, is_active=True).first()
        if found is None or found.pk == self.viewer.pk:
            raise Http404
        return found

    def refused(self, form: Form, refusal: Refusal) -> HttpResponse:
        for name, sentence in (refusal.fields or {"": str(refusal.detail)}).items():
            form.add_error(name if name in form.fields else None, sentence)
        return self.form_invalid(form)


class ChooseForm(forms.Form):
    account = forms.CharField(
        max_length=150,
        label=pgettext_lazy("duplicates", "The other account"),
        help_text=gettext_lazy("Its account name or whole phone number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ChooseOther(MergingView):
    template_name = "people/desk/form.html"
    page_title = gettext_lazy("Put together with another account")
    form_class = ChooseForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.account(self.kwargs["pk"])
        facts = {
            "submit_button_label": _("Compare the accounts"),
            "submit_button_active_label": _("Working…"),
            "explanation": _("Nothing happens yet: the next page compares the two accounts."),
        }
        return super().get_context_data(**{**facts, **kwargs})

    def form_valid(self, form: Form) -> HttpResponse:
        kept = self.account(self.kwargs["pk"])
        other = account_named(form.cleaned_data["account"], self.viewer)
        if other is None or other.pk == kept.pk:
            form.add_error("account", _("No other account of this name or number is in your care. Check it."))
            return self.form_invalid(form)
        return redirect("merge_people", pk=kept.pk, other=other.pk)
