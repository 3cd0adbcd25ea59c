"""The server dies while it issues: what was acknowledged is there, whole, once, and every file verifies."""

from __future__ import annotations

import http.client
import threading
import time
from urllib.parse import urlencode

from certificates.enums import FileVerdict
from certificates.models import Certificate, CertificateEvent, CertificateFile, CertificateToken
from certificates.selectors.files import check_file
from people.models import User
from tests.attendance.http_client import Answer, NetworkBrowser
from tests.factories.certificates import SCHEME, make_holder, reach_target
from tests.harness.server import Server

KILLS = 4
HOLDERS = 24
FORM = "application/x-www-form-urlencoded"


class Applicant(NetworkBrowser):
    """Presses “receive the certificate”."""

    def apply(self) -> Answer:
        connection = http.client.HTTPConnection(self.address, timeout=20)
        try:
            body = urlencode({"product": "scheme", "subject_key": SCHEME})
            connection.request("POST", "/my/certificates/issue/", body, {**self.headers, "Content-Type": FORM})
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()


def apply_until_acknowledged(waiting: list[Applicant], acknowledged: list[User]) -> None:
    """Two at a time press the button again and again until they are sent on to their certificate."""
    while waiting:
        try:
            applicant = waiting.pop()
        except IndexError:
            return
        try:
            answer = applicant.apply()
        except (OSError, http.client.HTTPException):
            waiting.append(applicant)
            time.sleep(0.05)
            continue
        assert answer.status == 302, answer.content
        acknowledged.append(applicant.person)


def test_issuing_survives_the_death_of_the_server_at_any_moment(server: Server) -> None:
    holders = [make_holder(with_id=False) for _ in range(HOLDERS)]
    for holder in holders:
        reach_target(holder)
    waiting = [Applicant(server.base_url, holder) for holder in holders]
    acknowledged: list[User] = []
    threads = [threading.Thread(target=apply_until_acknowledged, args=(waiting, acknowledged)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for pause in range(KILLS):
        time.sleep(0.15 + 0.07 * pause)
        server.kill9()
        server.start()
    for thread in threads:
        thread.join(120)
    server.kill9()
    assert len(acknowledged) == HOLDERS
    for holder in holders:
        assert_one_whole_certificate(holder)
    assert Certificate.objects.count() == CertificateFile.objects.count() == CertificateToken.objects.count()
    assert CertificateEvent.objects.count() == HOLDERS


def assert_one_whole_certificate(holder: User) -> None:
    certificate = Certificate.objects.get(learner=holder)
    assert check_file(bytes(certificate.file.pdf)).verdict == FileVerdict.SAME
