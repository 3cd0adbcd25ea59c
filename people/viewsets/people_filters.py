"""What the list of people can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ..enums import Role, WorkerCategory
from ..models import Organisation, User

LEVELS_OFFERED = 2
MOST_OFFERED = 200
STATES = [
    ("waiting", pgettext_lazy("account", "not taken over yet")),
    ("claimed", pgettext_lazy("account", "in use")),
    ("disabled", pgettext_lazy("account", "disabled")),
]


class PeopleFilterSet(WagtailFilterSet):
    """Organisation, role and category are asked about one role together, and only roles that the user may see."""

    organisation = django_filters.ChoiceFilter(label=_("Organisation, with all below it"), method="keep")
    role = django_filters.ChoiceFilter(label=_("role"), choices=Role.choices, method="keep")
    category = django_filters.ChoiceFilter(label=_("worker category"), choices=WorkerCategory.choices, method="keep")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("account", "state"), choices=STATES, method="by_state")

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["organisation"].extra["choices"] = self._offered

    @cached_property
    def _offered(self) -> list[tuple[str, str]]:
        """The upper levels of what one oversees, and the one that was asked for; a province has 25,000."""
        allowed = Organisation.objects.managed_by(self.request.user)
        top = allowed.first()
        offered = list(allowed.filter(depth__lte=top.depth + LEVELS_OFFERED)[:MOST_OFFERED]) if top else []
        asked = str(self.data.get("organisation") or "")
        if asked.isascii() and asked.isdecimal() and len(asked) < 12 and asked not in {str(one.pk) for one in offered}:
            offered += allowed.filter(pk=asked)
        return [(str(one.pk), f"{'· ' * (one.depth - top.depth)}{one.name}") for one in offered]

    def keep(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "disabled":
            return queryset.filter(is_active=False)
        never_used = Q(claimed_at__isnull=True, last_login__isnull=True)
        return queryset.filter(never_used if value == "waiting" else ~never_used, is_active=True)

    def asked(self) -> dict[str, Any]:
        """What `overseen_people` is asked besides the viewer."""
        given = self.form.cleaned_data if self.is_valid() else {}
        place = Organisation.objects.filter(pk=given["organisation"]).first() if given.get("organisation") else None
        return {"organisation": place, "role": given.get("role", ""), "category": given.get("category", "")}
