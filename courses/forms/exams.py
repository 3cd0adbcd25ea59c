"""Forms of the exam desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User

from ..enums import BankKind, Difficulty
from ..models import CoursePage, Exam, KnowledgePoint, Question, QuestionBank

WHOLE = Decimal(100)
INSTANT = "%Y-%m-%dT%H:%M"
SHORTEST_LABEL = 80


def points_field(**facts: Any) -> forms.DecimalField:
    """Points in steps of a hundredth."""
    return forms.DecimalField(min_value=Decimal(0), max_value=Decimal(1000), decimal_places=2, **facts)


def hundredths(points: Decimal | None) -> int | None:
    return None if points is None else int(points * WHOLE)


class ExamForm(forms.ModelForm[Exam]):
    class Meta:
        model = Exam
        fields = (
            *("title", "instructions", "pass_percent", "minutes", "attempts_allowed", "wait_minutes"),
            *("opens_at", "closes_at", "shuffles_questions", "shuffles_options", "answers_shown"),
            *("is_required", "is_anonymous", "needs_second_mark"),
        )
        widgets = {
            "instructions": forms.Textarea(attrs={"rows": 4}),
            "opens_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=INSTANT),
            "closes_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=INSTANT),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            cast(Any, self.fields[name]).input_formats = [INSTANT, "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The exam has to close after it opens."))
        return cleaned


class NewExamForm(ExamForm):
    course = forms.ModelChoiceField(CoursePage.objects.none(), label=_("course"))
    field_order = ("course", "title")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["course"]).queryset = CoursePage.objects.editable_by(user).order_by("title", "pk")


class SectionForm(forms.Form):
    title = forms.CharField(required=False, max_length=120, label=pgettext_lazy("part of an exam", "title"))
    points_each = points_field(
        required=False,
        label=_("points of each question"),
        help_text=_("Empty: what each question is worth in its bank."),
    )


class DrawnForm(SectionForm):
    bank = forms.ModelChoiceField(QuestionBank.objects.none(), label=_("question bank"))
    count = forms.IntegerField(min_value=1, max_value=200, label=_("number of questions"))
    tags = forms.ModelMultipleChoiceField(
        KnowledgePoint.objects.none(),
        required=False,
        label=_("knowledge points (any of them)"),
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        choices=BankKind.choices, required=False, label=_("kinds (any of them)"), widget=forms.CheckboxSelectMultiple
    )
    difficulties = forms.MultipleChoiceField(
        choices=Difficulty.choices,
        required=False,
        label=_("difficulties (any of them)"),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("title", "bank", "count")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = QuestionBank.objects.visible_to(user)
        cast(Any, self.fields["bank"]).queryset = banks.order_by("name", "pk")
        used = KnowledgePoint.objects.filter(questions__content_object__bank__in=banks).distinct().order_by("name")
        cast(Any, self.fields["tags"]).queryset = used


class QuestionChoice(forms.ModelMultipleChoiceField[Question]):
    def label_from_instance(self, obj: Any) -> str:
        stem = " ".join(obj.newest.stem.split())
        cut = stem if len(stem) <= SHORTEST_LABEL else f"{stem[:SHORTEST_LABEL]}…"
        return f"#{obj.pk} {obj.newest.get_kind_display()} · {cut}"


class ChosenForm(SectionForm):
    questions = QuestionChoice(
        Question.objects.none(), label=pgettext_lazy("exam", "questions"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, bank: QuestionBank, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = bank.questions.filter(retired_at__isnull=True, newest__isnull=False)
        cast(Any, self.fields["questions"]).queryset = usable.select_related("newest").order_by("pk")


class ExtraTimeForm(forms.Form):
    learner = forms.CharField(
        max_length=150,
        label=_("phone number or account name"),
        help_text=_("Of somebody who takes part in the course."),
    )
    percent = forms.IntegerField(
        required=False, min_value=0, max_value=300, label=_("extra time in percent of the time")
    )
    minutes = forms.IntegerField(required=False, min_value=0, max_value=600, label=_("or in minutes"))
    reason = forms.CharField(max_length=300, label=_("reason"))


class MarkForm(forms.Form):
    """One field a criterion, `points-<id>`, and a comment."""

    comment = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), label=_("comment for the learner")
    )

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            most = Decimal(row.most) / WHOLE
            label = row.text or pgettext_lazy("marking", "points")
            self.fields[f"points-{row.id}"] = forms.DecimalField(
                min_value=Decimal(0),
                max_value=most,
                decimal_places=2,
                label=f"{row.part} {label}".strip(),
                help_text=_("0 to %(most)s points") % {"most": f"{most.normalize():f}"},
            )
        self.order_fields([*(f"points-{row.id}" for row in rows), "comment"])

    def given(self) -> dict[str, int]:
        prefix = "points-"
        return {
            name.removeprefix(prefix): int(value * WHOLE)
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }
