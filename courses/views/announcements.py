"""Telling everybody in a course, and taking it back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from people.models import User

from ..models import Announcement, CoursePage
from ..selectors.talk import led_announcements
from ..services.announcements import announce, withdraw_announcement
from .desk import ActionView


class AnnouncementForm(forms.Form):
    course = forms.ModelChoiceField(CoursePage.objects.none(), label=gettext_lazy("course"))
    title = forms.CharField(max_length=120, label=pgettext_lazy("announcement", "title"))
    text = forms.CharField(max_length=2000, widget=forms.Textarea, label=pgettext_lazy("announcement", "text"))
    shown_until = forms.DateField(
        label=pgettext_lazy("announcement", "shown until"),
        help_text=gettext_lazy("This day still counts."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    is_sure = forms.BooleanField(
        required=False,
        label=gettext_lazy("It tells nothing of a client"),
        help_text=gettext_lazy("Tick it only if you were warned and have read the text again."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["course"]).queryset = CoursePage.objects.editable_by(user).order_by("title", "pk")


class OfAnnouncements(ActionView):
    kwargs: dict[str, Any]
    header_icon = "mail"

    @property
    def trainer(self) -> User:
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("announcements:index"), "label": _("Announcements")}]

    def get_success_url(self) -> str:
        return reverse("announcements:index")


class Announce(OfAnnouncements):
    page_title = gettext_lazy("Announce something")
    form_class = AnnouncementForm
    submit_button_label = gettext_lazy("Announce it")
    explanation = gettext_lazy("Everybody in the course sees it on the course's page.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.trainer}

    def act(self, form: forms.Form) -> str:
        announcement = announce(**form.cleaned_data, by=self.trainer, at=timezone.now())
        return _("Announced in %(course)s.") % {"course": announcement.course_title}


class WithdrawAnnouncement(OfAnnouncements):
    page_title = gettext_lazy("Withdraw an announcement")
    form_class = forms.Form
    submit_button_label = gettext_lazy("Withdraw it")
    explanation = gettext_lazy("Learners no longer see it; it stays on record here.")
    is_harmful = True

    @cached_property
    def announcement(self) -> Announcement:
        found = led_announcements(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.announcement.title

    def act(self, form: forms.Form) -> str:
        course = CoursePage.objects.get(course_key=self.announcement.course_key)
        withdraw_announcement(announcement=self.announcement, course=course, by=self.trainer, at=timezone.now())
        return _("The announcement is withdrawn.")
