"""Who may take part in a course, and what must be finished first: two forms about one course."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..forms.enrolment import PrerequisitesForm, TermsForm
from ..models import CoursePage, EnrolmentTerms
from ..selectors.enrolment import required_courses
from ..services.enrolment_terms import set_enrolment, set_prerequisites
from .authoring import CourseAction


class CourseTermsAction(CourseAction):
    """Whose form needs no viewer."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["viewer"]
        return kwargs

    def get_success_url(self) -> str:
        return reverse("course_list:index")


class SetEnrolment(CourseTermsAction):
    page_title = gettext_lazy("Who may take part")
    header_icon = "group"
    form_class = TermsForm

    def get_initial(self) -> dict[str, Any]:
        terms = EnrolmentTerms.objects.filter(course_key=self.source.course_key).first()
        return model_to_dict(terms or EnrolmentTerms())

    def act(self, form: forms.Form) -> str:
        set_enrolment(course=self.source, **form.cleaned_data, by=self.by, at=timezone.now())
        return _("Who may take part in “%(title)s” was set.") % {"title": self.source.title}


class SetPrerequisites(CourseTermsAction):
    page_title = gettext_lazy("What must be finished first")
    header_icon = "list-ol"
    form_class = PrerequisitesForm
    explanation = gettext_lazy("A learner begins this course only after all courses ticked here are finished.")

    @cached_property
    def required(self) -> list[CoursePage]:
        return required_courses(self.source.course_key)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "required": self.required}

    def get_initial(self) -> dict[str, Any]:
        return {"courses": [page.pk for page in self.required]}

    def act(self, form: Any) -> str:
        set_prerequisites(course=self.source, required=form.wanted(), by=self.by, at=timezone.now())
        return _("What must be finished before “%(title)s” was set.") % {"title": self.source.title}
