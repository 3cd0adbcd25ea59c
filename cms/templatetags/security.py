"""Words and shapes of the pages about signing in."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

register = template.Library()

PROVIDERS: dict[str, str | Promise] = {
    "weixin": pgettext_lazy("account elsewhere", "WeChat"),
    "dingtalk": pgettext_lazy("account elsewhere", "DingTalk"),
    "feishu": pgettext_lazy("account elsewhere", "Feishu"),
}
# In this order: each names itself like those after it as well.
BROWSERS = {
    "MicroMessenger": pgettext_lazy("browser", "WeChat"),
    "DingTalk": pgettext_lazy("browser", "DingTalk"),
    "Lark": pgettext_lazy("browser", "Feishu"),
    "HuaweiBrowser": gettext_lazy("Huawei browser"),
    "MiuiBrowser": gettext_lazy("Xiaomi browser"),
    "QQBrowser": gettext_lazy("QQ browser"),
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": gettext_lazy("HarmonyOS device"),
    "OpenHarmony": gettext_lazy("HarmonyOS device"),
    "Android": gettext_lazy("Android phone"),
    "iPhone": pgettext_lazy("device", "iPhone"),
    "iPad": pgettext_lazy("device", "iPad"),
    "Windows": gettext_lazy("Windows computer"),
    "Macintosh": gettext_lazy("Mac computer"),
    "Linux": gettext_lazy("Linux computer"),
}
WAYS = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code from the app"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}


@register.filter
def in_fours(text: str) -> str:
    """Easier to read out and to type."""
    return " ".join(re.findall(".{1,4}", text))


@register.filter
def app_link(address: str) -> SafeString:
    """otpauth: is not among the schemes that Django's templates know; the address is percent-encoded by allauth."""
    is_plain = re.fullmatch(r"otpauth://[\w%./?=&~-]+", address)
    return mark_safe(address.replace("&", "&amp;")) if is_plain else SafeString()


@register.simple_tag
def provider_words(provider: Any) -> str:
    """What people call an account elsewhere."""
    return str(PROVIDERS.get(provider.id, provider.name))


@register.simple_tag
def device(user_agent: str) -> str:
    """A browser's own description in words that help to tell one's devices apart."""
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), _("Unknown device"))
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), _("unknown browser"))
    return f"{system} · {browser}"


@register.simple_tag(takes_context=True)
def other_ways(context: dict[str, Any], alternatives: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """allauth's alternatives in our words; on the way to pages for staff without the password, which is not enough."""
    request = context["request"]
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_for_staff = wanted.startswith(reverse("second_factor"))
    return [
        {**way, "words": WAYS.get(way["id"], way["description"])}
        for way in alternatives or []
        if not (is_for_staff and way["id"] == "reauthenticate")
    ]


@register.simple_tag
def providers_are_given() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


@register.simple_tag
def second_factor_is_off() -> bool:
    return not settings.SECOND_FACTOR_REQUIRED
