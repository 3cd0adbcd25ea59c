"""A gateway that takes JSON over https; anything else of the market is reached by a small relay of the operator's.

    POST <SMS_URL>   Authorization: Bearer <SMS_TOKEN>
    {"key": "<uuid>", "phone": "+8613800138000", "text": "...", "template": "sign_in", "values": {"code": "123456"}}

Any 2xx means taken; everything else, and no answer in time, means not sent. 401, 403, 407, 408, 429, 3xx and 5xx
say that the gateway as a whole does not work for us; any other 4xx is about this message alone.
"""

from __future__ import annotations

import http.client
import json
import ssl
from urllib.parse import urlsplit

from .gateway import GatewayFailure, Message, MessageRefused

ABOUT_US = {401, 403, 407, 408, 429}


class HttpGateway:
    """`ca_file` holds further certificate authorities (PEM), for a gateway inside an administration's own network.

    http.client and not a convenience library: it follows no redirect, so the token and the number go to SMS_URL only,
    and it obeys no proxy variable of the environment.
    """

    name = "http"

    def __init__(self, *, url: str, token: str, timeout_seconds: int, ca_file: str = "") -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise ValueError("a gateway is reached by https only")
        self._host, self._port = parts.hostname, parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._token = token
        self._timeout_seconds = timeout_seconds
        self._trust = ssl.create_default_context()
        if ca_file:
            self._trust.load_verify_locations(ca_file)

    def send(self, message: Message) -> None:
        try:
            status = self._post(message)
        except (OSError, http.client.HTTPException) as error:
            # The class only: some of these errors repeat what was sent or received.
            raise GatewayFailure(f"no answer: {type(error).__name__}") from None
        if 200 <= status < 300:
            return
        is_about_us = not 400 <= status < 500 or status in ABOUT_US
        raise (GatewayFailure if is_about_us else MessageRefused)(f"answered {status}")

    def _post(self, message: Message) -> int:
        body = {
            "key": str(message.key),
            "phone": f"+86{message.phone}",
            "text": message.text,
            "template": message.template,
            "values": dict(message.values),
        }
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json; charset=utf-8"}
        connection = http.client.HTTPSConnection(
            self._host, self._port, timeout=self._timeout_seconds, context=self._trust
        )
        try:
            connection.request("POST", self._path, json.dumps(body, ensure_ascii=False).encode(), headers)
            return connection.getresponse().status
        finally:
            connection.close()
