"""The desk: one full number of one person, with a reason, after the password or second factor once more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ... import rules
from ...enums.privacy import AccessKind
from ...errors import Refusal
from ...models import User
from ...recheck import require_recheck
from ...services.revealing import reveal
from ..about_person import PersonAction, person_url

KINDS = [
    (AccessKind.ID_NUMBER.value, pgettext_lazy("reveal", "ID number")),
    (AccessKind.PHONE.value, pgettext_lazy("reveal", "mobile phone")),
    (AccessKind.EMAIL.value, pgettext_lazy("reveal", "e-mail address")),
]


class RevealForm(forms.Form):
    kind = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect, label=pgettext_lazy("reveal", "What"))
    reason = forms.CharField(
        max_length=200,
        label=pgettext_lazy("reveal", "Why"),
        help_text=gettext_lazy("The person can read who looked, when and why."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Reveal(PersonAction):
    """The number stands in the answer to the form only: at no address, in no cache, and gone with the next page."""

    page_title = pgettext_lazy("reveal", "Show a full number")
    header_icon = "view"
    form_class = RevealForm
    submit_button_label = pgettext_lazy("reveal", "Show it once")
    explanation = gettext_lazy("Your account, the time and the reason are noted before anything is shown.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_form(self, form_class: Any = None) -> Form:
        if not rules.may_reveal(self.viewer, self.person):
            raise PermissionDenied
        form: Form = super().get_form(form_class)
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        if answer := require_recheck(self.request):
            return answer
        kind = AccessKind(form.cleaned_data["kind"])
        try:
            value = reveal(
                person=self.person,
                kind=kind,
                reason=form.cleaned_data["reason"],
                by=self.viewer,
                at=timezone.now(),
            )
        except Refusal as refusal:
            for name, sentence in (refusal.fields or {"": str(refusal.detail)}).items():
                form.add_error(name or None, sentence)
            return self.form_invalid(form)
        shown = {"what": dict(KINDS)[kind.value], "value": value, "back": person_url(self.person)}
        self.template_name = "people/desk/revealed.html"
        return self.render_to_response(self.get_context_data(form=form, **shown))


def reveal_button(viewer: User, person: User) -> HeaderButton | None:
    if not rules.may_reveal(viewer, person):
        return None
    url = reverse("people:reveal", args=[person.pk])
    return HeaderButton(_("Show a full number"), url=url, icon_name="view", priority=60)
