"""One's own notes: kept by the lesson page's form or its script, read and searched on a page of their own."""

from __future__ import annotations

import secrets
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.errors import Refusal
from people.requests import SignedInRequest

from ..forms.notes import NoteForm, NoteSearch
from ..models import LessonEdition, LessonNote, LessonPage
from ..selectors import current_edition
from ..selectors.notes import own_notes
from ..services.notes import keep_note, remove_note

PAGE = 20


@login_required
def notes(request: SignedInRequest) -> HttpResponse:
    """All of them, the newest first; `q` searches."""
    search = NoteSearch(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    page = Paginator(own_notes(request.user, words), PAGE).get_page(request.GET.get("page"))
    keys = {note.lesson_key for note in page}
    addresses = {lesson.lesson_key: lesson.url for lesson in LessonPage.objects.live().filter(lesson_key__in=keys)}
    rows = [(note, addresses.get(note.lesson_key, "")) for note in page]
    query = urlencode({"q": words}) if words else ""
    context = {"search": search, "words": words, "page": page, "rows": rows, "query": query}
    return render(request, "courses/notes/list.html", context)


@login_required
@require_POST
def keep(request: SignedInRequest, lesson: uuid.UUID) -> HttpResponse:
    """Write or change a note; a script asks for JSON, a form is led back to the lesson."""
    edition = current_edition(lesson)
    if edition is None:
        raise Http404
    form = NoteForm(request.POST)
    sentence, note = _kept(form, edition, request)
    status = 200 if note else 422
    if request.accepts("text/html"):
        if note:
            messages.success(request, _("Your note is kept."))
            return redirect(f"{_way_back(lesson)}#note-{note.pk}")
        return render(request, "courses/notes/again.html", {"form": form, "edition": edition}, status=status)
    if note is None:
        return JsonResponse({"detail": sentence}, status=status)
    saved = _("Kept at %(time)s") % {"time": time_format(timezone.localtime(note.changed_at), "H:i")}
    html = render_to_string("courses/notes/_note.html", {"note": note, "lesson_key": lesson}, request)
    return JsonResponse({"id": note.pk, "saved": saved, "html": html, "nonce": secrets.token_hex(8)})


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(LessonNote.objects.visible_to(request.user), pk=pk)
    remove_note(note=note, by=request.user)
    if not request.accepts("text/html"):
        return JsonResponse({"removed": pk})
    messages.success(request, _("The note is deleted."))
    return redirect(f"{_way_back(note.lesson_key)}#notes" if "lesson" in request.POST else reverse("my-notes"))


def _kept(form: NoteForm, edition: LessonEdition, request: SignedInRequest) -> tuple[str, LessonNote | None]:
    """The note, or why there is none; the form then says it as well."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors), None
    values = form.cleaned_data
    try:
        note = keep_note(
            edition=edition,
            nonce=values["nonce"],
            position_ms=values["position"],
            text=values["text"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.detail))
        return str(refusal.detail), None
    return "", note


def _way_back(lesson_key: uuid.UUID) -> str:
    """To the lesson, or to the list for one that is not offered any more."""
    page = LessonPage.objects.live().filter(lesson_key=lesson_key).first()
    return (page.url if page else None) or reverse("my-notes")
