"""What the preflight looks at, read from a draft as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from wagtail.models import Page, WorkflowState

from .. import contents, preflight
from ..models import CoursePage, LessonMedia, LessonPage, Regulation
from ..preflight import Citation, CourseFacts, Finding, LessonFacts, LessonStanding, Recording
from ..reading_time import characters, reading_ms
from .authoring import blocks_of
from .offer import course_of

# Of a title that is cut at its beginning, so that “law” alone names nothing.
SHORTEST = 4


def preflight_of(page: Page, *, on: dt.date, parent: Page | None = None) -> list[Finding]:
    """The findings about a draft of a lesson or course; nothing about other pages.

    `parent` is where a page that is not stored yet will stand.
    """
    if isinstance(page, LessonPage):
        course = draft_of(CoursePage.objects.around(parent).get()) if parent else None
        return preflight.judge_lesson(lesson_facts(page, course), on=on)
    if isinstance(page, CoursePage):
        return preflight.judge_course(course_facts(page, on=on), on=on)
    return []


def lesson_facts(page: LessonPage, course: CoursePage | None = None) -> LessonFacts:
    """Of a draft that may be incomplete; its course's newest draft says what is cited."""
    course = course or draft_of(course_of(page))
    body = blocks_of(page)
    media = LessonMedia.objects.filter(pk=contents.media_id(body)).first()
    texts = [text for text in contents.texts(body) if text]
    return LessonFacts(
        title=page.title,
        claimed_minutes=page.claimed_minutes,
        recording=_recording(media) if media else None,
        characters=characters(texts),
        reading_ms=reading_ms(texts),
        quiz_key=preflight.quiz_key(body),
        keyless_questions=preflight.question_faults(body),
        undescribed_images=preflight.undescribed_images(body),
        has_goals=bool(page.goals.strip()),
        has_practice=bool(page.practice.strip()),
        category=course.category,
        modality=course.modality,
        citations=citations_of(course),
    )


def course_facts(course: CoursePage, *, on: dt.date) -> CourseFacts:
    """Of a draft of a course, with the newest drafts of its lessons."""
    stored = LessonPage.objects.descendant_of(course).order_by("path") if course.pk else []
    pages = [draft_of(page) for page in stored]
    submitted = _submitted(pages)
    standings = []
    for page in pages:
        facts = lesson_facts(page, course)
        against = [one for one in preflight.judge_lesson(facts, on=on) if one.is_blocking and not one.is_of_course]
        standings.append(
            LessonStanding(page.title, facts.creditable_seconds, page.live or page.pk in submitted, len(against))
        )
    return CourseFacts(tuple(standings), citations_of(course), is_live=course.live)


def draft_of(page: Page) -> Page:
    """The newest draft of a page."""
    return page.get_latest_revision_as_object()


def citations_of(course: CoursePage) -> tuple[Citation, ...]:
    """The regulations chosen from the register, then the lines of text, each looked up by its title and number."""
    register = list(Regulation.objects.select_related("replaced_by"))
    by_pk = {regulation.pk: regulation for regulation in register}
    chosen = [by_pk[one.regulation_id] for one in course.citations.all() if one.regulation_id in by_pk]
    found = [_citation(regulation) for regulation in chosen]
    for line in filter(None, (line.strip() for line in course.regulations.splitlines())):
        regulation = _named(line, register)
        if regulation is None:
            found.append(Citation(line, is_known=False))
        elif regulation not in chosen:
            found.append(_citation(regulation))
    return tuple(found)


def _named(line: str, register: Iterable[Regulation]) -> Regulation | None:
    """The regulation a line names: by title (its beginning, the state's name, may be left out), else by number.

    Of several the one that came last.
    """
    text = preflight.plain(line)
    numbered = [one for one in register if one.number and preflight.plain(one.number) in text]
    without = [one for one in register if preflight.plain(one.title).endswith(text) and len(text) >= SHORTEST]
    titled = [one for one in register if preflight.plain(one.title) in text] or without
    both = [one for one in titled if one in numbered]
    return max(both or titled or numbered, key=lambda one: (one.effective_on or dt.date.min, one.pk), default=None)


def _citation(regulation: Regulation) -> Citation:
    return Citation(
        title=regulation.title,
        effective_on=regulation.effective_on,
        repealed_on=regulation.repealed_on,
        replaced_by=regulation.replaced_by.title if regulation.replaced_by else "",
        is_verified=regulation.is_verified,
    )


def _recording(media: LessonMedia) -> Recording:
    return Recording(
        length_ms=media.duration_ms,
        sha256=media.sha256,
        is_video=media.type == "video",
        has_captions=bool(media.captions),
        has_transcript=bool(media.transcript.strip()),
    )


def _submitted(pages: Iterable[LessonPage]) -> set[int]:
    states = WorkflowState.objects.active().filter(object_id__in=[str(page.pk) for page in pages])
    return {int(pk) for pk in states.values_list("object_id", flat=True)}


def is_judged(page: Page) -> bool:
    """Whether the preflight has anything to say about a kind of page."""
    return isinstance(page, LessonPage | CoursePage)
