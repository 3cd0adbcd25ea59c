"""Rich text that is harmless wherever it came from: what is stored is cleaned again when it is read."""

from __future__ import annotations

import re
from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]
PLAIN_FEATURES = ["bold", "ol", "ul", "link"]
PLAIN_TAGS = ("[document]", "b", "br", "h2", "h3", "hr", "li", "ol", "p", "strong", "ul")
# What the editor itself writes, without links: nothing in it needs a second look.
KNOWN = re.compile(r'(?:[^<>]|</?(?:b|h2|h3|li|ol|p|strong|ul)(?: data-block-key="\w+")?>|<[bh]r ?/?>)*')


class _Cleaner(Whitelister):
    element_rules = {
        **dict.fromkeys(PLAIN_TAGS, allow_without_attributes),
        "a": attribute_rule({"href": check_url, "linktype": True, "id": True}),
    }


def cleaned(html: str) -> str:
    """The same text with no tag and no address that the editor would not write."""
    if KNOWN.fullmatch(html):
        return html
    return str(_Cleaner().clean(html))


class CleanTextBlock(blocks.RichTextBlock):
    def to_python(self, value: Any) -> RichText:
        return super().to_python(cleaned(value or ""))

    def normalize(self, value: Any) -> RichText:
        text: RichText = super().normalize(value)
        return RichText(cleaned(text.source))
