"""One's own certificates: list, receiving, paper, and who may see them."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from PIL import Image

from certificates import rules
from certificates.enums import CheckPath, ReasonClass, Status
from certificates.models import Certificate, CertificateImage
from certificates.services.checks import record_check
from certificates.services.status import record_event
from people.models import User
from tests.factories.certificates import AT, HOUR, SCHEME, earn, finish_course, issue, make_holder, reach_target
from tests.factories.people import make_person, make_tree

pytestmark = pytest.mark.django_db
LIST = "/my/certificates/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries(django_assert_max_num_queries: object, client: Client, path: str) -> int:
    with django_assert_max_num_queries(100) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_empty_list_says_what_to_do() -> None:
    page = signed_in(make_person()).get(LIST).content.decode()
    assert 'href="/courses/"' in page
    assert 'class="card empty"' in page


def test_empty_list_names_the_course_under_way(db: None) -> None:
    learner = make_person()
    finish_course(learner, title="老年社会工作")
    learner.study_progress.update(finished_at=None)
    assert "老年社会工作" in signed_in(learner).get(LIST).content.decode()


def test_list_says_what_is_missing(db: None) -> None:
    learner = make_person()
    earn(learner, 119 * HOUR)
    page = signed_in(learner).get(LIST).content.decode()
    assert "社会工作专业培训120学时" in page
    assert 'name="subject_key"' not in page


def test_finished_course_and_reached_target_can_be_received(db: None) -> None:
    learner = make_holder()
    reach_target(learner)
    key = finish_course(learner)
    client = signed_in(learner)
    page = client.get(LIST).content.decode()
    for product, subject in (("scheme", SCHEME), ("course", str(key))):
        assert f'value="{subject}"' in page
        response = client.post(reverse("certificate-issue"), {"product": product, "subject_key": subject})
        certificate = Certificate.objects.get(product=product)
        assert response.url == reverse("certificate-detail", args=[certificate.pk])
        assert certificate.issued_by == learner
    page = client.get(LIST).content.decode()
    assert 'name="subject_key"' not in page
    assert all(certificate.number in page for certificate in Certificate.objects.all())


@pytest.mark.parametrize(
    "body",
    [{}, {"product": "x"}, {"product": "course", "subject_key": "x"}, {"product": "scheme", "subject_key": SCHEME}],
)
def test_what_cannot_be_received_is_said_on_the_list(body: dict[str, str]) -> None:
    response = signed_in(make_person()).post(reverse("certificate-issue"), body, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain == [(LIST, 302)]
    assert not Certificate.objects.exists()


def test_posted_learner_is_ignored(certificate: Certificate) -> None:
    """Nobody receives for somebody else by adding a field."""
    client = signed_in(make_person())
    client.post(
        reverse("certificate-issue"), {"product": "scheme", "subject_key": SCHEME, "learner": certificate.learner_id}
    )
    assert Certificate.objects.count() == 1


def test_paper_page_shows_picture_number_address_and_history(certificate: Certificate) -> None:
    record_check(certificate_id=certificate.pk, path=CheckPath.TOKEN, by=None, at=AT)
    page = signed_in(certificate.learner).get(reverse("certificate-detail", args=[certificate.pk])).content.decode()
    assert f'<img class="paper" src="{reverse("certificate-picture", args=[certificate.pk])}"' in page
    assert certificate.number in page
    assert "/v/" in page
    assert f'download="{certificate.number}.pdf"' in page
    assert str(CheckPath.TOKEN.label) in page


def test_checker_is_shown_by_organisation_not_by_name(certificate: Certificate) -> None:
    hr = make_person(name="赵核验", role="hr", organisation=make_tree().county)
    record_check(certificate_id=certificate.pk, path=CheckPath.NUMBER, by=hr, at=AT)
    page = signed_in(certificate.learner).get(reverse("certificate-detail", args=[certificate.pk])).content.decode()
    assert "西湖区" in page
    assert "赵核验" not in page


def test_state_that_is_not_good_is_said_first(certificate: Certificate) -> None:
    record_event(
        certificate=certificate, status=Status.REVOKED, reason_class=ReasonClass.FALSE_RECORD, reason="", by=None, at=AT
    )
    page = signed_in(certificate.learner).get(reverse("certificate-detail", args=[certificate.pk])).content.decode()
    assert page.index(str(ReasonClass.FALSE_RECORD.label)) < page.index('<img class="paper"')


def test_stored_bytes_are_served_as_they_are(certificate: Certificate) -> None:
    response = signed_in(certificate.learner).get(reverse("certificate-pdf", args=[certificate.pk]))
    assert response.content == bytes(certificate.file.pdf)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{certificate.number}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_picture_is_drawn_once_and_small(certificate: Certificate) -> None:
    client = signed_in(certificate.learner)
    first = client.get(reverse("certificate-picture", args=[certificate.pk]))
    image = Image.open(io.BytesIO(first.content))
    assert (image.format, image.size) == ("JPEG", (1754, 1240))
    assert len(first.content) <= 300_000
    assert "no-store" in first["Cache-Control"]
    assert CertificateImage.objects.count() == 1
    assert client.get(reverse("certificate-picture", args=[certificate.pk])).content == first.content


PAGES = ("certificate-detail", "certificate-pdf", "certificate-picture")


def test_every_role_sees_what_the_rule_says(db: None) -> None:
    tree = make_tree()
    learner = make_person(organisation=tree.community)
    reach_target(learner)
    certificate = issue(learner)
    people = {
        "holder": (learner, True),
        "colleague": (make_person(organisation=tree.community), False),
        "trainer": (make_person(role="trainer", organisation=tree.county), False),
        "hr of the community": (make_person(role="hr", organisation=tree.community), True),
        "hr of the county": (make_person(role="hr", organisation=tree.county), True),
        "hr of a sibling": (make_person(role="hr", organisation=tree.other_community), False),
        "hr of another county": (make_person(role="hr", organisation=tree.other_county), False),
        "administrator of the province": (make_person(role="administrator", organisation=tree.province), True),
        "administrator of another city": (make_person(role="administrator", organisation=tree.other_city), False),
        "superuser": (make_person(is_superuser=True), True),
    }
    for who, (person, sees) in people.items():
        assert rules.may_view(person, certificate) == sees, who
        assert Certificate.objects.visible_to(person).filter(pk=certificate.pk).exists() == sees, who
        for page in PAGES:
            response = signed_in(person).get(reverse(page, args=[certificate.pk]))
            assert response.status_code == (200 if sees else 404), (who, page)


def test_overseer_does_not_get_the_holders_address(db: None) -> None:
    tree = make_tree()
    learner = make_person(organisation=tree.community)
    reach_target(learner)
    certificate = issue(learner)
    hr = make_person(role="hr", organisation=tree.county)
    page = signed_in(hr).get(reverse("certificate-detail", args=[certificate.pk])).content.decode()
    assert certificate.number in page
    assert "/v/" not in page


@pytest.mark.parametrize("page", PAGES)
def test_stranger_and_absent_look_alike(certificate: Certificate, page: str) -> None:
    client = signed_in(make_person())
    foreign = client.get(reverse(page, args=[certificate.pk]))
    absent = client.get(reverse(page, args=[uuid.uuid4()]))
    assert (foreign.status_code, absent.status_code) == (404, 404)


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_is_sent_to_the_door(certificate: Certificate, page: str) -> None:
    response = Client().get(reverse(page, args=[certificate.pk]))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_anonymous_sees_nothing_by_the_queryset(certificate: Certificate) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert not rules.may_view(AnonymousUser(), certificate)
    with pytest.raises(ObjectDoesNotExist):
        Certificate.objects.visible_to(AnonymousUser()).get(pk=certificate.pk)


def test_list_takes_as_many_queries_for_three_as_for_one(django_assert_max_num_queries: object) -> None:
    learner = make_holder()
    reach_target(learner)
    client = signed_in(learner)
    issue(learner)
    one = queries(django_assert_max_num_queries, client, LIST)
    for title in ("甲课", "乙课"):
        key = finish_course(learner, title=title)
        client.post(reverse("certificate-issue"), {"product": "course", "subject_key": str(key)})
    assert Certificate.objects.count() == 3
    three = queries(django_assert_max_num_queries, client, LIST)
    assert three - one == 2  # with finished lessons the offered lessons and courses are read as well
    assert three == 11


def test_checks_of_a_paper_take_as_many_queries_for_three_as_for_one(
    certificate: Certificate, django_assert_max_num_queries: object
) -> None:
    client = signed_in(certificate.learner)
    path = reverse("certificate-detail", args=[certificate.pk])
    counted = []
    for number in (1, 2):
        for _ in range(number):
            hr = make_person(role="hr", organisation=make_tree().county)
            record_check(certificate_id=certificate.pk, path=CheckPath.FILE, by=hr, at=AT + dt.timedelta(hours=number))
        counted.append(queries(django_assert_max_num_queries, client, path))
    assert counted[0] == counted[1]
