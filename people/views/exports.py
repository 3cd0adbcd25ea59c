"""Exports of people's data in the HR desk: ask, see what became of it, fetch the file."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import rules
from ..desk.pages import ActionView, DeskPage
from ..enums import ExportColumn, ExportState, Role, WorkerCategory
from ..errors import Refusal
from ..models import Organisation, PersonalExport
from ..services.export_files import open_export
from ..services.exports import UNDER_WAY, ask_for_export
from ..spreadsheets import CONTENT_TYPES
from ..tasks import write_personal_export
from .export_form import ExportForm


class AskForExport(ActionView):
    page_title = gettext_lazy("Export people")
    header_icon = "download"
    form_class = ExportForm
    submit_button_label = gettext_lazy("Write the file")
    explanation = gettext_lazy(
        "The file is written in the background and stays here for seven days, for you alone. "
        "Your account, the time and the purpose stand in it. One row for each role a person holds."
    )
    made: PersonalExport

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def get_initial(self) -> dict[str, Any]:
        """An organisation's own page leads here with its number; a stranger's number chooses nothing."""
        asked = self.request.GET.get("organisation", "")
        found = Organisation.objects.exportable_by(self.request.user).filter(pk=asked) if asked.isdecimal() else ()
        return {**super().get_initial(), "organisation": next(iter(found), None)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def act(self, form: forms.Form) -> str:
        asked = form.cleaned_data
        user: Any = self.request.user
        self.made = ask_for_export(
            organisation=asked["organisation"],
            purpose=asked["purpose"],
            columns=asked["columns"],
            filters={"role": asked["role"], "category": asked["category"]},
            file_format=asked["file_format"],
            is_full=asked.get("is_full", False),
            reason=asked.get("reason", ""),
            by=user,
            at=timezone.now(),
        )
        transaction.on_commit(partial(write_personal_export.enqueue, str(self.made.pk)))
        return _("The file is being written. This page shows when it is ready.")

    def get_success_url(self) -> str:
        return reverse("personal_exports:detail", args=[self.made.pk])


class ExportDetail(DeskPage):
    """One export with its log; reloads by itself while the file is being written."""

    template_name = "people/desk/export.html"
    header_icon = "download"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = PersonalExport.objects.visible_to(request.user).select_related("asked_by", "organisation")
        self.export = get_object_or_404(seen, pk=kwargs["pk"])
        response = super().get(request, *args, **kwargs)
        if self.export.state in UNDER_WAY:
            response["Refresh"] = "5"
        return response

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def get_page_title(self) -> str:
        return self.export.purpose

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        export = self.export
        labels = dict(ExportColumn.choices)
        facts = {
            "export": export,
            "columns": [labels[name] for name in export.columns if name in labels],
            "filters": [str(label) for label in _labels(export)],
            "events": export.events.select_related("actor"),
            "is_ready": export.state == ExportState.READY,
            "is_mine": rules.may_download_export(self.request.user, export, timezone.now()),
            "is_under_way": export.state in UNDER_WAY,
        }
        return super().get_context_data(**{**facts, **kwargs})


def _labels(export: PersonalExport) -> list[Any]:
    known = {**dict(Role.choices), **dict(WorkerCategory.choices)}
    return [known[value] for value in export.filters.values() if value in known]


def to_list() -> dict[str, Any]:
    return {"url": reverse("personal_exports:index"), "label": PersonalExport._meta.verbose_name_plural}


def download(request: HttpRequest, pk: uuid.UUID) -> StreamingHttpResponse:
    """The file for whoever asked for it, as an attachment that no browser opens in place."""
    user: Any = request.user
    export = get_object_or_404(PersonalExport.objects.downloadable_by(user, timezone.now()), pk=pk)
    try:
        content = open_export(export=export, by=user, at=timezone.now())
    except Refusal as gone:
        raise Http404(str(gone.detail)) from gone
    response = StreamingHttpResponse(content, content_type=CONTENT_TYPES[export.file_format])
    name = f"people-{timezone.localtime(export.asked_at):%Y%m%d-%H%M}.{export.file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
