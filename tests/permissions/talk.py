"""What is said about the world's course."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from courses.services.announcements import announce
from courses.services.evaluations import open_evaluation
from courses.services.talk import answer_question, ask_about_lesson
from people.models import User
from tests.factories.courses import MadeCourse


def talk_about(made: MadeCourse, learner: User, trainer: User) -> dict[str, object]:
    at = timezone.now()
    question = ask_about_lesson(edition=made.edition, text="第一次走访该说什么？", by=learner, at=at)
    answer = answer_question(question=question, text="先说明来意。", by=trainer, at=at)
    until = timezone.localdate() + dt.timedelta(days=30)
    told = announce(course=made.page, title="面授改期", text="改到周五。", shown_until=until, by=trainer, at=at)
    return {
        "asked": question.pk,
        "answer": answer.pk,
        "announcement": told.pk,
        "evaluation_code": open_evaluation(course=made.page, by=trainer, at=at).code,
    }
