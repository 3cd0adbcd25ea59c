"""A card that leads to another site. No page carries anything of a third party, so there is no frame (ADR 0017)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


def host_allowed(address: str) -> str:
    """The host of an https address that the setting LINK_HOSTS allows, or nothing. `.gov.cn` allows all below it."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    is_plain = parts.scheme == "https" and host.isascii() and not (parts.username or parts.password)
    if not is_plain or port not in {None, 443} or "\\" in address:
        return ""
    allowed = any(host == one.lstrip(".") or (one[0] == "." and host.endswith(one)) for one in settings.LINK_HOSTS)
    return host if allowed else ""


class LinkCardValue(blocks.StructValue):
    @property
    def host(self) -> str:
        """Empty when the host is not allowed (any more): then the card is shown without a link."""
        return host_allowed(self.get("url") or "")


class LinkCardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    url = blocks.URLBlock(label=pgettext_lazy("link", "Address"), max_length=500)
    text = blocks.CharBlock(label=pgettext_lazy("link", "What is to be seen there"), max_length=200, required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not host_allowed(cleaned["url"]):
            hosts = ", ".join(one.lstrip(".") for one in settings.LINK_HOSTS)
            sentence = _("Only https addresses of these sites: %(hosts)s. The operator can add one.") % {"hosts": hosts}
            raise StructBlockValidationError({"url": ValidationError(sentence)})
        return cleaned

    class Meta:
        icon = "link-external"
        label = pgettext_lazy("block", "Link to another site")
        template = "courses/blocks/link_card.html"
        value_class = LinkCardValue
