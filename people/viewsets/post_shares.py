"""Organisations with posts, and the share of social-work posts in each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from ..desk.lists import OverseenViewSet
from ..enums import OrganisationKind
from ..models import Organisation
from ..policy_targets import SOCIAL_WORK_POST_SHARE, target_on
from ..selectors.organisations import ways_to
from ..selectors.posts import counted_share, with_post_places
from .tree_lists import TreeListView

ANSWERS = [("met", pgettext_lazy("target", "met")), ("below", pgettext_lazy("target", "below it"))]


class ShareFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=OrganisationKind.choices)
    target = django_filters.ChoiceFilter(label=pgettext_lazy("target", "target"), choices=ANSWERS, method="by_target")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def by_target(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        target = target_on(SOCIAL_WORK_POST_SHARE, timezone.localdate())
        if target is None:
            return queryset.none()
        counted = queryset.filter(professional_places__gt=0).annotate(
            due=F("professional_places") * target.value, held=F("social_work_places") * 100
        )
        return counted.filter(held__gte=F("due")) if value == "met" else counted.filter(held__lt=F("due"))


class ShareListView(TreeListView):
    page_title = pgettext_lazy("menu", "Posts")
    filterset_class = ShareFilterSet

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_post_places(Organisation.objects.managed_by(self.request.user), timezone.localdate())

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, is_paged = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = list(rows)
        ways, today = ways_to(rows), timezone.localdate()
        for one in rows:
            one.way, one.share = ways[one.pk], counted_share(one, today)
        return paginator, page, rows, is_paged

    def page_url(self, instance: Any) -> str:
        return reverse("organisations:posts", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("name", label=pgettext_lazy("organisation", "name"), get_url=self.page_url),
            Column("get_kind_display", label=_("kind")),
            Column("way", label=pgettext_lazy("organisation", "stands below")),
            Column("professional_places", label=_("Professional places")),
            Column("social_work_places", label=_("Social-work places")),
            Column("share", label=_("Share of social-work posts"), accessor=_percent),
            Column("target", label=pgettext_lazy("target", "target"), accessor=_answer),
        ]


def _percent(organisation: Any) -> str:
    percent = organisation.share.percent
    return "—" if percent is None else f"{percent} %"


def _answer(organisation: Any) -> str:
    share = organisation.share
    if share.is_met is None:
        return "—"
    word = pgettext("target", "met") if share.is_met else pgettext("target", "below it")
    return f"{word} ({share.target.value} %)"


class PostShareViewSet(OverseenViewSet):
    model = Organisation
    name = "post_shares"
    url_prefix = "people/posts"
    icon = "list-ul"
    menu_label = pgettext_lazy("menu", "Posts")
    index_view_class = ShareListView
