"""HR takes a lost second factor off an account; secrets move to a new key."""

from __future__ import annotations

import base64

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.enums import Role
from people.errors import NoSecondFactor, NotAllowed
from people.models import User
from people.services.key_rotation import rotate_all
from people.services.second_factor import remove_second_factors
from tests.factories.people import PASSWORD, Tree, make_person, make_tree
from tests.factories.second_factor import code_for, give_app, give_passkey, give_recovery_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def trainer(tree: Tree) -> User:
    return make_person(name="陈老师", username="trainer", role=Role.TRAINER, organisation=tree.township)


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="李人事", username="hr", role=Role.HR, organisation=tree.county)


def remove(person: User, by: User | None) -> int:
    return remove_second_factors(person=person, reason="本人持身份证到场", by=by, at=timezone.now())


def test_hr_removes_all_factors_and_ends_the_sessions(client: Client, trainer: User, hr: User) -> None:
    secret = give_app(trainer)
    give_recovery_codes(trainer)
    give_passkey(trainer)
    client.post("/accounts/login/", {"login": "trainer", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert client.get("/my/profile/").status_code == 200
    assert remove(trainer, hr) == 3
    assert not Authenticator.objects.filter(user=trainer).exists()
    assert not Session.objects.exists()
    assert client.get("/my/profile/").status_code == 302
    line = ModelLogEntry.objects.get(action="people.remove_second_factor")
    assert (line.user, line.data["kinds"]) == (hr, ["recovery_codes", "totp", "webauthn"])


def test_nothing_to_remove_is_said(trainer: User, hr: User) -> None:
    with pytest.raises(NoSecondFactor):
        remove(trainer, hr)


def test_those_with_less_power_and_elsewhere_may_not(tree: Tree, trainer: User, hr: User) -> None:
    administrator = make_person(role=Role.ADMINISTRATOR, organisation=tree.county)
    superuser = make_person(is_superuser=True, is_staff=True, organisation=tree.county)
    elsewhere = make_person(role=Role.ADMINISTRATOR, organisation=tree.other_city)
    for person in (trainer, hr, administrator, superuser):
        give_app(person)
    forbidden = [(trainer, elsewhere), (trainer, trainer), (hr, hr), (administrator, hr), (superuser, administrator)]
    for person, actor in forbidden:
        with pytest.raises(NotAllowed):
            remove(person, actor)
    assert Authenticator.objects.count() == 4
    assert remove(hr, administrator) == 1


def test_desk_offers_it_where_it_may_and_asks_for_the_reason(client: Client, trainer: User, hr: User) -> None:
    client.force_login(hr)
    address = f"/manage/people/{trainer.pk}/second-factor/"
    assert address not in client.get(f"/manage/people/{trainer.pk}/").content.decode()
    give_app(trainer)
    assert address in client.get(f"/manage/people/{trainer.pk}/").content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert Authenticator.objects.exists()
    answer = client.post(address, {"reason": "本人持身份证到场"})
    assert (answer.status_code, answer["Location"]) == (302, f"/manage/people/{trainer.pk}/")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_refuses_others(client: Client, tree: Tree, hr: User, method: str) -> None:
    administrator = make_person(role=Role.ADMINISTRATOR, organisation=tree.county)
    give_app(administrator)
    client.force_login(hr)
    answer = getattr(client, method)(f"/manage/people/{administrator.pk}/second-factor/", {"reason": "long enough"})
    assert answer.status_code in {302, 403, 404}
    assert Authenticator.objects.exists()


def test_secrets_move_to_the_newest_key_and_still_open(client: Client, trainer: User) -> None:
    secret, codes = give_app(trainer), give_recovery_codes(trainer)
    give_passkey(trainer)
    newest = {"k9": bytes(range(32, 64)), **settings.FIELD_KEYS}
    with override_settings(FIELD_KEYS=newest):
        assert [step.resealed for step in rotate_all()][-1] == 2
    with override_settings(FIELD_KEYS={"k9": newest["k9"]}):
        assert give_recovery_codes(trainer) == codes
        client.post("/accounts/login/", {"login": "trainer", "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
        assert client.get("/my/profile/").status_code == 200
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert base64.b64encode(newest["k9"]).decode() not in stored


def test_what_owners_do_with_their_factors_is_noted(client: Client, trainer: User) -> None:
    client.post("/accounts/login/", {"login": "trainer", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    client.post("/accounts/2fa/totp/deactivate/")
    lines = ModelLogEntry.objects.filter(action__endswith="_second_factor").order_by("pk")
    assert {line.user for line in lines} == {trainer}
    assert [(line.action.removeprefix("people."), line.data["kind"]) for line in lines] == [
        ("set_up_second_factor", "totp"),
        ("set_up_second_factor", "recovery_codes"),
        ("take_off_second_factor", "totp"),
        ("take_off_second_factor", "recovery_codes"),
    ]
    assert secret not in str(list(lines.values_list("data", flat=True)))
