"""A small OpenID Connect server for tests: discovery, authorization, token, keys and userinfo, on a port of its own.

It checks what a real one checks: client, secret, return address, PKCE, and that a code serves once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "bainian", "secret-of-the-test"


class OpenIdServer(ThreadingHTTPServer):
    """`subject` is who signs in next; `refuses` says that the person declined, `is_broken` answers 503 to all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.subject = "u-1001"
        self.refuses = False
        self.is_broken = False
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes next."""
        self.asked.append(query)
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        back = {"state": query["state"]}
        if self.refuses:
            return f"{query['redirect_uri']}?{urlencode({**back, 'error': 'access_denied'})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if form.get("redirect_uri") != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            return None
        access = secrets.token_urlsafe(16)
        self.tokens[access] = self.subject
        now = int(time.time())
        facts = {"iss": self.address, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 60}
        signed = jwt.encode(facts, self.key, algorithm="RS256", headers={"kid": "k1"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    server: OpenIdServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if self.server.is_broken:
            self._answer(503, {})
        elif parts.path == "/.well-known/openid-configuration":
            self._answer(200, self.server.discovery())
        elif parts.path == "/keys":
            self._answer(200, self.server.keys())
        elif parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(query))
            self.end_headers()
        elif parts.path == "/userinfo":
            subject = self.server.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._answer(200 if subject else 401, {"sub": subject, "name": "统一认证用户"})
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        answer = self.server.token(form)
        self._answer(200 if answer else 400, answer or {"error": "invalid_grant"})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
        """Nothing: a test that fails shows the product's own log."""


@contextmanager
def running() -> Iterator[OpenIdServer]:
    server = OpenIdServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
