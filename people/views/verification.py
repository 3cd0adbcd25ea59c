"""Verifying qualifications at the HR desk: evidence beside the fields, and the next item without going back."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets.button import HeaderButton

from ..desk.pages import ActionView, Desk
from ..enums.qualifications import QualificationState
from ..forms.qualifications import ClaimForm
from ..forms.verification import DecisionForm
from ..models import Qualification, User
from ..selectors.qualifications import held_qualifications
from ..services.qualifications import claim_qualification
from ..services.verification import refuse_qualification, verify_qualification
from .about_person import PersonAction, person_url, shown_name


def to_qualifications() -> dict[str, Any]:
    return {"url": reverse("qualifications:index"), "label": pgettext("menu", "Qualifications")}


class AboutQualification(Desk):
    """Finds it among those the user may decide on: one's own, a stranger's and an absent one look alike."""

    kwargs: dict[str, Any]
    header_icon = "tick-inverse"

    @property
    def officer(self) -> User:
        """Signed in: `dispatch` has let nobody else through."""
        return cast(User, self.request.user)

    @cached_property
    def qualification(self) -> Qualification:
        seen = Qualification.objects.decided_by_desk(self.request.user).select_related("person", "decided_by")
        try:
            found: Qualification = seen.get(pk=self.kwargs["pk"])
        except Qualification.DoesNotExist:
            raise Http404 from None
        return found

    def get_page_subtitle(self) -> str:
        return f"{shown_name(self.qualification.person)} · {self.qualification.get_level_display()}"

    def above(self) -> list[dict[str, Any]]:
        return [to_qualifications()]

    def get_success_url(self) -> str:
        return reverse("qualifications:review", args=[self.qualification.pk])


class ReviewQualification(AboutQualification, ActionView):
    """One entry of the queue, and both answers to it."""

    template_name = "people/desk/qualification.html"
    page_title = gettext_lazy("Verify a qualification")
    form_class = DecisionForm
    submit_button_label = gettext_lazy("Verify the entry")

    def get_initial(self) -> dict[str, Any]:
        row = self.qualification
        return {"certificate_number": row.certificate_number, "issued_on": row.issued_on, "decision": "verify"}

    def act(self, form: Form) -> str:
        given = form.cleaned_data
        who: dict[str, Any] = {"qualification": self.qualification, "by": self.officer, "at": timezone.now()}
        if given["decision"] == "refuse":
            refuse_qualification(reason=given["reason"], **who)
            return _("Refused. The person reads the reason.")
        verify_qualification(certificate_number=given["certificate_number"], issued_on=given["issued_on"], **who)
        return _("The qualification is verified.")

    @cached_property
    def following(self) -> Qualification | None:
        """The next one of the queue, from its beginning where this was the last."""
        row = self.qualification
        queue = Qualification.objects.decided_by_desk(self.request.user).waiting().exclude(pk=row.pk)
        behind = Q(claimed_at=row.claimed_at, pk__gt=row.pk) | Q(claimed_at__gt=row.claimed_at)
        found: Qualification | None = queue.filter(behind).first() or queue.first()
        return found

    def get_success_url(self) -> str:
        if self.following is None:
            return reverse("qualifications:index")
        return reverse("qualifications:review", args=[self.following.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.qualification
        held = held_qualifications(row.person, on=timezone.localdate())
        facts = {
            "row": row,
            "person_url": person_url(row.person),
            "is_waiting": row.state == QualificationState.CLAIMED,
            "others": [one.row for one in held if one.row.pk != row.pk],
            "this": next(one for one in held if one.row.pk == row.pk),
            "next_url": self.get_success_url() if self.following else "",
        }
        return super().get_context_data(**{**facts, **kwargs})

    def get_header_buttons(self) -> list[Any]:
        if self.following is None:
            return []
        return [HeaderButton(_("Next entry"), url=self.get_success_url(), icon_name="arrow-right")]


class EnterQualification(PersonAction):
    """HR enters it for somebody; it waits to be verified like any other."""

    page_title = gettext_lazy("Add a qualification")
    form_class = ClaimForm
    explanation = gettext_lazy("It then stands in the queue, where it is compared with the certificate.")

    def act(self, form: Form) -> str:
        claim_qualification(person=self.person, by=self.viewer, at=timezone.now(), **form.cleaned_data)
        return _("Entered. It waits to be verified.")
