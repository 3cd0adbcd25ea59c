"""What the packages' own host answers: the frame a part runs in, and the files of its package.

No session and no cookie reaches this host. The key in the path lets one learner into one package for some hours.
"""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..packages import policies, tokens
from ..packages.served import content_type
from ..selectors.packages import file_of, package_of, stored_name
from .ranges import RANGE, read, span

FILES = "/packages/files/{token}/"
Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
def frame(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The document that holds the SCORM interface; the part itself is in a frame of it."""
    granted = _granted(token)
    if not isinstance(granted, tokens.Pass):
        return granted
    package = package_of(granted)
    if package is None or not number < len(package.parts):
        raise Http404
    part = package.parts[number]
    folder = FILES.format(token=token)
    facts = {"origin": granted.origin, "part": folder + quote(part["path"]) + part["query"]}
    context = {"package": package, "part": part, "facts": facts, "is_2004": package.version != "1.2"}
    response = HttpResponse(render_to_string("courses/packages/frame.html", context))
    return _guarded(response, policies.of_frame(settings.PACKAGE_ORIGIN, folder, granted.origin))


@require_safe
def file(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """A file of the package, whole or a range of it. Nothing but what the archive held has an address here."""
    granted = _granted(token)
    if not isinstance(granted, tokens.Pass):
        return granted
    found = file_of(granted, path)
    # A service worker would go on answering for the package after the page is gone.
    if found is None or "Service-Worker" in request.headers:
        raise Http404
    policy = policies.of_file(settings.PACKAGE_ORIGIN, FILES.format(token=token), granted.origin)
    wanted = RANGE.match(request.headers.get("Range", ""))
    first, last = span(wanted, found.size_bytes) if wanted else (0, found.size_bytes - 1)
    if wanted and first > last:
        return _guarded(HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size_bytes}"}), policy)
    pieces = read(default_storage.open(stored_name(found.package, found.number)), first, last)
    response = StreamingHttpResponse(pieces, status=206 if wanted else 200, content_type=content_type(found.path))
    if wanted:
        response["Content-Range"] = f"bytes {first}-{last}/{found.size_bytes}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    response["Cache-Control"] = "private, max-age=3600"
    return _guarded(response, policy)


def _granted(token: str) -> tokens.Pass | HttpResponse:
    """What the key grants, or the answer to a key that grants nothing."""
    try:
        return tokens.read(token)
    except tokens.BadPass as error:
        if not error.is_expired:
            raise Http404 from error
        text = _("This page has been open for too long. Reload the lesson to go on.")
        gone = HttpResponse(text, status=410, content_type="text/plain; charset=utf-8")
        return _guarded(gone, policies.NOTHING)


def _guarded(response: Answer, policy: str) -> Answer:
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Permissions-Policy"] = policies.PERMISSIONS
    response["X-Robots-Tag"] = "noindex"
    return response
