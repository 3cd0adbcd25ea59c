"""Gateways for tests: one that remembers, and a real https server that behaves as told."""

from __future__ import annotations

import datetime as dt
import http.server
import ipaddress
import json
import re
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from people.services.sms import delivery
from people.sms import GatewayFailure, Message, MessageRefused

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass
class Outbox:
    """Stands for the gateway: keeps what it is given, or fails."""

    name: str = "test"
    sent: list[Message] = field(default_factory=list)
    is_down: bool = False
    refused: set[str] = field(default_factory=set)
    asked: int = 0
    seconds: float = 0.0

    def send(self, message: Message) -> None:
        self.asked += 1
        time.sleep(self.seconds)
        if self.is_down:
            raise GatewayFailure("no answer: ConnectionRefusedError")
        if message.phone in self.refused:
            raise MessageRefused("answered 422")
        self.sent.append(message)

    @property
    def code(self) -> str:
        """The code of the last message."""
        found = CODE.search(self.sent[-1].text)
        assert found, self.sent[-1].text
        return found.group()


def outbox_instead_of_gateway(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    outbox = Outbox()
    monkeypatch.setattr(delivery, "chosen_gateway", lambda: outbox)
    return outbox


@dataclass
class FakeGateway:
    """What the server was sent, and how it answers: a status, after some seconds."""

    url: str = ""
    ca_file: str = ""
    status: int = 200
    seconds: float = 0.0
    location: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def https_gateway(folder: Path) -> Iterator[FakeGateway]:
    """A server on 127.0.0.1 with a certificate of its own authority."""
    gateway = FakeGateway(ca_file=str(folder / "ca.pem"))

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.requests.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
            time.sleep(gateway.seconds)
            self.send_response(gateway.status)
            if gateway.location:
                self.send_header("Location", gateway.location)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *args: None  # a client that hangs up is no news
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    gateway.url = f"https://127.0.0.1:{server.server_address[1]}/sms?v=1"
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()


def _certificate(folder: Path) -> str:
    """Certificate and key in one file; the certificate alone, as its own authority, in ca.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ca.pem").write_bytes(public)
    both = folder / "server.pem"
    both.write_bytes(private + public)
    return str(both)
