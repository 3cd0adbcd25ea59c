"""What every desk page about one person stands on, and how a subject adds its part to the person's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext
from wagtail.admin.widgets.button import HeaderButton

from ..desk.pages import ActionView, Desk
from ..models import User
from ..phones import mask_phone

Button = Callable[[User, User], HeaderButton | None]
"""Called with the viewer and the person; `None` where the viewer may not, or there is nothing to do."""


@dataclass(frozen=True)
class Section:
    """A part of the person's page: a template `people/desk/_person_<subject>.html` and the facts it shows.

    `facts` is called with the viewer and the person; `None` leaves the part out.
    """

    template: str
    facts: Callable[[User, User], dict[str, Any] | None]


class AboutPerson(Desk):
    """Finds the person of the address (`pk`) among those the user may see; absent and hidden look alike."""

    kwargs: dict[str, Any]

    @property
    def viewer(self) -> User:
        """Signed in: `dispatch` has let nobody else through."""
        return cast(User, self.request.user)

    @cached_property
    def person(self) -> User:
        try:
            found: User = User.objects.visible_to(self.request.user).get(pk=self.kwargs["pk"])
        except User.DoesNotExist:
            raise Http404 from None
        return found

    def get_page_subtitle(self) -> str:
        return shown_name(self.person)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("people:index"), "label": pgettext("menu", "People")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)


class PersonAction(AboutPerson, ActionView):
    """A form about one person; back to the person's page afterwards."""

    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": person_url(self.person), "label": shown_name(self.person)}]

    def get_success_url(self) -> str:
        return person_url(self.person)


def person_url(person: User) -> str:
    return reverse("people_person", args=[person.pk])


def shown_phone(person: User) -> str:
    return mask_phone(person.phone) if person.phone else ""


def account_state(person: User) -> Any:
    if not person.is_active:
        return pgettext("account", "disabled")
    is_in_use = person.claimed_at is not None or person.last_login is not None
    return pgettext("account", "in use") if is_in_use else pgettext("account", "not taken over yet")


def shown_name(person: User) -> str:
    """As the desk writes it: HR works with whole names; an account without a name shows its own."""
    return person.real_name or person.username
