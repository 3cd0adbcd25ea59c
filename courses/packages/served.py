"""Which files of a package are served, and as what. Everything else of an archive is never unpacked."""

from __future__ import annotations

# The type goes by the name alone: the machine's own table of types differs from one to the next.
TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "map": "application/json",
    "xml": "application/xml",
    "xsd": "application/xml",
    "dtd": "application/xml-dtd",
    "xsl": "application/xml",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "srt": "text/plain",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "cur": "image/x-icon",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
}
PAGES = {"html", "htm", "xhtml", "svg", "pdf"}


def ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_served(path: str) -> bool:
    return ending(path) in TYPES


def is_page(path: str) -> bool:
    """Whether a browser opens it by itself in a frame."""
    return ending(path) in PAGES


def content_type(path: str) -> str:
    """Raises KeyError for a file that is not served."""
    return TYPES[ending(path)]
