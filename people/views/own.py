"""One's own pages: a form that calls one service, and comes back to the list."""

from __future__ import annotations

import datetime as dt
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import FormView

from ..errors import Refusal
from ..models import User

FORM_OVERHEAD = 64 * 1024


class OwnAction(LoginRequiredMixin, FormView):
    """`act` calls one service. What it refuses stands beside the field it names; what was typed stays."""

    template_name = "people/my/form.html"
    title: Any = ""
    explanation: Any = ""
    submit: Any = gettext_lazy("Save the entry")
    back: Any = gettext_lazy("Back to the list")
    is_harmful = False
    has_file = False

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @property
    def today(self) -> dt.date:
        return timezone.localdate()

    def act(self, form: Form, at: dt.datetime) -> str:
        """Do it, and answer with the sentence that says what was done."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            done = self.act(form, timezone.now())
        except Refusal as refusal:
            for name, sentence in refusal.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
            if not refusal.fields:
                form.add_error(None, str(refusal.detail))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return super().form_valid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {
            "title": self.title,
            "explanation": self.explanation,
            "submit": self.submit,
            "back": self.back,
            "back_url": self.get_success_url(),
            "is_harmful": self.is_harmful,
            "has_file": self.has_file,
        }
        return super().get_context_data(**{**facts, **kwargs})


def size_first(view: Any, most_bytes: int) -> Any:
    """Judge the size before the body is read: Django's own check of the form token would read it first."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            is_too_large = int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes + FORM_OVERHEAD
        except ValueError:
            is_too_large = True
        if request.method == "POST" and is_too_large:
            return _too_large(request, most_bytes)
        return cast(HttpResponseBase, protected(request, *args, **kwargs))

    return judged


def _too_large(request: HttpRequest, most_bytes: int) -> HttpResponse:
    facts = {
        "title": _("The file is too large"),
        "text": _("At most %(size)d MB can be sent. Nothing was saved.") % {"size": most_bytes // 1024 // 1024},
        "what_next": _("Photograph the certificate again with less detail, or make a smaller PDF."),
        "url": request.path,
        "action": _("Choose another file"),
    }
    return render(request, "people/my/result.html", facts, status=413)
