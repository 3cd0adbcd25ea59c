"""The desk: two accounts side by side, what putting them together would do, and doing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from attendance.clock import database_now
from people import rules
from people.errors import Refusal
from people.models import User

from ..merging import merge_accounts, preview_merge
from ..selectors import Compared, compared
from .merging import ChooseOther, MergingView


class MergeForm(forms.Form):
    kept = forms.ChoiceField(widget=forms.RadioSelect, label=pgettext_lazy("duplicates", "Which account goes on"))
    reason = forms.CharField(
        max_length=200, label=pgettext_lazy("duplicates", "How you know that it is one person"), min_length=4
    )
    is_wrong_number = forms.BooleanField(
        required=False, label=gettext_lazy("The ID number of the account that is shut was entered wrongly.")
    )
    is_understood = forms.BooleanField(label=gettext_lazy("I know that this cannot be undone."))


class MergePeople(MergingView):
    template_name = "cms/desk/merge.html"
    page_title = pgettext_lazy("duplicates", "Put two accounts together")
    form_class = MergeForm

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        """The preview itself may be refused, where the hours of one of the two are in disorder."""
        try:
            return super().dispatch(*args, **kwargs)
        except Refusal as refusal:
            messages.error(self.request, str(refusal.detail))
            return redirect("people_person", pk=self.kwargs["pk"])

    def pair(self) -> tuple[User, User]:
        one, other = self.account(self.kwargs["pk"]), self.account(self.kwargs["other"])
        if one.pk == other.pk:
            raise Http404
        if not rules.may_merge_people(self.viewer, one, other) or not rules.may_merge_people(self.viewer, other, one):
            raise PermissionDenied
        return one, other

    def get_form(self, form_class: Any = None) -> Form:
        form: Form = super().get_form(form_class)
        one, other = self.pair()
        form.fields["kept"].choices = [(str(person.pk), person.username) for person in (one, other)]  # type: ignore[attr-defined]
        form.fields["kept"].initial = str(one.pk)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, other = self.pair()
        preview = preview_merge(kept=one, duplicate=other, by=self.viewer, at=database_now())
        columns: list[Compared] = [compared(one), compared(other)]
        return super().get_context_data(columns=columns, preview=preview, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        one, other = self.pair()
        given = form.cleaned_data
        kept, duplicate = (one, other) if given["kept"] == str(one.pk) else (other, one)
        try:
            merge_accounts(
                kept=kept,
                duplicate=duplicate,
                reason=given["reason"],
                by=self.viewer,
                at=database_now(),
                is_wrong_number=given["is_wrong_number"],
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        done = _("The two accounts are one now. Sign-in works with %(account)s.") % {"account": kept.username}
        messages.success(self.request, done)
        return redirect(reverse("people_person", args=[kept.pk]))


def merge_paths() -> list[Any]:
    """In the admin, beside the people's own pages."""
    return [
        path("people/<uuid:pk>/merge/", ChooseOther.as_view(), name="merge_choose"),
        path("people/<uuid:pk>/merge/<uuid:other>/", MergePeople.as_view(), name="merge_people"),
    ]
