"""Who is eligible for rewards and allowances, and the file of it."""

from __future__ import annotations

import io
from typing import Any, cast

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ..desk.pages import ActionView, DeskPage
from ..enums.qualifications import RewardKind
from ..errors import Refusal
from ..forms.rewards import EligibilityExportForm, EligibilityForm
from ..models import (
    User,
)
from ..selectors.rewards import eligible_qualifications, eligible_rows
from ..services.eligibility import write_eligibility_list
from ..spreadsheets import CONTENT_TYPES
from .verification import to_qualifications

PAGE = 50


class EligibilityList(DeskPage):
    """Chosen by the address, so that it can be kept as a bookmark."""

    template_name = "people/desk/eligible.html"
    page_title = gettext_lazy("Who is eligible")
    header_icon = "list-ul"

    def above(self) -> list[dict[str, Any]]:
        return [to_qualifications()]

    def get_header_buttons(self) -> list[Any]:
        url = f"{reverse('qualifications:eligible_export')}?{self.request.GET.urlencode()}"
        return [HeaderButton(_("Write the list into a file"), url=url, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        form = EligibilityForm(self.request.GET or None, user=user)
        if form.is_bound and form.is_valid():
            asked = form.cleaned_data
        else:
            asked = {"kind": RewardKind.ALLOWANCE, "on": timezone.localdate(), "organisation": None}
        kind = RewardKind(asked["kind"])
        found = eligible_qualifications(user, kind=kind, on=asked["on"], organisation=asked["organisation"])
        page = Paginator(found, PAGE).get_page(self.request.GET.get("page"))
        query = self.request.GET.copy()
        query.pop("page", None)
        facts = {
            "form": form,
            "page": page,
            "rows": eligible_rows(list(page.object_list), user, kind=kind, on=asked["on"]),
            "on": asked["on"],
            "kind": kind,
            "query": query.urlencode(),
        }
        return super().get_context_data(**{**facts, **kwargs})


class ExportEligibility(ActionView):
    page_title = gettext_lazy("Write the list into a file")
    header_icon = "download"
    form_class = EligibilityExportForm
    submit_button_label = gettext_lazy("Write the file")
    explanation = gettext_lazy(
        "Names, levels and certificate numbers; no ID numbers and no phones. Your account, the time and the purpose "
        "stand in the file and in the log."
    )

    def above(self) -> list[dict[str, Any]]:
        return [to_qualifications(), {"url": reverse("qualifications:eligible"), "label": _("Who is eligible")}]

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {name: asked[name] for name in ("kind", "on", "organisation") if asked.get(name)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Form) -> HttpResponse:
        """The file itself is the answer."""
        asked = form.cleaned_data
        facts = {**asked, "kind": RewardKind(asked["kind"])}
        file = io.BytesIO()
        try:
            write_eligibility_list(file=file, by=cast(User, self.request.user), at=timezone.now(), **facts)
        except Refusal as refusal:
            for name, sentence in (refusal.fields or {"": str(refusal.detail)}).items():
                form.add_error(name or None, sentence)
            return self.form_invalid(form)
        return _attachment(file.getvalue(), f"eligible-{asked['kind']}-{asked['on']:%Y%m%d}", asked["file_format"])


def _attachment(content: bytes, name: str, file_format: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
