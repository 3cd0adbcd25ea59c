"""Programmes at the desk: made, changed, filled with courses, and these put in order."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.models import model_to_dict
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets.button import HeaderButton

from people.models import User

from ..forms.enrolment import ArrangeForm, ProgrammeCourseForm, ProgrammeForm
from ..models import Programme
from ..services.programmes import add_course, arrange_courses, change_programme, create_programme
from .desk import ActionView, Desk, DeskPage


class AboutProgrammes(Desk):
    kwargs: dict[str, Any]
    header_icon = "list-ol"

    @property
    def by(self) -> User:
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("programmes:index"), "label": pgettext("menu", "Programmes")}]


class AboutProgramme(AboutProgrammes):
    """Finds the programme among those one may change; absent and hidden look alike."""

    @cached_property
    def programme(self) -> Programme:
        mine = Programme.objects.visible_to(self.request.user).select_related("organisation")
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.programme.title

    def get_success_url(self) -> str:
        return reverse("programmes:detail", args=[self.programme.pk])


class ProgrammePage(AboutProgramme, DeskPage):
    template_name = "courses/desk/programme.html"

    def get_page_title(self) -> str:
        return self.programme.title

    def get_page_subtitle(self) -> str:
        return ""

    def get_header_buttons(self) -> list[Any]:
        actions = [
            ("add_course", _("Add a course"), "plus"),
            ("arrange", _("Order, required, take out"), "order"),
            ("change", _("Change the programme"), "edit"),
        ]
        return [
            HeaderButton(label, url=reverse(f"programmes:{name}", args=[self.programme.pk]), icon_name=icon)
            for name, label, icon in actions
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        courses = self.programme.courses.order_by("position")
        return super().get_context_data(programme=self.programme, courses=courses, **kwargs)


class NewProgramme(AboutProgrammes, ActionView):
    page_title = gettext_lazy("New programme")
    form_class = ProgrammeForm
    submit_button_label = gettext_lazy("Create the programme")
    programme: Programme

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def get_success_url(self) -> str:
        return reverse("programmes:detail", args=[self.programme.pk])

    def act(self, form: forms.Form) -> str:
        self.programme = create_programme(**form.cleaned_data, by=self.by, at=timezone.now())
        return _("The programme was created. Add its courses now.")


class ChangeProgramme(AboutProgramme, ActionView):
    page_title = gettext_lazy("Change the programme")
    form_class = ProgrammeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return model_to_dict(self.programme)

    def act(self, form: forms.Form) -> str:
        change_programme(programme=self.programme, **form.cleaned_data, by=self.by, at=timezone.now())
        return _("The programme was changed.")


class AddCourse(AboutProgramme, ActionView):
    page_title = gettext_lazy("Add a course")
    form_class = ProgrammeCourseForm
    submit_button_label = gettext_lazy("Add the course")

    def act(self, form: forms.Form) -> str:
        chosen = form.cleaned_data
        row = add_course(
            programme=self.programme,
            course=chosen["course"],
            is_required=bool(chosen["is_required"]),
            by=self.by,
            at=timezone.now(),
        )
        return _("“%(title)s” was added.") % {"title": row.course_title}


class ArrangeCourses(AboutProgramme, ActionView):
    page_title = gettext_lazy("Order, required, take out")
    form_class = ArrangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programme": self.programme}

    def act(self, form: Any) -> str:
        arrange_courses(programme=self.programme, wanted=form.wanted(), by=self.by, at=timezone.now())
        return _("The courses of the programme were changed.")
