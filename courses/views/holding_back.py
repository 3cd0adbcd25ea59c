"""What the preflight stands against is neither submitted nor published: hooks of Wagtail's editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ..forms.workflow import posted_draft
from ..models import CoursePage, LessonPage, PublishTask
from ..preflight import Finding, blocking
from ..selectors import draft_of, is_judged, preflight_of

HELD_BACK = ("action-submit", "action-restart-workflow", "action-publish")


def hold_back_edit(request: HttpRequest, page: Page) -> None:
    """Before the editor of a page: see `_hold_back`."""
    if _wants_out(request) and is_judged(page):
        stored = Page.objects.get(pk=page.pk)
        _hold_back(request, draft_of(stored), parent=stored.get_parent(), is_new=False)


def hold_back_new(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Before the form of a new page: see `_hold_back`."""
    if _wants_out(request) and issubclass(page_class, LessonPage | CoursePage):
        _hold_back(request, page_class(owner=request.user), parent=parent, is_new=True)


def hold_back_approval(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After an editor approved in the editor what the preflight stands against: nothing was published, and why."""
    if request.POST.get("workflow-action-name") != "approve" or not isinstance(page.current_workflow_task, PublishTask):
        return None
    against = blocking(preflight_of(draft_of(Page.objects.get(pk=page.pk)), on=timezone.localdate()))
    if not against:
        return None
    _tell(request, against)
    return redirect("course_preflight", page.pk)


def hold_back_bulk(request: HttpRequest, action_type: str, pages: list[Page], action: Any) -> HttpResponse | None:
    """Before several pages are published at once: all of them or none."""
    if action_type != "publish" or request.method != "POST":
        return None
    chosen = Page.objects.filter(pk__in=[page.pk for page in pages]).specific()
    if action.cleaned_form is not None and action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in list(chosen):
            chosen |= Page.objects.descendant_of(page)
    against = [
        finding
        for page in chosen.specific()
        for finding in blocking(preflight_of(draft_of(page), on=timezone.localdate()))
    ]
    if not against:
        return None
    _tell(request, against)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _wants_out(request: HttpRequest) -> bool:
    return request.method == "POST" and any(name in request.POST for name in HELD_BACK)


def _hold_back(request: Any, page: Page, *, parent: Page, is_new: bool) -> None:
    """What may not be submitted or published becomes a saved draft: nothing is lost, and the reasons stand above."""
    draft = posted_draft(request, page, parent=parent)
    if draft is None:
        return  # Wagtail shows the form again
    against = blocking(preflight_of(draft, on=timezone.localdate(), parent=parent if is_new else None))
    if not against:
        return
    posted = request.POST.copy()
    for name in HELD_BACK:
        posted.pop(name, None)
    request.POST = posted
    _tell(request, against)


def _tell(request: HttpRequest, against: list[Finding]) -> None:
    sentences = format_html_join("", "<li>{}</li>", ((finding.sentence,) for finding in against))
    head = _("Not submitted and not published: saved as a draft. This stands against it:")
    messages.error(request, format_html_join("", "{}<ul>{}</ul>", [(head, sentences)]))
