"""Lessons on their way to learners, with somebody for every step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wagtail.models import TaskState

from courses.models import CoursePage, LessonPage
from courses.services.workflow_setup import set_up_workflow
from people.enums import Role
from people.models import User

from .courses import Lesson, Question, make_course, make_lesson, make_site
from .people import Tree, make_person, make_tree


@dataclass
class Flow:
    """A course of the county, whose first lesson is a draft; everybody stands in the county."""

    tree: Tree
    course: CoursePage
    lesson: LessonPage
    author: User
    reviewer: User
    assessor: User
    publisher: User

    @property
    def step(self) -> TaskState | None:
        """The step that the lesson waits at."""
        return LessonPage.objects.get(pk=self.lesson.pk).current_workflow_task_state

    def draft(self) -> LessonPage:
        return LessonPage.objects.get(pk=self.lesson.pk).get_latest_revision_as_object()

    def save(self, by: User | None = None, **changes: Any) -> LessonPage:
        """A new draft."""
        page = self.draft()
        for name, value in changes.items():
            setattr(page, name, value)
        page.save_revision(user=by or self.author)
        return self.draft()

    def submit(self, by: User | None = None) -> None:
        page = self.draft()
        state = page.current_workflow_state
        if state is None:
            page.get_workflow().start(page, by or self.author)
        else:
            state.resume(by or self.author)

    def take(self, by: User, action: str = "approve", **given: Any) -> Any:
        step = self.step
        assert step is not None
        return step.task.specific.on_action(step, by, action, **given)

    def assess(self, minutes: int = 20, **given: Any) -> None:
        facts = {"category": "practice", "schemes": ["zj-120"], "comment": "", **given}
        self.take(self.assessor, minutes=minutes, **facts)

    def publish(self, **given: Any) -> None:
        """All steps."""
        self.submit()
        self.take(self.reviewer)
        self.assess(**given)
        self.take(self.publisher)


def make_flow(lesson: Lesson | None = None, **course: Any) -> Flow:
    set_up_workflow(catalogue=make_site())
    tree = make_tree()

    def person(name: str, role: Role) -> User:
        return make_person(
            name=name,
            username=role.value + name[0].encode().hex(),
            role=role,
            organisation=tree.county,
            email=f"{role.value}{len(name)}@example.org",
        )

    made = make_course(lessons=0, organisation=tree.county, **course)
    author = person("林老师", Role.TRAINER)
    wanted = lesson or Lesson(characters=8000, questions=[Question()], claimed_minutes=20)
    page = make_lesson(course=made.page, lesson=replace(wanted, fields={"live": False}), publish=False)
    page.save_revision(user=author)
    return Flow(
        tree,
        made.page,
        page,
        author,
        person("陈审", Role.TRAINER),
        person("许定", Role.ASSESSOR),
        person("周管", Role.ADMINISTRATOR),
    )
