"""A form of Wagtail's admin that arrives without its fields is a wrong request, not a fault of the server.

Wagtail 7.4 reads some fields without asking whether they are there: no page of it leaves them out, but a broken
browser extension, or somebody who tries, gets an error 500 and an alarm in the log. Remove when Wagtail answers 400.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

READ_UNASKED: dict[str, type[Exception]] = {
    "wagtailadmin_choose_page_external_link": AttributeError,
    "wagtailredirects:process_import": KeyError,
}
"""Where it reads a field that did not pass its own check, and what comes of it."""


class IncompleteFormMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if request.method != "POST" or not request.path_info.startswith("/manage/"):
            return
        match = request.resolver_match
        expected = READ_UNASKED.get(match.view_name) if match else None
        if isinstance(exception, MultiValueDictKeyError) or (expected and isinstance(exception, expected)):
            raise BadRequest("a field of the form is missing") from exception
