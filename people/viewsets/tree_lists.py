"""Lists of organisations in the tree's order."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ..desk.lists import OverseenIndexView
from ..selectors.organisations import named_or_coded


class TreeListView(OverseenIndexView):
    """At the top stands what the user oversees, below it the rest; found by name and by any code."""

    default_ordering = "path"
    search_fields = ("name",)
    search_backend_name = None

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "path"]

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        text = (self.search_query or "").strip()
        return queryset.filter(named_or_coded(text)) if text else queryset
