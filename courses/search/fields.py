"""What of a course is indexed besides what Wagtail indexes of every page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.utils import translation
from modelsearch.index import SearchField

from .. import contents
from ..models import ChapterPage, CoursePage, LessonPage
from ..reading_time import TAGS
from .abbreviations import spellings
from .pinyin import syllables_of
from .tokens import index_tokens

TITLE, ABOUT, LESSONS, BODY = TIERS = ("xt", "xa", "xb", "xc")
SOUND, INITIALS = "xp", "xi"
MOST_CHARACTERS = 40_000


class TokensField(SearchField):
    """Its value is tokens already, one space between them."""


class CourseTokens(TokensField):
    """A course's words and those of its lessons, each with the mark of its place, and what they sound like."""

    def get_value(self, obj: CoursePage) -> str:
        return " ".join(dict.fromkeys(course_tokens(obj)))


COURSE_FIELDS = [SearchField("summary"), CourseTokens("course_key")]


def course_tokens(course: CoursePage) -> Iterable[str]:
    tags = [tag.name for tag in course.tags.all()]
    yield from marked(TITLE, [course.title])
    yield from marked(ABOUT, [course.summary, *tags, *_labels(course)])
    lessons = LessonPage.objects.descendant_of(course).live().order_by("path")
    chapters = ChapterPage.objects.descendant_of(course).live().values_list("title", flat=True)
    yield from marked(LESSONS, [*(lesson.title for lesson in lessons), *chapters])
    yield from marked(BODY, [course.outcomes, *_texts(lessons)])
    for text in [course.title, *tags]:
        for spelling in spellings(text):
            yield from sounds(spelling)


def _labels(course: CoursePage) -> list[str]:
    """Who offers it, and for which field, in the language of the content."""
    with translation.override("zh-hans"):
        labels = [str(course.get_service_field_display())]
    return [*labels, course.organisation.name] if course.organisation else labels


def _texts(lessons: Iterable[LessonPage]) -> Iterable[str]:
    left = MOST_CHARACTERS
    for lesson in lessons:
        body: Any = lesson.body.get_prep_value()
        for text in [lesson.goals, *contents.texts(body)]:
            plain = TAGS.sub(" ", text)[:left]
            left -= len(plain)
            yield plain


def marked(mark: str, texts: Iterable[str]) -> Iterable[str]:
    """Tokens of texts in all their spellings, each behind the mark of its place."""
    for text in texts:
        for spelling in spellings(text):
            for token in index_tokens(spelling):
                yield f"{mark}{token}"


def sounds(text: str) -> Iterable[str]:
    """Pairs of neighbouring syllables in full and by their first letters."""
    for syllables in syllables_of(text):
        for left, right in pairwise(syllables):
            yield f"{SOUND}{left}{right}"
            yield f"{INITIALS}{left[0]}{right[0]}"
