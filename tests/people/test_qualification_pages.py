"""Pages of qualifications and registrations: one's own, and the HR desk's queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from people.enums import Role
from people.enums.qualifications import QualificationLevel
from people.models import ExamSubject, Qualification, Registration, User
from people.services.qualifications import record_level
from people.services.registrations import add_registration
from people.views.my_qualifications import add_qualification
from people.views.rewards import EligibilityList
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.qualifications import make_claim, make_verified, pdf, picture

pytestmark = pytest.mark.django_db
OWN = "/my/qualifications/"
DESK = "/manage/people/qualifications/"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def person(tree: Tree) -> User:
    return make_person(name="孙工", organisation=tree.community)


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="周人事", organisation=tree.township, role=Role.HR)


def signed_in(user: User, **facts: Any) -> Client:
    client = Client(**facts)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def claim_form(**changed: Any) -> dict[str, Any]:
    return {"level": "junior", "certificate_number": "ZJ2020000123", "issued_on": "2020-09-01", **changed}


# One's own


def test_own_pages_ask_to_sign_in(client: Client) -> None:
    for name in ("my-qualifications", "my-qualification-add", "my-exam-add", "my-supervision", "my-meeting-add"):
        assert client.get(reverse(name)).status_code == 302


def test_claim_with_a_photo_stands_on_the_page(person: User) -> None:
    client = signed_in(person)
    file = SimpleUploadedFile("<script>.svg", picture("JPEG"), "image/svg+xml")
    response = client.post(f"{OWN}new/", claim_form(evidence=file), follow=True)
    assert response.redirect_chain == [(OWN, 302)]
    assert "ZJ2020000123" in text(response)
    assert "waiting to be verified" in text(response)
    row = Qualification.objects.get()
    assert row.evidence_kind == "jpg"
    evidence = client.get(reverse("evidence-file", args=[row.pk]))
    assert evidence["Content-Disposition"] == f'attachment; filename="evidence-{row.pk}.jpg"'
    assert evidence["X-Content-Type-Options"] == "nosniff"
    assert evidence["Content-Security-Policy"] == "default-src 'none'"
    assert evidence["Cache-Control"] == "private, no-store"
    assert "script" not in row.evidence


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"certificate_number": "<script>alert(1)</script>"}, "holds a sign that no number has"),
        ({"certificate_number": "1234\r\nX: y"}, "holds a sign that no number has"),
        ({"issued_on": "2999-01-01"}, "in the future or too long ago"),
        ({"issued_on": "yesterday"}, "Enter a valid date"),
        ({"level": "emperor"}, "valid choice"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"<html></html>")}, "no PDF, JPEG or PNG file"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"")}, "This file is empty"),
    ],
)
def test_claim_that_is_refused_keeps_what_was_typed(person: User, changed: dict[str, Any], expected: str) -> None:
    response = signed_in(person).post(f"{OWN}new/", claim_form(**changed))
    assert response.status_code == 422
    assert expected in text(response)
    assert "<script>alert" not in response.content.decode()
    assert 'role="alert"' in text(response)
    assert not Qualification.objects.exists()


def test_thirty_megabytes_are_refused_before_they_are_read(person: User) -> None:
    class Unread:
        def read(self, *args: Any) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    facts: dict[str, Any] = {"CONTENT_LENGTH": str(30 * 1024 * 1024), "wsgi.input": Unread()}
    request = RequestFactory().post(f"{OWN}new/", content_type="multipart/form-data; boundary=x", **facts)
    request.user, request._messages = person, []
    response = add_qualification(request)
    assert response.status_code == 413
    assert "At most 10 MB" in text(response)
    assert add_qualification.csrf_exempt  # the middleware does not read the body either; the view itself does
    token_missing = RequestFactory(enforce_csrf_checks=True).post(f"{OWN}new/", claim_form())
    token_missing.user = person
    assert add_qualification(token_missing).status_code == 403


def test_file_just_above_the_limit_is_refused_at_its_field(person: User) -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024))
    response = signed_in(person).post(f"{OWN}new/", claim_form(evidence=file))
    assert response.status_code == 422
    assert "larger than 10 MB" in text(response)


def test_form_token_is_asked_for(person: User) -> None:
    client = signed_in(person, enforce_csrf_checks=True)
    assert client.post(f"{OWN}new/", claim_form()).status_code == 403
    assert not Qualification.objects.exists()


def test_fields_that_are_not_in_the_form_change_nothing(person: User, hr: User) -> None:
    extra = {"state": "verified", "decided_by": hr.pk, "person": hr.pk, "source": "roster", "evidence_kind": "pdf"}
    signed_in(person).post(f"{OWN}new/", claim_form(**extra))
    row = Qualification.objects.get()
    assert (row.state, row.person, row.source, row.decided_by) == ("claimed", person, "person", None)


def test_roster_level_is_completed_and_withdrawn_by_its_person(person: User, tree: Tree) -> None:
    row, _ = record_level(person=person, level="junior", by=None, at=timezone.now())
    client = signed_in(person)
    assert "This comes from a roster" in text(client.get(OWN))
    url = reverse("my-qualification-correct", args=[row.pk])
    client.post(url, {"certificate_number": "ZJ12345", "issued_on": "2020-09-01", "evidence": ""})
    row.refresh_from_db()
    assert row.certificate_number == "ZJ12345"
    stranger = signed_in(make_person(organisation=tree.community))
    withdraw = reverse("my-qualification-withdraw", args=[row.pk])
    for address in (url, withdraw, reverse("my-registration-add", args=[row.pk])):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code == 404
    assert client.get(withdraw).status_code == 200
    client.post(withdraw)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert client.get(withdraw).status_code == 404


def test_next_registration_window_is_a_sentence(person: User, hr: User) -> None:
    row = make_verified(person, by=hr)
    client = signed_in(person)
    assert "The first registration was due by Sept. 1, 2021." in text(client.get(OWN))
    today = timezone.localdate()
    add_registration(
        qualification=row,
        number="DJ12345",
        starts_on=today - dt.timedelta(days=1060),
        ends_on=today + dt.timedelta(days=30),
        by=hr,
        at=timezone.now(),
    )
    page = text(client.get(OWN))
    assert f"Registered until {date_format(today + dt.timedelta(days=30), 'DATE_FORMAT')}. Register again now:" in page
    assert "72 hours of continuing education" in page


def test_own_registration_is_added_and_removed(person: User, hr: User) -> None:
    row = make_verified(person, by=hr)
    client = signed_in(person)
    url = reverse("my-registration-add", args=[row.pk])
    facts = {"number": "DJ12345", "starts_on": "2024-01-01", "ends_on": "2026-12-31"}
    assert client.post(url, {**facts, "number": "<b>"}).status_code == 422
    client.post(url, facts)
    assert client.post(url, facts).status_code == 422
    registration = Registration.objects.get()
    remove = reverse("my-registration-remove", args=[registration.pk])
    assert signed_in(hr).post(remove).status_code == 404
    client.post(remove)
    assert not Registration.objects.exists()


def test_exam_tracker_says_what_is_missing_and_until_when(person: User) -> None:
    client = signed_in(person)
    year = timezone.localdate().year
    for code, when in (("law", year - 1), ("practice", year)):
        subject = ExamSubject.objects.get(level="intermediate", code=code)
        facts = {"subject": subject.pk, "year": when, "outcome": "passed", "score": "68"}
        assert client.post(reverse("my-exam-add"), facts).status_code == 302
    page = text(client.get(OWN))
    assert f"Pass what is missing in {year} at the latest" in page
    assert f"passed, counts until {year + 1}" in page
    assert "/courses/" in page
    result = person.exam_results.first()
    assert client.get(reverse("my-exam-remove", args=[result.pk])).status_code == 200
    client.post(reverse("my-exam-remove", args=[result.pk]))
    assert person.exam_results.count() == 1


@pytest.mark.parametrize("year", ["0", "-2026", "99999", "二〇二六", "2026.5", "1e3"])
def test_year_nonsense_is_refused(person: User, year: str) -> None:
    subject = ExamSubject.objects.get(level="senior")
    response = signed_in(person).post(
        reverse("my-exam-add"), {"subject": subject.pk, "year": year, "outcome": "passed"}
    )
    assert response.status_code == 422


def test_own_page_takes_as_many_queries_for_three_as_for_one(
    person: User, hr: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(person)
    make_verified(person, by=hr)
    with django_assert_num_queries(10):
        client.get(OWN)
    make_claim(person, level=QualificationLevel.INTERMEDIATE, evidence=pdf())
    make_claim(person, level=QualificationLevel.SENIOR)
    with django_assert_num_queries(10):
        client.get(OWN)


# The desk


def test_desk_is_for_those_who_oversee(person: User, tree: Tree) -> None:
    trainer = make_person(organisation=tree.township, role=Role.TRAINER)
    row = make_claim(person)
    for user in (person, trainer):
        for address in (DESK, f"{DESK}{row.pk}/", f"{DESK}eligible/", f"{DESK}rules/", "/manage/people/supervisors/"):
            assert signed_in(user).get(address).status_code == 302


def test_queue_lists_what_one_oversees_in_a_fixed_number_of_queries(
    person: User, hr: User, tree: Tree, django_assert_num_queries: Any
) -> None:
    make_claim(make_person(name="外人", organisation=tree.other_city))
    make_claim(hr)
    make_claim(person)
    client = signed_in(hr)
    with django_assert_num_queries(9):
        page = text(client.get(f"{DESK}results/"))
    assert "孙工" in page
    assert "外人" not in page
    for _ in range(2):
        make_claim(make_person(organisation=tree.community))
    with django_assert_num_queries(9):
        client.get(f"{DESK}results/")
    assert "孙工" in text(client.get(DESK))


def test_next_entry_comes_without_going_back(hr: User, tree: Tree) -> None:
    first, second, third = (make_claim(make_person(organisation=tree.community), evidence=pdf()) for _ in range(3))
    client = signed_in(hr)
    page = text(client.get(f"{DESK}{first.pk}/"))
    assert reverse("evidence-picture", args=[first.pk]) in page
    assert f"{DESK}{second.pk}/" in page
    facts = {"certificate_number": first.certificate_number, "issued_on": "2020-09-01"}
    response = client.post(f"{DESK}{first.pk}/", {**facts, "decision": "verify"})
    assert response["Location"] == f"{DESK}{second.pk}/"
    response = client.post(f"{DESK}{second.pk}/", {"decision": "refuse", "reason": "照片看不清楚"})
    assert response["Location"] == f"{DESK}{third.pk}/"
    response = client.post(f"{DESK}{third.pk}/", {**facts, "certificate_number": "ZJ1", "decision": "verify"})
    assert response.status_code == 200
    assert "4 to 40 characters" in text(response)
    response = client.post(f"{DESK}{third.pk}/", {"decision": "refuse", "reason": ""})
    assert "the reason is shown" in text(response)
    response = client.post(f"{DESK}{third.pk}/", {**facts, "certificate_number": "ZJ1234", "decision": "verify"})
    assert response["Location"] == DESK
    states = Qualification.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["verified", "refused", "verified"]
    assert "照片看不清楚" in text(signed_in(second.person).get(OWN))


def test_own_claim_and_that_of_a_stranger_are_not_at_the_desk(hr: User, tree: Tree) -> None:
    for row in (make_claim(hr), make_claim(make_person(organisation=tree.other_city), evidence=pdf())):
        client = signed_in(hr)
        assert client.get(f"{DESK}{row.pk}/").status_code == 404
        assert client.post(f"{DESK}{row.pk}/", {"decision": "verify"}).status_code == 404
        if row.person != hr:
            assert client.get(reverse("evidence-file", args=[row.pk])).status_code == 404
            assert client.get(reverse("evidence-picture", args=[row.pk])).status_code == 404


def test_picture_of_a_pdf_is_an_image(person: User, hr: User) -> None:
    row = make_claim(person, evidence=pdf())
    response = signed_in(hr).get(reverse("evidence-picture", args=[row.pk]))
    assert response["Content-Type"] == "image/jpeg"
    assert response.content.startswith(b"\xff\xd8")


def test_hr_enters_and_registers_for_a_person(person: User, hr: User) -> None:
    client = signed_in(hr)
    assert client.get(f"{DESK}new/{person.pk}/").status_code == 200
    client.post(f"{DESK}new/{person.pk}/", claim_form(evidence=SimpleUploadedFile("a.pdf", pdf())))
    row = person.qualifications.get()
    assert (row.source, row.state) == ("desk", "claimed")
    client.post(f"{DESK}{row.pk}/", {**claim_form(), "decision": "verify"})
    url = f"{DESK}{row.pk}/registrations/new/"
    facts = {"number": "DJ12345", "starts_on": "2024-01-01", "ends_on": "2026-12-31"}
    assert client.get(url).status_code == 200
    client.post(url, facts)
    assert row.registrations.get().confirmed_by == hr
    page = text(client.get(f"/manage/people/{person.pk}/"))
    assert "ZJ2020000123" in page
    assert "2024-01-01 – 2026-12-31" in page
    remove = f"{DESK}{row.pk}/registrations/{row.registrations.get().pk}/remove/"
    assert client.get(remove).status_code == 200
    client.post(remove)
    assert not row.registrations.exists()


def test_registrations_to_confirm_are_a_queue(hr: User, tree: Tree, django_assert_num_queries: Any) -> None:
    def add() -> Registration:
        row = make_verified(make_person(organisation=tree.community), by=hr)
        return add_registration(
            qualification=row,
            number="DJ12345",
            starts_on=dt.date(2024, 1, 1),
            ends_on=dt.date(2026, 12, 31),
            by=row.person,
            at=timezone.now(),
        )

    client, queue = signed_in(hr), "/manage/people/registrations/"
    registration = add()
    with django_assert_num_queries(9):
        assert f"{DESK}{registration.qualification_id}/" in text(client.get(f"{queue}results/"))
    add()
    add()
    with django_assert_num_queries(9):
        client.get(f"{queue}results/")
    assert client.get(queue).status_code == 200
    url = f"{DESK}{registration.qualification_id}/registrations/{registration.pk}/confirm/"
    assert "DJ12345" in text(client.get(url))
    client.post(url)
    registration.refresh_from_db()
    assert registration.confirmed_by == hr


def eligible_page(user: User, query: str) -> dict[str, Any]:
    """What the page reads, without the admin's menus."""
    request = RequestFactory().get(f"{DESK}eligible/", QUERY_STRING=query)
    request.user = user
    view = EligibilityList()
    view.setup(request)
    return view.get_context_data()


def test_eligible_people_and_rules_are_shown(hr: User, tree: Tree) -> None:
    client = signed_in(hr)
    row = make_verified(make_person(name="李合格", organisation=tree.community), by=hr)
    page = text(client.get(f"{DESK}eligible/?kind=reward&on=2026-06-01&organisation="))
    assert "李合格" in page
    assert f"Certificate {row.certificate_number} of 2020-09-01 verified; member since 2020-01-01" in page
    assert "民发〔2009〕44号" in text(client.get(f"{DESK}rules/"))
    for nonsense in ("?kind=gold&on=x", "?on=9999-99-99", "?page=zzz", "?organisation=999999"):
        assert client.get(f"{DESK}eligible/{nonsense}").status_code == 200


def test_eligible_people_take_as_many_queries_for_three_as_for_one(
    hr: User, tree: Tree, django_assert_num_queries: Any
) -> None:
    for rows in (1, 3):
        while Qualification.objects.count() < rows:
            make_verified(make_person(organisation=tree.community), by=hr)
        with django_assert_num_queries(11):
            found = eligible_page(hr, "kind=reward&on=2026-06-01&organisation=")
        assert len(found["rows"]) == rows


def test_list_of_eligible_people_is_downloaded_for_a_purpose(hr: User, tree: Tree) -> None:
    make_verified(make_person(organisation=tree.community), by=hr)
    client = signed_in(hr)
    address = f"{DESK}eligible/export/?kind=reward&on=2026-06-01"
    assert "2026-06-01" in text(client.get(address))
    facts = {"kind": "reward", "on": "2026-06-01", "organisation": "", "file_format": "csv"}
    assert "at least 6 characters" in text(client.post(address, {**facts, "purpose": "x"}))
    response = client.post(address, {**facts, "purpose": "2026年度奖励申报"})
    assert response["Content-Disposition"] == 'attachment; filename="eligible-reward-20260601.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "2026年度奖励申报" in response.content.decode("utf-8-sig")
