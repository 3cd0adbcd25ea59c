"""Requests to take part at the desk: one request, two answers, and on to the next one."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets.button import HeaderButton

from people.models import User

from ..enums.enrolment import EnrolmentRequestState
from ..forms.enrolment import RefuseForm
from ..models import EnrolmentRequest
from ..querysets import DECIDING_ROLES
from ..selectors.enrolment import next_waiting
from ..services.enrolment_requests import approve_request, refuse_request
from .desk import ActionView, Desk, DeskPage


class AboutRequest(Desk):
    """Finds the request among those one decides; absent and hidden look alike."""

    roles = DECIDING_ROLES
    kwargs: dict[str, Any]
    header_icon = "user"

    @cached_property
    def asked(self) -> EnrolmentRequest:
        mine = EnrolmentRequest.objects.visible_to(self.request.user).select_related("learner", "decided_by")
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def by(self) -> User:
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("enrolment_requests:index"), "label": _("Requests to take part")}]

    def get_page_subtitle(self) -> str:
        return str(self.asked.course_title)

    def get_success_url(self) -> str:
        """The next one that waits, without going back to the list."""
        following = next_waiting(self.by, self.asked)
        if following is None:
            return reverse("enrolment_requests:index")
        return reverse("enrolment_requests:detail", args=[following.pk])


class EnrolmentRequestPage(AboutRequest, DeskPage):
    template_name = "courses/desk/enrolment_request.html"

    def get_page_title(self) -> str:
        return str(self.asked.learner.get_full_name())

    def get_header_buttons(self) -> list[Any]:
        buttons = []
        if self.asked.state == EnrolmentRequestState.ASKED:
            for name, label, icon in (
                ("approve", pgettext("request to take part", "Approve"), "check"),
                ("refuse", pgettext("request to take part", "Refuse"), "cross"),
            ):
                url = reverse(f"enrolment_requests:{name}", args=[self.asked.pk])
                buttons.append(HeaderButton(label, url=url, icon_name=icon))
        following = next_waiting(self.by, self.asked)
        if following is not None:
            url = reverse("enrolment_requests:detail", args=[following.pk])
            buttons.append(HeaderButton(_("Next request"), url=url, icon_name="arrow-right"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, **kwargs)


class ApproveEnrolment(AboutRequest, ActionView):
    page_title = gettext_lazy("Approve the request")
    form_class = forms.Form
    submit_button_label = gettext_lazy("Approve the request")
    explanation = gettext_lazy("The learner takes part from now on. The next request that waits opens.")

    def act(self, form: forms.Form) -> str:
        approve_request(asked=self.asked, by=self.by, at=timezone.now())
        return _("Approved: %(name)s can begin to study.") % {"name": self.asked.learner.get_full_name()}


class RefuseEnrolment(AboutRequest, ActionView):
    page_title = gettext_lazy("Refuse the request")
    form_class = RefuseForm
    submit_button_label = gettext_lazy("Refuse the request")
    is_harmful = True

    def act(self, form: forms.Form) -> str:
        refuse_request(asked=self.asked, reason=form.cleaned_data["reason"], by=self.by, at=timezone.now())
        return _("Refused. The learner reads the reason on the course's page, and may ask again.")
