"""What somebody fills in who takes a step of the workflow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks

from ..enums import Category
from ..enums.workflow import LONGEST_MINUTES
from ..models import CourseTask, HoursAssessmentTask

COMMENT = pgettext_lazy("workflow", "Comment")


def scheme_choices() -> list[tuple[str, str]]:
    """Keys and titles of the schemes: they are above courses, which register the hook `training_schemes`."""
    return [choice for hook in hooks.get_hooks("training_schemes") for choice in hook()]


class CommentForm(forms.Form):
    comment = forms.CharField(label=COMMENT, required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))


class SendBackForm(forms.Form):
    comment = forms.CharField(
        label=pgettext_lazy("workflow", "What has to be changed"),
        help_text=_("Everybody who submitted, worked on it or took a step is told."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class HoursForm(forms.Form):
    """The hours assessor's decision."""

    minutes = forms.IntegerField(
        label=_("Approved minutes"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        help_text=_("Credited is the least of approved, claimed and measured."),
    )
    # Nothing is chosen beforehand: what counts as what is the assessor's own decision.
    category = forms.ChoiceField(
        label=pgettext_lazy("hours", "Category"),
        choices=[("", pgettext_lazy("hours", "Choose a category")), *Category.choices],
    )
    schemes = forms.MultipleChoiceField(
        label=_("Counts for these schemes"),
        choices=scheme_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    comment = forms.CharField(label=COMMENT, required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))


def form_for(task: CourseTask, action: str) -> type[forms.Form]:
    if action == "reject":
        return SendBackForm
    return HoursForm if isinstance(task, HoursAssessmentTask) else CommentForm


def posted_draft(request: Any, page: Any, *, parent: Any) -> Any | None:
    """The page as a form of the editor describes it, without storing anything; None where the form is not valid.

    `page` is a copy of its own: the editor's view judges what has changed by the one it has.
    """
    form_class = type(page).get_edit_handler().get_form_class()
    form = form_class(request.POST, request.FILES, instance=page, parent_page=parent, for_user=request.user)
    return form.save(commit=False) if form.is_valid() else None
