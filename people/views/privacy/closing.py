"""Closing one's own account, and keeping it after all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...recheck import require_recheck
from ...selectors.privacy import waiting_closing
from ...services.closing import ask_to_close, keep_account
from ..own import OwnAction


class ClosingForm(forms.Form):
    is_understood = forms.BooleanField(label=gettext_lazy("I have read what happens, and want to close my account."))


class CloseAccount(OwnAction):
    """Says what will happen, asks again; with the account closing already, offers to keep it."""

    template_name = "people/my/closing.html"
    form_class = ClosingForm
    success_url = reverse_lazy("my_profile")
    title = pgettext_lazy("closing", "Close the account")
    submit = pgettext_lazy("closing", "Close my account in 15 days")
    is_harmful = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return require_recheck(request) or super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(closing=waiting_closing(self.person), **kwargs)

    def act(self, form: Form, at: dt.datetime) -> str:
        closing = ask_to_close(person=self.person, by=self.person, at=at)
        words = {"date": f"{timezone.localtime(closing.due_at):%Y-%m-%d}"}
        return _("Your account will be closed on %(date)s. Until then you can keep it here.") % words


class KeepAccount(OwnAction):
    http_method_names = ["post"]
    form_class = forms.Form
    success_url = reverse_lazy("my_profile")

    def act(self, form: Form, at: dt.datetime) -> str:
        keep_account(person=self.person, by=self.person, at=at)
        return _("Your account stays open.")
