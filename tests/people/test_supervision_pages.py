"""Pages of supervision: for both sides, and at the HR desk."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from people.enums import Role
from people.models import SupervisionPair, SupervisionSession, SupervisorAppointment, User
from people.services.roles import grant_role
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.qualifications import make_meeting, make_pair

pytestmark = pytest.mark.django_db
OWN, DESK = "/my/supervision/", "/manage/people/supervisors/"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def pair(tree: Tree) -> SupervisionPair:
    return make_pair(tree.community)


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="周人事", organisation=tree.township, role=Role.HR)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def meeting_form(client: Client, url: str = f"{OWN}new/", **changed: Any) -> dict[str, Any]:
    """As the page gives it, with its nonce."""
    page = client.get(url).content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)
    assert nonce
    pair = re.search(r'name="pair" value="(\d+)"', page)
    assert pair
    facts = {"pair": pair[1], "held_on": str(timezone.localdate()), "minutes": 50, "mode": "group", "topic": "走访"}
    return {**facts, "nonce": nonce[1], **changed}


def test_meeting_is_entered_by_one_and_confirmed_by_the_other(pair: SupervisionPair) -> None:
    supervisor, supervisee = signed_in(pair.appointment.person), signed_in(pair.supervisee)
    form = meeting_form(supervisee)
    for _ in range(2):  # sent twice by an impatient finger
        assert supervisee.post(f"{OWN}new/", form)["Location"] == OWN
    meeting = SupervisionSession.objects.get()
    confirm = reverse("my-meeting-confirm", args=[meeting.pk])
    assert confirm not in text(supervisee.get(OWN))
    assert confirm in text(supervisor.get(OWN))
    supervisor.post(confirm)
    assert "50 minutes given" in text(supervisor.get(OWN))
    assert "50 minutes received" in text(supervisee.get(OWN))


def test_declining_takes_a_reason_that_the_other_reads(pair: SupervisionPair) -> None:
    meeting = make_meeting(pair)
    supervisee = signed_in(pair.supervisee)
    decline = reverse("my-meeting-decline", args=[meeting.pk])
    assert supervisee.get(decline).status_code == 200
    assert supervisee.post(decline, {"reason": ""}).status_code == 422
    supervisee.post(decline, {"reason": "<b>时间</b>不对"})
    page = text(signed_in(pair.appointment.person).get(OWN))
    assert "&lt;b&gt;时间&lt;/b&gt;不对" in page
    assert "<b>时间" not in page


def test_correction_is_a_new_entry(pair: SupervisionPair) -> None:
    meeting = make_meeting(pair, minutes=90, is_confirmed=True)
    client = signed_in(pair.supervisee)
    url = reverse("my-meeting-correct", args=[meeting.pk])
    assert client.post(url, meeting_form(client, url, minutes=45))["Location"] == OWN
    assert SupervisionSession.objects.get(replaces=meeting).minutes == 45
    assert client.post(url, meeting_form(client, url, minutes=30)).status_code == 422


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"held_on": "2999-01-01"}, "in the future"),
        ({"minutes": "-3"}, "greater than or equal to 1"),
        ({"minutes": "481"}, "less than or equal to 480"),
        ({"pair": "0"}, "valid choice"),
        ({"topic": ""}, "required"),
        ({"nonce": "x"}, "valid UUID"),
    ],
)
def test_impossible_meeting_is_refused(pair: SupervisionPair, changed: dict[str, str], expected: str) -> None:
    client = signed_in(pair.supervisee)
    response = client.post(f"{OWN}new/", meeting_form(client, **changed))
    assert response.status_code == 422
    assert expected in text(response)
    assert not SupervisionSession.objects.exists()


def test_meetings_of_others_look_like_absent_ones(pair: SupervisionPair, hr: User) -> None:
    meeting = make_meeting(pair)
    for stranger in (hr, make_person(), make_person(is_superuser=True)):
        client = signed_in(stranger)
        for name in ("my-meeting-confirm", "my-meeting-decline", "my-meeting-correct"):
            assert client.post(reverse(name, args=[meeting.pk])).status_code == 404
        assert "个案讨论" not in text(client.get(OWN))


def test_own_list_takes_a_fixed_number_of_queries(pair: SupervisionPair, django_assert_num_queries: Any) -> None:
    client = signed_in(pair.supervisee)
    make_meeting(pair)
    with django_assert_num_queries(7):
        client.get(OWN)
    make_meeting(pair, days_ago=4)
    make_meeting(pair, days_ago=5, is_confirmed=True)
    with django_assert_num_queries(7):
        client.get(OWN)


def test_hr_appoints_adds_people_and_ends(hr: User, tree: Tree) -> None:
    supervisor = make_person(name="赵督导", organisation=tree.community, phone="13800138000")
    learner = make_person(organisation=tree.community)
    outsider = make_person(organisation=tree.other_city)
    client, today = signed_in(hr), timezone.localdate()
    facts = {
        "person": "138 0013 8000",
        "organisation": tree.community.pk,
        "starts_on": str(today),
        "ends_on": "",
        "most_supervised": 1,
        "citation": "MZ/T 166-2021",
    }
    assert "MZ/T 166-2021" in text(client.get(f"{DESK}new/"))
    assert "None of the people" in text(client.post(f"{DESK}new/", {**facts, "person": outsider.username}))
    assert client.post(f"{DESK}new/", {**facts, "organisation": tree.other_city.pk}).status_code == 200
    client.post(f"{DESK}new/", facts)
    row = SupervisorAppointment.objects.get()
    assert row.person == supervisor
    url = f"{DESK}{row.pk}/people/new/"
    client.post(url, {"person": learner.username, "starts_on": str(today)})
    full = client.post(url, {"person": hr.username, "starts_on": str(today)})
    assert "as many as the appointment allows" in text(full)
    page = text(client.get(f"{DESK}{row.pk}/"))
    assert learner.get_full_name() in page
    assert client.get(f"{DESK}{row.pk}/people/{row.pairs.get().pk}/end/").status_code == 200
    client.post(f"{DESK}{row.pk}/people/{row.pairs.get().pk}/end/", {"ends_on": str(today)})
    client.post(f"{DESK}{row.pk}/end/", {"ends_on": str(today)})
    row.refresh_from_db()
    assert row.ends_on == today
    assert row.pairs.get().ends_on == today


def test_appointment_elsewhere_looks_like_an_absent_one(tree: Tree, hr: User) -> None:
    row = make_pair(tree.other_city).appointment
    client = signed_in(hr)
    for tail in ("", "end/", "people/new/", f"people/{row.pairs.get().pk}/end/"):
        assert client.get(f"{DESK}{row.pk}/{tail}").status_code == 404


def test_own_appointment_is_seen_but_not_changed_at_the_desk(tree: Tree) -> None:
    pair = make_pair(tree.community)
    officer = pair.appointment.person
    grant_role(
        person=officer,
        organisation=tree.township,
        role=Role.HR,
        starts_on=dt.date(2020, 1, 1),
        by=None,
        at=timezone.now(),
    )
    client = signed_in(officer)
    assert f"{DESK}{pair.appointment_id}/end/" not in text(client.get(f"{DESK}{pair.appointment_id}/"))
    response = client.post(f"{DESK}{pair.appointment_id}/end/", {"ends_on": str(timezone.localdate())})
    assert "You may not change this appointment" in text(response)


def test_appointments_are_listed_in_a_fixed_number_of_queries(
    tree: Tree, hr: User, pair: SupervisionPair, django_assert_num_queries: Any
) -> None:
    client = signed_in(hr)
    with django_assert_num_queries(9):
        assert "赵督导" in text(client.get(f"{DESK}results/"))
    make_pair(tree.other_community)
    make_pair(tree.community)
    with django_assert_num_queries(9):
        client.get(f"{DESK}results/")
    make_pair(tree.other_city)
    assert text(client.get(DESK)).count("赵督导") == 3


def test_counts_against_the_target_are_shown_to_the_province(tree: Tree, pair: SupervisionPair) -> None:
    client = signed_in(make_person(organisation=tree.province, role=Role.ADMINISTRATOR))
    page = text(client.get(f"{DESK}targets/"))
    assert "杭州市" in page
