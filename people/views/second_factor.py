"""Help for somebody whose phone is lost: HR takes the second factor off the account."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from .. import rules
from ..models import User
from ..services.second_factor import remove_second_factors
from .about_person import PersonAction


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("How you made sure who it is"),
        help_text=gettext_lazy("For example: came in person with the identity card. Write no number: this is logged."),
        min_length=4,
        max_length=200,
    )


class RemoveSecondFactor(PersonAction):
    page_title = gettext_lazy("Remove the second factor")
    header_icon = "lock-open"
    form_class = ReasonForm
    submit_button_label = gettext_lazy("Remove the second factor")
    explanation = gettext_lazy(
        "For somebody whose phone and recovery codes are lost. Authenticator app, passkeys and recovery codes stop "
        "working, and all devices are signed out. Make sure first that it is really this person who asks."
    )
    is_harmful = True

    def get_form(self, form_class: Any = None) -> forms.Form:
        if not rules.may_remove_second_factor(self.viewer, self.person):
            raise PermissionDenied
        form: forms.Form = super().get_form(form_class)
        return form

    def act(self, form: forms.Form) -> str:
        remove_second_factors(person=self.person, reason=form.cleaned_data["reason"], by=self.viewer, at=timezone.now())
        return _("The second factor is removed, and the person is signed out everywhere.")


def second_factor_button(viewer: User, person: User) -> HeaderButton | None:
    if not Authenticator.objects.filter(user=person).exists() or not rules.may_remove_second_factor(viewer, person):
        return None
    url = reverse("people:remove_second_factor", args=[person.pk])
    return HeaderButton(_("Remove the second factor"), url=url, icon_name="lock-open", priority=60)
