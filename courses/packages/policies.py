"""Content security policies of the packages' host. A package gets its own files, and nothing else in the world."""

from __future__ import annotations

# Its own address makes "same origin" harmless: nothing of the site is at it. Without it frames of one package could
# not reach each other, which the standard's way of finding its interface needs.
SANDBOX = "sandbox allow-scripts allow-forms allow-same-origin"
NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(), display-capture=()"


def of_file(host: str, folder: str, site: str) -> str:
    """`host` and `site` are origins, `folder` the package's own path with its key."""
    own = f"{host}{folder}"
    return "; ".join(
        (
            f"default-src {own} 'unsafe-inline' 'unsafe-eval' data: blob:",
            f"form-action {own}",
            f"base-uri {own}",
            "worker-src blob:",
            f"frame-ancestors {host} {site}",
            SANDBOX,
        )
    )


def of_frame(host: str, folder: str, site: str) -> str:
    """The document around a part: it can be led nowhere but into the package."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {host}/static/",
            f"style-src {host}/static/",
            f"frame-src {host}{folder}",
            "form-action 'none'",
            "base-uri 'none'",
            f"frame-ancestors {site}",
            SANDBOX,
        )
    )
