"""A course made, copied, or given to another organisation; then Wagtail's editor opens."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.models import User

from ..forms.authoring import AssignForm, CourseForm, DuplicateForm
from ..models import CoursePage
from ..services.authoring import assign_course, create_course, duplicate_course
from .desk import ActionView


class AuthorsAction(ActionView):
    course: CoursePage

    @property
    def by(self) -> User:
        return cast(User, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("course_list:index"), "label": pgettext("menu", "Courses")}]

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.course.pk])


class NewCourse(AuthorsAction):
    page_title = gettext_lazy("New course")
    header_icon = "plus"
    form_class = CourseForm
    submit_button_label = gettext_lazy("Create the course")
    explanation = gettext_lazy("A draft: learners see it when it is published. The lessons come next.")

    def act(self, form: forms.Form) -> str:
        self.course = create_course(**form.cleaned_data, by=self.by, at=timezone.now())
        return _("The course was created. Add its chapters and lessons as pages below it.")


class CourseAction(AuthorsAction):
    """About one course that the viewer may edit."""

    @cached_property
    def source(self) -> CoursePage:
        found = CoursePage.objects.editable_by(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return cast(CoursePage, found)

    def get_page_subtitle(self) -> str:
        return str(self.source.title)


class DuplicateCourse(CourseAction):
    page_title = gettext_lazy("Duplicate a course")
    header_icon = "copy"
    form_class = DuplicateForm
    submit_button_label = gettext_lazy("Duplicate the course")
    explanation = gettext_lazy(
        "Chapters and lessons are copied as drafts. They are content of their own: hours studied in the old ones stay "
        "with those. A recording that is used in both is credited once."
    )

    def get_initial(self) -> dict[str, Any]:
        title = _("%(title)s (copy)") % {"title": self.source.title}
        return {"title": title, "organisation": self.source.organisation_id}

    def act(self, form: forms.Form) -> str:
        self.course = duplicate_course(course=self.source, **form.cleaned_data, by=self.by, at=timezone.now())
        count = self.course.get_descendants().count()
        return _("The course was copied with %(count)d chapters and lessons, all of them drafts.") % {"count": count}


class AssignCourse(CourseAction):
    page_title = gettext_lazy("Give to another organisation")
    header_icon = "site"
    form_class = AssignForm
    submit_button_label = gettext_lazy("Give the course")
    explanation = gettext_lazy("From then on the trainers of that organisation work on the course, and those above it.")

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.source.organisation_id}

    def act(self, form: forms.Form) -> str:
        organisation = form.cleaned_data["organisation"]
        self.course = assign_course(course=self.source, organisation=organisation, by=self.by, at=timezone.now())
        return _("The course belongs to %(name)s now.") % {"name": organisation.name}
