"""What every page of the site knows."""

from django.conf import settings
from django.http import HttpRequest

LARGE_MODE_COOKIE = "large"


def in_large_mode(request: HttpRequest) -> bool:
    return request.COOKIES.get(LARGE_MODE_COOKIE) == "1"


def site_frame(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "large_mode": in_large_mode(request),
        "demonstration": settings.DEMONSTRATION,
    }
