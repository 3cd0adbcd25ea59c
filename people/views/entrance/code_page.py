"""What the pages around a one-time code share, whatever the code is for."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from ...enums import SmsPurpose
from ...errors import CodeSpent, Refusal, SmsNotSent
from ...services.sms import AskedCode

IN_SESSION = "code_by_phone"


def address_of(request: HttpRequest) -> str:
    """Who asks: an IPv4 address, or the /56 an IPv6 address belongs to, which is one household or office."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{32 if address.version == 4 else 56}", strict=False))


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CodePage(FormView):
    """For visitors; whoever is signed in is led on. What a service refuses stands in the page, with its status."""

    purpose: SmsPurpose
    ask_url: str
    code_url: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def refused(self, form: Form, refusal: Refusal) -> HttpResponse:
        for name, sentence in (refusal.fields or {"": str(refusal.detail)}).items():
            form.add_error(name or None, sentence)
        context = self.get_context_data(
            form=form, is_down=isinstance(refusal, SmsNotSent), is_spent=isinstance(refusal, CodeSpent)
        )
        # A wrong code is a wrong field, like a wrong password; limits and outages have statuses of their own.
        answer = self.render_to_response(context, status=refusal.status if refusal.status in {429, 503} else 200)
        if "retry_after" in refusal.facts:
            answer.headers["Retry-After"] = str(refusal.facts["retry_after"])
        return answer

    def keep(self, asked: AskedCode, phone: str, then: str) -> None:
        self.request.session[IN_SESSION] = {
            "purpose": str(self.purpose),
            "key": str(asked.key),
            "phone": phone,
            "again_at": asked.again_at.isoformat(),
            "next": then,
        }
