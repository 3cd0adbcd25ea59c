"""A package on a lesson page: its parts, where the reader stands in each, and what its script starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from attendance.enums import PackageSuccess
from attendance.models import PackageRun
from courses.models import LessonPackage

from .lessons import LessonReading


@dataclass(frozen=True)
class PartRow:
    title: str
    heading: str
    standing: str
    action: str


@dataclass(frozen=True)
class PackageReading:
    """`is_on` is false where this installation has no address for packages."""

    rows: list[PartRow]
    is_on: bool
    facts: dict[str, Any]


def package_reading(request: HttpRequest, package: LessonPackage, lesson: LessonReading) -> PackageReading:
    """Also lets the page show the packages' address in a frame. One query."""
    is_on = bool(settings.PACKAGE_ORIGIN) and lesson.edition is not None
    if is_on:
        request.framed_origins = [f"{settings.PACKAGE_ORIGIN}/packages/run/"]  # type: ignore[attr-defined]
    learner: Any = request.user
    runs = {run.part: run for run in PackageRun.objects.of(learner).filter(package=package).order_by("touched_at")}
    rows = [_row(part, runs.get(part["identifier"])) for part in package.parts]
    facts = {
        "lesson": str(lesson.edition.lesson_key) if lesson.edition else "",
        "origin": settings.PACKAGE_ORIGIN,
        "runs_url": reverse("package-runs"),
        "parts": [{"identifier": part["identifier"], "title": part["title"]} for part in package.parts],
        "texts": _texts(),
    }
    return PackageReading(rows, is_on, facts)


def _row(part: dict[str, Any], run: PackageRun | None) -> PartRow:
    heading = " / ".join(part["headings"])
    if run is None or not run.commit_count:
        return PartRow(part["title"], heading, pgettext("package", "not opened yet"), pgettext("package", "Open"))
    score = _texts()["score"].replace("{score}", run.score_text) if run.score_text else ""
    success = "" if run.success == PackageSuccess.UNKNOWN else run.get_success_display()
    words = [str(word) for word in (run.get_completion_display(), success, score) if word]
    return PartRow(part["title"], heading, _texts()["between"].join(words), pgettext("package", "Go on"))


def _texts() -> dict[str, str]:
    return {
        "opening": pgettext("package", "Opening…"),
        "kept": _("Your result is stored."),
        "failing": _("The server cannot be reached. Trying again by itself; leave this page open."),
        "offline": _("The package cannot be opened: the server cannot be reached. Try again."),
        "too_large": _("The package reports more than can be kept. What was stored before stays."),
        # Translators: {score} is the score a package gave, such as 85 / 100.
        "score": pgettext("package", "score {score}"),
        # Translators: stands between two words about a result.
        "between": pgettext("between two words", ", "),
        "full": _("Full screen"),
        "not_full": _("Leave full screen"),
    }
