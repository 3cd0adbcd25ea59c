"""Programmes with the courses in them, joined with what the reader has done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from courses.models import CoursePage

from .course_cards import State, state_of
from .course_reader import Reader


@dataclass(frozen=True)
class CourseRow:
    title: str
    address: str
    state: State | None


@dataclass(frozen=True)
class ProgrammeRow:
    """A course that is not offered now is left out, and is not counted."""

    title: str
    summary: str
    organisation: str
    ends_on: dt.date | None
    required: list[CourseRow]
    elective: list[CourseRow]

    @property
    def finished(self) -> int:
        return sum(1 for row in self.required if row.state == State.DONE)


def programme_rows(request: HttpRequest, reader: Reader) -> list[ProgrammeRow]:
    """One query more than the reader's own, however many programmes and courses."""
    keys = reader.required | reader.elective
    pages = {page.course_key: page for page in CoursePage.objects.live().public().filter(course_key__in=keys)}
    return [
        ProgrammeRow(
            title=programme.title,
            summary=programme.summary,
            organisation=programme.organisation,
            ends_on=programme.ends_on,
            required=_rows(request, programme.required, pages, reader),
            elective=_rows(request, programme.elective, pages, reader),
        )
        for programme in reader.programmes
    ]


def _rows(
    request: HttpRequest, keys: Iterable[uuid.UUID], pages: dict[uuid.UUID, Any], reader: Reader
) -> list[CourseRow]:
    found = [pages[key] for key in keys if key in pages]
    return [CourseRow(page.title, page.get_url(request) or "", state_of(page.course_key, reader)) for page in found]
