"""Requests to join at the HR desk: one request, and the two answers to it."""

from __future__ import annotations

from typing import Any, cast

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ..desk.pages import ActionView, Desk, DeskPage
from ..enums import JoinState
from ..forms.applicants import RefusalForm
from ..models import JoinRequest, User
from ..phones import mask_phone
from ..selectors import breadcrumbs
from ..services.joining import approve_join_request, refuse_join_request


class AboutJoinRequest(Desk):
    """Finds the request among those the user may decide; absent and hidden look alike."""

    kwargs: dict[str, Any]
    header_icon = "user"

    @cached_property
    def join_request(self) -> JoinRequest:
        mine = JoinRequest.objects.decided_by(self.request.user).select_related("person", "organisation", "decided_by")
        try:
            found: JoinRequest = mine.get(pk=self.kwargs["pk"])
        except JoinRequest.DoesNotExist:
            raise Http404 from None
        return found

    @property
    def officer(self) -> User:
        """Signed in: `dispatch` has let nobody else through."""
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("join_requests:index"), "label": _("Requests to join")}]

    def get_success_url(self) -> str:
        return reverse("join_requests:index")


class JoinRequestPage(AboutJoinRequest, DeskPage):
    template_name = "people/desk/join_request.html"

    def get_page_title(self) -> str:
        return str(self.join_request.person.get_full_name())

    def get_header_buttons(self) -> list[Any]:
        if self.join_request.state != JoinState.PENDING:
            return []
        number = [self.join_request.pk]
        approve, refuse = (reverse(f"join_requests:{name}", args=number) for name in ("approve", "refuse"))
        return [
            HeaderButton(_("Approve the request"), url=approve, icon_name="check"),
            HeaderButton(_("Refuse the request"), url=refuse, icon_name="cross"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {
            "join_request": self.join_request,
            "phone": mask_phone(self.join_request.person.phone),
            "crumbs": breadcrumbs(self.join_request.organisation),
        }
        return super().get_context_data(**facts, **kwargs)


class ApproveJoinRequest(AboutJoinRequest, ActionView):
    page_title = gettext_lazy("Approve the request")
    form_class = Form
    submit_button_label = gettext_lazy("Approve the request")
    explanation = gettext_lazy("The person becomes a learner of the organisation from today on.")

    def get_page_subtitle(self) -> str:
        return f"{self.join_request.person.get_full_name()} · {self.join_request.organisation.name}"

    def act(self, form: Form) -> str:
        approve_join_request(join_request=self.join_request, by=self.officer, at=timezone.now())
        return _("Approved. The person can begin to study.")


class RefuseJoinRequest(AboutJoinRequest, ActionView):
    page_title = gettext_lazy("Refuse the request")
    form_class = RefusalForm
    submit_button_label = gettext_lazy("Refuse the request")
    is_harmful = True

    def get_page_subtitle(self) -> str:
        return f"{self.join_request.person.get_full_name()} · {self.join_request.organisation.name}"

    def act(self, form: Form) -> str:
        refuse_join_request(
            join_request=self.join_request, reason=form.cleaned_data["reason"], by=self.officer, at=timezone.now()
        )
        return _("Refused. The person reads the reason and can ask another organisation.")
