"""Pages of the HR desk in Wagtail's frame: one page shows, one form calls one service."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..enums import OVERSEEING_ROLES, Role
from ..errors import Refusal
from ..querysets import overseen_paths


class Desk(WagtailAdminTemplateMixin):
    """For HR officers, administrators and superusers; which rows they may touch, `visible_to` and the service say."""

    roles: tuple[Role, ...] = OVERSEEING_ROLES
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        if not (user.is_superuser or overseen_paths(user, self.roles)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[dict[str, Any]]:
        """Crumbs between the admin's home and this page: `{"url": ..., "label": ...}`."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *self.above(), here]


class DeskPage(Desk, TemplateView):
    """A page that shows; give `template_name`."""


class ActionView(Desk, FormView):
    """A form; `act` calls one service. What the service refuses stands beside the field it names, nothing is lost."""

    template_name = "people/desk/form.html"
    submit_button_label: Any = _("Save the changes")
    explanation: Any = ""
    is_harmful = False

    def act(self, form: Form) -> str:
        """Do it, and answer with the sentence that says what was done."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            done = self.act(form)
        except Refusal as refusal:
            for name, sentence in refusal.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
            if not refusal.fields:
                form.add_error(None, str(refusal.detail))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "submit_button_label": self.submit_button_label,
            "submit_button_active_label": _("Working…"),
            "explanation": self.explanation,
            "is_harmful": self.is_harmful,
        }
        context = super().get_context_data(**{**facts, **kwargs})
        # Not before `super()`, which makes the form of a page that is opened.
        context["media"] = context["form"].media
        return context
