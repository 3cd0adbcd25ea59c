"""Requests straight into the WSGI application: one process, the whole middleware, no network."""

from __future__ import annotations

import io
import json
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.middleware.csrf import _get_new_csrf_string

from people.models import User


class Caller:
    """A signed-in browser without a browser."""

    def __init__(self, user: User | None) -> None:
        self.application = get_wsgi_application()
        self.csrf = _get_new_csrf_string()
        cookies = {settings.CSRF_COOKIE_NAME: self.csrf}
        if user:
            session = import_module(settings.SESSION_ENGINE).SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.save()
            cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def get(self, path: str) -> bytes:
        return self._call("GET", path, b"")[1]

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._call("POST", path, json.dumps(body).encode())[1])
        return answer

    def _call(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        status: list[int] = []
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": self.cookie,
            "HTTP_X_CSRFTOKEN": self.csrf,
        }
        chunks = self.application(environ, lambda line, headers, error=None: status.append(int(line[:3])))
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        if status[0] >= 400:
            raise RuntimeError(f"{method} {path}: {status[0]} {content[:300]!r}")
        return status[0], content
