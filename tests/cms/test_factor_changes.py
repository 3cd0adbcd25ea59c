"""Whoever is asked for a second factor shows it before factors are changed: the password alone gets no other one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from people.enums import Role
from people.models import User
from tests.factories.people import PASSWORD, make_person, make_tree
from tests.factories.second_factor import code_for, give_app, give_passkey, give_recovery_codes

pytestmark = pytest.mark.django_db
ASKED = "/accounts/second-factor/?next="
PATHS = (
    "totp/activate/",
    "totp/deactivate/",
    "recovery-codes/",
    "recovery-codes/generate/",
    "recovery-codes/download/",
    "webauthn/add/",
    "webauthn/keys/{passkey}/remove/",
    "webauthn/keys/{passkey}/edit/",
)


@pytest.fixture(autouse=True)
def _required() -> Iterator[None]:
    cache.clear()
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


@pytest.fixture
def trainer() -> User:
    return make_person(username="trainer", role=Role.TRAINER, organisation=make_tree().county)


@pytest.mark.parametrize("path", PATHS)
def test_password_again_changes_and_shows_no_factor(client: Client, trainer: User, path: str) -> None:
    give_app(trainer)
    give_recovery_codes(trainer)
    address = f"/accounts/2fa/{path}".format(passkey=give_passkey(trainer).pk)
    client.force_login(trainer)  # signed in before there was a factor
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer["Location"].startswith(ASKED)) == (302, True)
    assert Authenticator.objects.filter(user=trainer).count() == 3


def test_code_of_the_app_leads_on_to_the_change(client: Client, trainer: User) -> None:
    secret = give_app(trainer)
    client.force_login(trainer)
    form = client.get("/accounts/2fa/totp/deactivate/", follow=True).redirect_chain[-1][0]
    data = {"code": code_for(secret), "next": f"{ASKED}/accounts/2fa/totp/deactivate/"}
    assert client.post(form, data, follow=True).redirect_chain[-1][0] == "/accounts/2fa/totp/deactivate/"
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=trainer).exists()


def test_first_factor_and_those_of_learners_are_set_up_as_before(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    learner = make_person()
    give_app(learner)
    client.force_login(learner)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


@pytest.mark.parametrize("part", ["", "pdf/", "image/"])
def test_certificates_of_others_are_behind_the_factor_too(client: Client, trainer: User, part: str) -> None:
    client.force_login(trainer)
    address = f"/my/certificates/00000000-0000-0000-0000-000000000001/{part}"
    assert client.get(address)["Location"].startswith(ASKED)
    assert client.get("/my/certificates/").status_code == 200
