"""Nothing of one's own pages stays behind on a shared computer."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import make_person, make_tree

PATHS = [
    "/my/",
    "/my/profile/",
    "/my/profile/accesses/",
    "/my/corrections/",
    "/my/qualifications/",
    "/my/supervision/",
    "/my/certificates/",
    "/my/hours/",
    "/accounts/sessions/",
    "/accounts/2fa/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_own_pages_are_kept_by_nobody(client: Client, path: str) -> None:
    client.force_login(make_person(organisation=make_tree().community))
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
