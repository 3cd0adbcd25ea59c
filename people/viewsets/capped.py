"""Lists of hundreds of thousands: counted up to a cap, because nobody pages through the rest."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

CAP = 2_000


class CappedPaginator(WagtailPaginator):
    @cached_property
    def counted(self) -> int:
        return int(self.object_list.order_by()[: CAP + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self.counted, CAP)

    @cached_property
    def items_count_label(self) -> str:
        if self.counted > CAP:
            return _("more than %(number)s; narrow the list by search and filters") % {"number": f"{CAP:,}"}
        return str(super().items_count_label)
