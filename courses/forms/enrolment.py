"""Forms of enrolment and programmes at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from people.enums import WorkerCategory

from ..enums import Tier
from ..enums.enrolment import EnrolmentPolicy
from ..models import CoursePage, Programme, ProgrammeCourse
from .authoring import AuthorsForm, AuthorsOrganisationField

OUT = "out"


class TermsForm(forms.Form):
    policy = forms.ChoiceField(
        label=_("Who decides"),
        choices=EnrolmentPolicy.choices,
        widget=forms.RadioSelect,
        help_text=_("Whoever takes part already goes on, whatever you set."),
    )
    opens_on = forms.DateField(label=_("enrolment opens on"), required=False, widget=AdminDateInput)
    closes_on = forms.DateField(label=_("last day of enrolment"), required=False, widget=AdminDateInput)
    seats = forms.IntegerField(
        label=pgettext_lazy("enrolment", "places"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: as many as like."),
    )
    is_for_own_people = forms.BooleanField(
        label=_("only for people of the course's organisation and below it"), required=False
    )


class PrerequisitesForm(forms.Form):
    """What is required already stays while it is ticked; one more may be added at a time."""

    courses = forms.ModelMultipleChoiceField(
        CoursePage.objects.none(),
        label=_("To be finished first"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    another = forms.ModelChoiceField(
        CoursePage.objects.live(),
        label=_("Add a course"),
        required=False,
        widget=AdminPageChooser(target_models=[CoursePage]),
    )

    def __init__(self, *args: Any, required: list[CoursePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["courses"]
        field.queryset = CoursePage.objects.filter(pk__in=[page.pk for page in required])
        if not required:
            del self.fields["courses"]

    def wanted(self) -> list[CoursePage]:
        kept = list(self.cleaned_data.get("courses", ()))
        another = self.cleaned_data["another"]
        return [*kept, another] if another else kept


class ProgrammeForm(AuthorsForm):
    title = forms.CharField(label=pgettext_lazy("programme", "title"), max_length=120)
    organisation = AuthorsOrganisationField(
        label=_("organisation"), help_text=_("The programme is for its people and for those of all units below it.")
    )
    summary = forms.CharField(
        label=_("summary"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    tier = forms.ChoiceField(label=_("tier"), choices=Tier.choices)
    worker_categories = forms.MultipleChoiceField(
        label=_("for these workers"),
        choices=WorkerCategory.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none if the programme is for everybody."),
    )
    starts_on = forms.DateField(label=_("starts on"), widget=AdminDateInput)
    ends_on = forms.DateField(label=_("ends on"), required=False, widget=AdminDateInput)


class ProgrammeCourseForm(forms.Form):
    course = forms.ModelChoiceField(
        CoursePage.objects.live(), label=_("course"), widget=AdminPageChooser(target_models=[CoursePage])
    )
    is_required = forms.TypedChoiceField(
        label=pgettext_lazy("course in a programme", "Required or elective"),
        choices=[
            ("1", pgettext_lazy("course in a programme", "Required")),
            ("", pgettext_lazy("course in a programme", "Elective")),
        ],
        coerce=bool,
        empty_value="",
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )


class ArrangeForm(forms.Form):
    """For each course its place, and whether it is required, elective or taken out."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[ProgrammeCourse] = list(programme.courses.order_by("position"))
        kinds = [
            ("1", pgettext_lazy("course in a programme", "Required")),
            ("0", pgettext_lazy("course in a programme", "Elective")),
            (OUT, pgettext_lazy("course in a programme", "Take out")),
        ]
        for row in self.rows:
            self.fields[f"place_{row.pk}"] = forms.IntegerField(
                label=_("Place of “%(title)s”") % {"title": row.course_title},
                min_value=1,
                max_value=9999,
                initial=row.position,
            )
            self.fields[f"kind_{row.pk}"] = forms.ChoiceField(
                label=_("“%(title)s” is") % {"title": row.course_title},
                choices=kinds,
                initial="1" if row.is_required else "0",
            )

    def wanted(self) -> list[tuple[ProgrammeCourse, bool]]:
        """In the order of the places; of equal ones the one that stood first."""
        cleaned = self.cleaned_data
        kept = [row for row in self.rows if cleaned[f"kind_{row.pk}"] != OUT]
        kept.sort(key=lambda row: (cleaned[f"place_{row.pk}"], row.position))
        return [(row, cleaned[f"kind_{row.pk}"] == "1") for row in kept]


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you refuse, and what the learner can do"),
        help_text=_("The learner reads this as you write it. At most 200 characters."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
